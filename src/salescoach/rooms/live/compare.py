"""What another playbook would have changed in a call: which cards and ticks come, go, read
differently or come at another moment.

Both playbooks hear the same lines at the same call times, so whatever differs is the playbook's.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from salescoach.domain.events import (
    CallEvent,
    CallStarted,
    ObjectiveChanged,
    SpeakersSwapped,
    SuggestionShown,
    Transcription,
)
from salescoach.domain.playbook import Playbook
from salescoach.domain.signal import Evidence
from salescoach.pipeline.brain import Expertise
from salescoach.pipeline.state import fold
from salescoach.rooms.live.rehearsal import Rest, SpokenLine, no_rest, rehearse

SAME_MOMENT_MS = 1_000
"""Evidence that ends within this of the other's is the same moment."""

_WORDS = (CallStarted, Transcription, SpeakersSwapped)
"""The events of a log that tell what was said, and by whom."""

What = Literal["card", "tick"]
Kind = Literal["added", "removed", "words", "moved"]


@dataclass(frozen=True, slots=True)
class Moment:
    """A card or a tick as it came. ``id`` is the script's or the objective's, None for a card
    without a script; ``category`` is the drawer it opens, empty for ticks and facts."""

    id: str | None
    text: str
    category: str
    evidence: Evidence

    @property
    def at_ms(self) -> int:
        """Call time: when the words it rests on had been said."""
        return self.evidence.end_ms


@dataclass(frozen=True, slots=True)
class Change:
    """``before`` is None for what was added, ``after`` for what was removed. What moved may read
    differently, too."""

    what: What
    kind: Kind
    before: Moment | None
    after: Moment | None

    @property
    def at_ms(self) -> int:
        shown = self.after or self.before
        return shown.at_ms if shown is not None else 0


@dataclass(frozen=True, slots=True)
class Count:
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class CallChanges:
    """``changes`` in the order of the call."""

    duration_ms: int
    cards: Count
    ticks: Count
    changes: tuple[Change, ...]


async def compare(
    before: Expertise, after: Expertise, lines: Sequence[SpokenLine], rest: Rest = no_rest
) -> CallChanges:
    """Raises ``Unavailable`` (``coach_failed``)."""
    old = (await rehearse(before, lines, rest)).events
    new = (await rehearse(after, lines, rest)).events
    cards = _cards(old), _cards(new)
    ticks = _ticks(old, before.playbook), _ticks(new, after.playbook)
    found = [*_changes("card", *cards), *_changes("tick", *ticks)]
    return CallChanges(
        max((line.end_ms for line in lines), default=0),
        Count(*(len(each) for each in cards)),
        Count(*(len(each) for each in ticks)),
        tuple(sorted(found, key=lambda change: change.at_ms)),
    )


def lines_heard(events: Sequence[CallEvent]) -> tuple[SpokenLine, ...]:
    """The lines of a call's log as they were committed, said by whom the log calls them in the
    end. A turn grew line by line, and the coach was asked after each."""
    words = [event for event in events if isinstance(event, _WORDS)]
    speakers = {turn.id: turn.speaker for turn in fold(words).turns.values()}
    lines: list[SpokenLine] = []
    said: dict[str, tuple[str, int]] = {}
    for event in words:
        if not (isinstance(event, Transcription) and event.is_final):
            continue
        text, end_ms = said.get(event.turn_id, ("", event.start_ms))
        fresh = event.text.removeprefix(text).strip()
        if fresh:
            speaker = speakers[event.turn_id]
            lines.append(SpokenLine(speaker, fresh, end_ms, max(end_ms + 1, event.end_ms)))
        said[event.turn_id] = (event.text, event.end_ms)
    return tuple(lines)


def _cards(events: Iterable[CallEvent]) -> list[Moment]:
    return [
        Moment(
            event.script_id,
            event.primary_suggestion.text,
            next(iter(event.highlight_toolkit), ""),
            event.evidence,
        )
        for event in events
        if isinstance(event, SuggestionShown)
    ]


def _ticks(events: Iterable[CallEvent], playbook: Playbook) -> list[Moment]:
    texts = {objective.id: objective.text for objective in playbook.objectives}
    return [
        Moment(event.id, texts.get(event.id, event.id), "", event.evidence)
        for event in events
        if isinstance(event, ObjectiveChanged) and event.done and event.evidence is not None
    ]


def _changes(what: What, before: Sequence[Moment], after: Sequence[Moment]) -> list[Change]:
    """A card that came on the same turn is the same one, whatever it says; what is left is paired
    by what it is, and has moved. A tick is known by its objective alone."""
    old, new = list(before), list(after)
    pairs: list[tuple[Moment, Moment]] = []
    if what == "card":
        pairs += _paired(old, new, lambda a, b: _same_turn(a, b) and _same_card(a, b))
        pairs += _paired(old, new, _same_turn)
    pairs += _paired(old, new, _same_card)
    found = [Change(what, "removed", each, None) for each in old]
    found += [Change(what, "added", None, each) for each in new]
    for one, other in pairs:
        if abs(one.at_ms - other.at_ms) >= SAME_MOMENT_MS:
            found.append(Change(what, "moved", one, other))
        elif one.text != other.text:
            found.append(Change(what, "words", one, other))
    return found


def _paired(
    old: list[Moment], new: list[Moment], fits: Callable[[Moment, Moment], bool]
) -> list[tuple[Moment, Moment]]:
    """Takes what fits out of both lists, in order."""
    pairs: list[tuple[Moment, Moment]] = []
    for one in list(old):
        other = next((each for each in new if fits(one, each)), None)
        if other is not None:
            old.remove(one)
            new.remove(other)
            pairs.append((one, other))
    return pairs


def _same_turn(one: Moment, other: Moment) -> bool:
    return one.evidence.turn_id == other.evidence.turn_id


def _same_card(one: Moment, other: Moment) -> bool:
    return one.text == other.text or (one.id is not None and one.id == other.id)
