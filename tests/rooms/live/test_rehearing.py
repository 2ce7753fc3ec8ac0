"""A corrected call is heard anew: on its own turns, on its own day."""

from datetime import UTC, datetime

from salescoach.domain.audio import Channel, Speaker
from salescoach.domain.call import Call, CallRecord
from salescoach.domain.events import (
    CallEnded,
    CallEvent,
    CallStarted,
    NoteAdded,
    ObjectiveChanged,
    SignalHeard,
    TurnCorrected,
)
from salescoach.domain.playbook import Playbook
from salescoach.domain.signal import Evidence, ObjectionType, SignalKind
from salescoach.domain.turn import Turn
from salescoach.pipeline.brain import Expertise
from salescoach.pipeline.coach import LocalCoach
from salescoach.rooms.live.rehearing import Rehearing
from tests.fakes import BrokenCoach, expertise, index, playbook, trigger

REP, CUSTOMER = Speaker.SALESPERSON, Speaker.CUSTOMER
NEED = Evidence("t2", "we have no need", 3_000, 4_500)


def corrected_call() -> CallRecord:
    """The customer's line was heard as another objection than it was."""
    turns = (
        Turn("t1", REP, "Hi Dana, this is Sam from Fernbell.", 300, 1_800),
        Turn("t2", CUSTOMER, trigger("price"), 3_000, 4_500),
        Turn("t3", REP, "I hear you.", 6_000, 7_000),
    )
    events: tuple[CallEvent, ...] = (
        CallStarted(
            seq=1,
            channels=(Channel(0, REP), Channel(1, CUSTOMER)),
            playbook_id="p",
            started_at="2026-03-02T10:00:00+00:00",
        ),
        SignalHeard(
            seq=2,
            kind=SignalKind.OBJECTION,
            objection_type=ObjectionType.NEED,
            confidence=0.9,
            evidence=NEED,
        ),
        ObjectiveChanged(seq=3, id="o", done=True, by="user"),
        NoteAdded(seq=4, text="Call back", call_ms=5_000),
        CallEnded(seq=5, duration_s=8),
        TurnCorrected(seq=6, turn_id="t2", text=trigger("price")),
    )
    began = datetime(2026, 3, 2, 10, tzinfo=UTC)
    call = Call("c1", "ended", began, began, 8_000, None, "p", True, False, len(turns))
    return CallRecord(call, turns, events)


def objections(record: CallRecord) -> list[tuple[ObjectionType | None, str]]:
    return [
        (event.objection_type, event.evidence.turn_id)
        for event in record.events
        if isinstance(event, SignalHeard) and event.kind is SignalKind.OBJECTION
    ]


async def test_what_the_corrected_words_mean_is_decided_again() -> None:
    async def learn(written: Playbook) -> Expertise:
        return await expertise()

    before = corrected_call()
    heard = await Rehearing(learn).hear(before, playbook())

    assert objections(heard) == [(ObjectionType.PRICE, "t2")]
    assert heard.turns == before.turns
    kept = [event for event in before.events if not isinstance(event, SignalHeard)]
    assert [event for event in heard.events if event.seq is not None] == kept


async def test_a_coach_that_fails_leaves_the_call_as_it_was() -> None:
    async def learn(written: Playbook) -> Expertise:
        return await expertise(BrokenCoach(LocalCoach(await index())))

    before = corrected_call()
    assert await Rehearing(learn).hear(before, playbook()) == before
