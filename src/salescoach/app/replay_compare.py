"""`salescoach replay CALLS... --playbook NEW --compare OLD`: which cards and ticks would change.

A recording is transcribed once, with the new playbook's vocabulary; both playbooks then read the
same lines at the same call times, so whatever differs is the playbook's.
"""

import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from salescoach.app.named_playbook import named_playbook
from salescoach.app.replay_desk import open_replay_desk
from salescoach.app.replay_source import Source, open_source
from salescoach.domain.events import CallEvent
from salescoach.domain.playbook import Playbook
from salescoach.embedding.embedder import LocalEmbedder
from salescoach.infra.config import Settings
from salescoach.pipeline.brain import Expertise
from salescoach.pipeline.heads import load_heads
from salescoach.rooms.live.compare import CallChanges, Change, Moment, compare, lines_heard
from salescoach.rooms.live.experts import Experts
from salescoach.rooms.live.opening import OpenCall
from salescoach.rooms.live.rehearsal import OnePlaybook, SpokenLine
from salescoach.rooms.live.replay import replay

LONGEST_QUOTE = 90


@dataclass(frozen=True, slots=True)
class ComparedCall:
    name: str
    changes: CallChanges


@dataclass(frozen=True, slots=True)
class Compared:
    before: Playbook
    after: Playbook
    calls: tuple[ComparedCall, ...]

    @property
    def changed(self) -> bool:
        return any(call.changes.changes for call in self.calls)


async def compare_calls(
    settings: Settings, files: Sequence[Path], new: str | None, old: str, seller: str | None
) -> Compared:
    """``new`` None is the playbook that a call gets when it asks for none. Raises what opening the
    files and playbooks raises, before anything is played."""
    sources = [open_source(file, seller=seller) for file in files]
    after = await named_playbook(new, settings)
    before = await named_playbook(old, settings)
    embedder = LocalEmbedder(settings.cache_dir)
    try:
        old_way = await _expertise(before, embedder)
        new_way = await _expertise(after, embedder)
        calls: list[ComparedCall] = []
        for file, source in zip(files, sources, strict=True):
            lines = source.lines or await _transcribed(settings, source, after)
            calls.append(ComparedCall(file.name, await compare(old_way, new_way, lines)))
    finally:
        await embedder.aclose()
    return Compared(before, after, tuple(calls))


async def _expertise(playbook: Playbook, embedder: LocalEmbedder) -> Expertise:
    return await Experts(OnePlaybook(playbook), embedder, load_heads(embedder))(None, None)


async def _transcribed(
    settings: Settings, source: Source, playbook: Playbook
) -> tuple[SpokenLine, ...]:
    seen: list[CallEvent] = []
    with tempfile.TemporaryDirectory(prefix="salescoach-compare-") as folder:
        async with open_replay_desk(
            settings, source, Path(folder), None, save=False, playbook=playbook
        ) as desk:
            request = OpenCall(channels=source.channels, consent=True)
            await replay(desk, request, source.frames(), seen.append)
    return lines_heard(seen)


def as_json(compared: Compared) -> str:
    return json.dumps(
        {
            "type": "playbook_comparison",
            "before": _playbook(compared.before),
            "after": _playbook(compared.after),
            "changed": compared.changed,
            "calls": [
                {
                    "call": call.name,
                    "duration_ms": call.changes.duration_ms,
                    "cards": {
                        "before": call.changes.cards.before,
                        "after": call.changes.cards.after,
                    },
                    "ticks": {
                        "before": call.changes.ticks.before,
                        "after": call.changes.ticks.after,
                    },
                    "changes": [_change(each) for each in call.changes.changes],
                }
                for call in compared.calls
            ],
        },
        ensure_ascii=False,
    )


def _playbook(playbook: Playbook) -> dict[str, Any]:
    return {"id": playbook.id, "name": playbook.name, "version": playbook.version}


def _change(change: Change) -> dict[str, Any]:
    return {
        "what": change.what,
        "kind": change.kind,
        "at_ms": change.at_ms,
        "before": _moment(change.before),
        "after": _moment(change.after),
    }


def _moment(moment: Moment | None) -> dict[str, Any] | None:
    if moment is None:
        return None
    evidence = moment.evidence
    return {
        "id": moment.id,
        "text": moment.text,
        "category": moment.category or None,
        "turn_id": evidence.turn_id,
        "quote": evidence.quote,
        "start_ms": evidence.start_ms,
        "end_ms": evidence.end_ms,
    }


def as_text(compared: Compared) -> str:
    return "\n".join(_lines(compared))


def _lines(compared: Compared) -> Iterator[str]:
    yield f"before  {_named(compared.before)}"
    yield f"after   {_named(compared.after)}"
    for call in compared.calls:
        found = call.changes
        yield ""
        yield (
            f"{call.name}   cards {found.cards.before} to {found.cards.after}, "
            f"ticks {found.ticks.before} to {found.ticks.after}, "
            f"{len(found.changes)} changed"
        )
        for change in found.changes:
            yield from _told(change)
    total = sum(len(call.changes.changes) for call in compared.calls)
    calls = f"{len(compared.calls)} call{'s' if len(compared.calls) != 1 else ''}"
    yield ""
    yield f"{total} changed in {calls}." if total else f"Nothing would change in {calls}."


def _told(change: Change) -> Iterator[str]:
    shown = change.after or change.before
    assert shown is not None
    came_from = ""
    if change.kind == "moved" and change.before is not None:
        came_from = f" from {_time(change.before.at_ms)}"
    label = "other words" if change.kind == "words" else change.kind
    quote = _short(shown.evidence.quote)
    yield f"{_time(change.at_ms):>8}  {change.what} {label}{came_from}   “{quote}”"
    if change.before is not None:
        yield f"          - {change.before.text}"
    if change.after is not None:
        yield f"          + {change.after.text}"


def _named(playbook: Playbook) -> str:
    return f"{playbook.name} ({playbook.id}, version {playbook.version})"


def _time(ms: int) -> str:
    return f"{ms // 60000}:{ms // 1000 % 60:02d}"


def _short(quote: str) -> str:
    return quote if len(quote) <= LONGEST_QUOTE else quote[: LONGEST_QUOTE - 1].rstrip() + "…"
