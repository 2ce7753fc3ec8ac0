"""The example bank: what customers say, as its writers labelled it, one sitting a file; and what
they say in whole calls that were labelled.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from training.labelled_calls import LabelledCall, read_calls

from salescoach.domain.audio import Speaker
from salescoach.pipeline.labels import BUYING_SIGNAL, NONE
from salescoach.pipeline.utterance import Utterance

FOLDER = Path(__file__).parent / "bank"
CALLS = Path(__file__).parent / "reviews"
LEARNT_CALLS = ("first", "second", "third")
"""The others are for counting only."""


@dataclass(frozen=True, slots=True)
class Example:
    """``label`` and ``also_ok`` as in ``salescoach.pipeline.signals``."""

    utterance: Utterance
    label: str
    also_ok: tuple[str, ...]
    industry: str
    sitting: str


def read_bank() -> list[Example]:
    """All that is learnt from."""
    examples: list[Example] = []
    for path in sorted(FOLDER.glob("sitting_*.jsonl")):
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
    for name in LEARNT_CALLS:
        for call in read_calls(CALLS / f"{name}.txt"):
            examples += in_call(call, name)
    return examples


def in_call(call: LabelledCall, sitting: str) -> Iterator[Example]:
    """What the customer says that is labelled; of the rest nobody said that it is nothing."""
    objections = {each.turn: each.type for each in call.objections}
    for place, (speaker, text) in enumerate(call.turns):
        if speaker is not Speaker.CUSTOMER:
            continue
        if place in objections:
            label = f"objection:{objections[place].value}"
        elif place in call.buying:
            label = BUYING_SIGNAL
        elif place in call.tempting:
            label = NONE
        else:
            continue
        before = call.turns[place - 1][1] if place else ""
        yield Example(Utterance(text, before), label, (), call.id, f"calls_{sitting}")
