"""The example bank: what customers say, as its writers labelled it, one sitting a file."""

import json
from dataclasses import dataclass
from pathlib import Path

from salescoach.pipeline.utterance import Utterance

FOLDER = Path(__file__).parent / "bank"

LEARNT = "abcdefghijkl"
"""Letters of the sittings that are learnt from. Those that follow are near-objections above all:
heads that learnt them too did better on sittings that were left out, and worse on utterances of
other people's making. They measure what was learnt from the others."""


def is_learnt(file: Path) -> bool:
    """Of a file of the bank; what is no sitting is learnt from as well."""
    letter = file.stem.removeprefix("sitting_")
    return letter == file.stem or letter in LEARNT


@dataclass(frozen=True, slots=True)
class Example:
    """``label`` and ``also_ok`` as in ``salescoach.pipeline.signals``."""

    utterance: Utterance
    label: str
    also_ok: tuple[str, ...]
    industry: str
    sitting: str


def read_bank() -> list[Example]:
    """The sittings that are learnt from."""
    examples: list[Example] = []
    for path in filter(is_learnt, sorted(FOLDER.glob("sitting_*.jsonl"))):
        for line in path.read_text(encoding="utf-8").splitlines():
            entry = json.loads(line)
            context = entry["context"]
            kind = entry["objection_type"]
            examples.append(
                Example(
                    Utterance(entry["text"], context[-1]["text"] if context else ""),
                    f"{entry['signal']}:{kind}" if kind else entry["signal"],
                    tuple(entry["also_ok"]),
                    entry["industry"],
                    path.stem,
                )
            )
    return examples
