"""How right the written reviews are, against labelled calls.

`python -m training.judge_reviews FILES` fits nothing. Each call goes line by line through the
session of a live call, with the playbook for any product, and its review is held against the
labels. An objection is found when the review has one on its turn; beside the reviews stand the
coach's signals alone, by how sure they were. A promise is found within two turns with the same
owner. What the review counts as missed is right where the label says so, or an objection that came
back or got no answer.

The first three files may be read to mend rules, and the heads learn their labelled lines. The
fourth and fifth are for counting only: whoever mends a rule to one of their lines, or learns from
it, takes their worth away.
"""

import asyncio
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from training.labelled_calls import LabelledCall, LabelledPromise, read_calls

from salescoach.app.evaluate.playbooks import NEUTRAL, neutral
from salescoach.domain.audio import Speaker
from salescoach.domain.call import Call, CallRecord
from salescoach.domain.events import CallEvent, CallStarted, Customer, SignalHeard
from salescoach.domain.review import Review
from salescoach.domain.signal import Evidence, SignalKind
from salescoach.embedding.embedder import LocalEmbedder
from salescoach.pipeline.heads import load_heads
from salescoach.pipeline.review.write import write_review
from salescoach.pipeline.state import fold
from salescoach.rooms.live.experts import Experts
from salescoach.rooms.live.rehearsal import OnePlaybook, SpokenLine, rehearse

CALLS = Path(__file__).parent / "reviews"
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
A_MONDAY = date(2026, 11, 16)
WORDS_PER_SECOND = 2.7
PAUSE_MS = 500
NEAR_TURNS = 2
SURE = (0.5, 0.6, 0.7, 0.8, 0.9)


@dataclass(slots=True)
class Count:
    """``right`` of ``told``, and of the ``labelled``."""

    right: int = 0
    told: int = 0
    labelled: int = 0

    def add(self, told: set[int], labelled: set[int]) -> None:
        self.right += len(told & labelled)
        self.told += len(told)
        self.labelled += len(labelled)

    def __str__(self) -> str:
        return f"{self.right} of {self.told} told are right, of {self.labelled} labelled"


@dataclass(slots=True)
class Tally:
    calls: int = 0
    outcomes: int = 0
    objections: Count = field(default_factory=Count)
    tempted: int = 0
    types: int = 0
    promises: Count = field(default_factory=Count)
    missed: Count = field(default_factory=Count)
    signals: dict[float, Count] = field(default_factory=lambda: {at: Count() for at in SURE})


def main() -> None:
    files = [Path(each) for each in sys.argv[1:]] or sorted(CALLS.glob("*.txt"))
    calls = [call for file in files for call in read_calls(file)]
    print(_as_text(asyncio.run(_judged(calls))))


async def _judged(calls: Iterable[LabelledCall]) -> Tally:
    tally = Tally()
    with tempfile.TemporaryDirectory() as cache:
        embedder = LocalEmbedder(Path(cache))
        playbooks = OnePlaybook(neutral())
        try:
            expertise = await Experts(playbooks, embedder, load_heads(embedder))(None, None)
            for call in calls:
                lines = _lines(call)
                events = (await rehearse(expertise, lines, as_of=_started(call))).events
                review = write_review(_record(call, lines, events), playbooks.playbook)
                count(tally, call, lines, events, review)
        finally:
            await embedder.aclose()
    return tally


def count(
    tally: Tally,
    call: LabelledCall,
    lines: list[SpokenLine],
    events: Iterable[CallEvent],
    review: Review,
) -> None:
    """Adds one call to ``tally``."""
    tally.calls += 1
    tally.outcomes += review.outcome is call.outcome
    labelled = {each.turn for each in call.objections}
    told = {_turn_of(each.evidence, lines): each.type for each in review.objections}
    tally.objections.add(set(told), labelled)
    tally.tempted += len((told.keys() & call.tempting) - labelled)
    tally.types += len({(each.turn, each.type) for each in call.objections} & set(told.items()))
    heard: dict[int, float] = {}
    for event in events:
        if isinstance(event, SignalHeard) and event.kind is SignalKind.OBJECTION:
            turn = _turn_of(event.evidence, lines)
            heard[turn] = 0.0 if event.withdrawn else max(heard.get(turn, 0.0), event.confidence)
    for least, signals in tally.signals.items():
        signals.add({turn for turn, sure in heard.items() if sure >= least}, labelled)
    _count_promises(tally.promises, call, lines, review)
    open_ones = {each.turn for each in call.objections if each.ended in ("came_back", "unanswered")}
    missed = {_turn_of(each.evidence, lines) for each in review.missed}
    tally.missed.add(missed, call.missed | open_ones)


def _count_promises(
    counted: Count, call: LabelledCall, lines: list[SpokenLine], review: Review
) -> None:
    steps = [(_turn_of(each.evidence, lines), each) for each in review.next_steps]
    standing = [each for each in call.promises if each.stands]
    counted.told += len(steps)
    counted.labelled += len(standing)
    for promise in standing:
        found = next(
            (
                step
                for step in steps
                if abs(step[0] - promise.turn) <= NEAR_TURNS
                and (step[1].shared or _is_by(promise, step[1].owner))
            ),
            None,
        )
        if found is not None:
            steps.remove(found)
            counted.right += 1


def _is_by(promise: LabelledPromise, owner: Speaker) -> bool:
    return promise.by in ("both", owner.value)


def _turn_of(evidence: Evidence, lines: list[SpokenLine]) -> int:
    def overlap(place: int) -> int:
        line = lines[place]
        return min(evidence.end_ms, line.end_ms) - max(evidence.start_ms, line.start_ms)

    return max(range(len(lines)), key=overlap)


def _lines(call: LabelledCall) -> list[SpokenLine]:
    found: list[SpokenLine] = []
    at = 1_000
    for speaker, text in call.turns:
        end = at + int(len(text.split()) / WORDS_PER_SECOND * 1_000) + 300
        found.append(SpokenLine(speaker, text, at, end))
        at = end + PAUSE_MS
    return found


def _started(call: LabelledCall) -> CallStarted:
    on = A_MONDAY
    if call.weekday in WEEKDAYS:
        on += timedelta(days=WEEKDAYS.index(call.weekday))
    return CallStarted(
        call_id=call.id,
        channels=(),
        playbook_id=NEUTRAL,
        mode="suggestion",
        stt_engine="written",
        started_at=datetime(on.year, on.month, on.day, 10, tzinfo=UTC).isoformat(),
        time_zone="Europe/London",
    )


def _record(
    call: LabelledCall, lines: list[SpokenLine], events: tuple[CallEvent, ...]
) -> CallRecord:
    turns = tuple(fold(events).turns.values())
    row = Call(
        id=call.id,
        status="ended",
        started_at=datetime.fromisoformat(_started(call).started_at),
        ended_at=None,
        duration_ms=lines[-1].end_ms,
        customer=Customer(name=call.customer) if call.customer else None,
        playbook_id=NEUTRAL,
        consent=True,
        record_audio=False,
        turn_count=len(turns),
    )
    return CallRecord(row, turns, events)


def _as_text(tally: Tally) -> str:
    return "\n".join(
        (
            f"{tally.calls} calls",
            f"outcome     {tally.outcomes} right",
            f"objections  {tally.objections}; {tally.types} of the right type, {tally.tempted} on "
            "turns that are labelled as none",
            *(f"  signals from {at}: {signals}" for at, signals in tally.signals.items()),
            f"promises    {tally.promises}",
            f"missed      {tally.missed}",
        )
    )


if __name__ == "__main__":
    main()
