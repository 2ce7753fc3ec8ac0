"""Finding calls: by what was said, by filters, page by page; tagging and deleting many."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from salescoach.domain.events import CallEvent, Customer, SignalHeard, StageChanged
from salescoach.domain.history import CallQuery, CallSort, RaisedObjection
from salescoach.domain.review import HandledObjection, Outcome, Review
from salescoach.domain.signal import Evidence, ObjectionType, SignalKind, Stage
from salescoach.infra.database import Database
from salescoach.kit.errors import InvalidInput, NotFound
from salescoach.rooms.calls.cursors import cursor_of
from salescoach.rooms.calls.service import CallService
from salescoach.rooms.calls.sql_log import SqlEventLog
from salescoach.rooms.calls.store import search
from salescoach.rooms.calls.store.listing import ListPlace
from tests.rooms.calls.events import ended, line, started, swapped


async def keep(
    log: SqlEventLog,
    call_id: str,
    *said: str,
    at: str = "2026-03-01T10:00:00Z",
    customer: Customer | None = None,
    more: tuple[CallEvent, ...] = (),
    seconds: float = 12.5,
) -> None:
    start = started(call_id, at=at)
    fields = {name: getattr(start, name) for name in start.__dataclass_fields__ if name != "type"}
    await log.open_call(type(start)(**fields | {"customer": customer}), "hash")
    for number, text in enumerate(said):
        turn = f"t{number}"
        log.append(line(number + 2, text, turn_id=turn, start_ms=number * 1000, call_id=call_id))
    for event in more:
        log.append(event)
    await log.append(ended(90, call_id=call_id, duration_s=seconds))


def reviewed(outcome: Outcome, *objections: tuple[str, ObjectionType]) -> Review:
    """``objections``: the turn of each, and what kind it is."""
    return Review(
        outcome,
        "It ended so.",
        None,
        objections=tuple(
            HandledObjection(
                kind, "moved_on", "It went so.", Evidence(turn, "x", at, at + 1), None, None
            )
            for at, (turn, kind) in enumerate(objections)
        ),
    )


def objection(seq: int, call_id: str, kind: ObjectionType, **more: Any) -> SignalHeard:
    turn_id, confidence = more.pop("turn_id", "t0"), more.pop("confidence", 0.9)
    return SignalHeard(
        call_id=call_id,
        seq=seq,
        kind=SignalKind.OBJECTION,
        objection_type=kind,
        confidence=confidence,
        evidence=Evidence(turn_id, "x", seq, seq + 1),
        **more,
    )


def stage(seq: int, call_id: str, current: Stage) -> StageChanged:
    return StageChanged(
        call_id=call_id,
        seq=seq,
        current=current,
        confidence=0.9,
        time_in_stage_ms=0,
        entered_at_ms=0,
    )


async def found(service: CallService, text: str = "", **filters: Any) -> list[str]:
    page = await service.history.find(CallQuery(text, **filters), 50)
    return [each.call.id for each in page.calls]


async def excerpts(service: CallService, text: str) -> list[str]:
    page = await service.history.find(CallQuery(text), 50)
    return [
        "".join(f"[{piece.text}]" if piece.found else piece.text for piece in hit.excerpt)
        for each in page.calls
        for hit in each.hits
    ]


async def test_a_call_is_found_by_what_was_said_at_the_turn_it_was_said(
    log: SqlEventLog, service: CallService
) -> None:
    await keep(log, "a", "we have a colour printer", "the café is fine")
    await keep(log, "b", "colour is all we need")
    page = await service.history.find(CallQuery("color printers"), 5)
    assert page.calls == ()
    page = await service.history.find(CallQuery("color print"), 5)
    [call] = page.calls
    [hit] = call.hits
    assert (call.call.id, call.hit_count, hit.turn_id, hit.start_ms) == ("a", 1, "t0", 0)
    assert await excerpts(service, "color print") == ["we have a [colour] [printer]"]
    assert await excerpts(service, "CAFE") == ["the [café] is fine"]
    assert await found(service, '"is all"') == ["b"]
    assert await found(service, '"all is"') == []


async def test_names_of_customers_are_found_too_and_go_with_words_that_were_said(
    log: SqlEventLog, service: CallService
) -> None:
    await keep(log, "a", "how much is it", customer=Customer("Zoë", "Acme Söhne"))
    await keep(log, "b", "how much is it", customer=Customer("Tony"))
    await keep(log, "c", "zoe called us", customer=None)
    assert await found(service, "zoe") == ["c", "a"]
    assert await found(service, "acme muc") == ["a"]
    assert await found(service, "acm") == ["a"]
    assert await found(service, "tony soh") == []


async def test_the_index_follows_turns_that_grow_vanish_swap_and_come_late(
    log: SqlEventLog, service: CallService, path: Path
) -> None:
    await keep(
        log,
        "a",
        "first words",
        "second words",
        more=(
            line(10, "first words and more", turn_id="t0", call_id="a"),
            line(11, "", turn_id="t1", call_id="a"),
            swapped(12, call_id="a"),
            line(14, "late", turn_id="t3", call_id="a"),
        ),
    )
    await log.append(line(13, "later still", turn_id="t2", call_id="a"))
    assert await found(service, "more") == ["a"]
    assert await found(service, "second") == []
    assert await found(service, "late") == ["a"]
    assert await found(service, "later still") == ["a"]
    check_index(path)


async def test_deleted_calls_leave_the_index(
    log: SqlEventLog, service: CallService, path: Path
) -> None:
    await keep(log, "a", "the zebracorn plan")
    await keep(log, "b", "the yellow plan")
    await service.delete("a")
    assert await found(service, "zebracorn") == []
    await service.history.swept()
    assert await found(service, "plan") == ["b"]
    check_index(path)
    content = content_of(path)
    assert b"zebracorn" not in content
    assert b"ellow" in content


def content_of(path: Path) -> bytes:
    """All that the database's file holds."""
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path.read_bytes()


def check_index(path: Path) -> None:
    """Raises when the index says something else than the turns."""
    with closing(sqlite3.connect(path)) as other:
        other.execute("INSERT INTO said(said, rank) VALUES ('integrity-check', 1)")


ODD = [
    '"',
    '""',
    "NEAR(a b)",
    "a*",
    "col:x",
    "-x",
    "x^2",
    "(",
    "AND OR",
    "\x00",
    "%_",
    "\ud800",
    "{}",
]


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60
)
@given(st.one_of(st.text(), st.lists(st.sampled_from(ODD)).map(" ".join)))
async def test_nothing_that_can_be_typed_is_an_error(service: CallService, text: str) -> None:
    assert await found(service, text) == []


async def test_text_of_any_length_is_searched(log: SqlEventLog, service: CallService) -> None:
    await keep(log, "a", "word")
    assert await found(service, "word " * 100_000) == ["a"]
    assert await found(service, "x" * 1_000_000) == []


async def test_what_is_said_in_very_many_turns_is_found_as_well(
    log: SqlEventLog, service: CallService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "FEW_TURNS", 3)
    for number in range(5):
        await keep(log, f"c{number}", "yes of course", "yes", at=f"2026-03-0{number + 1}T10:00:00Z")
    await keep(log, "d", "no")
    page = await service.history.find(CallQuery("yes"), 3)
    assert [each.call.id for each in page.calls] == ["c4", "c3", "c2"]
    assert [each.hit_count for each in page.calls] == [2, 2, 2]
    rest = await service.history.find(CallQuery("yes"), 3, page.next_cursor)
    assert [each.call.id for each in rest.calls] == ["c1", "c0"]


async def test_filters_narrow_the_list_down(log: SqlEventLog, service: CallService) -> None:
    price, trust = ObjectionType.PRICE, ObjectionType.TRUST
    await keep(
        log,
        "a",
        more=(stage(24, "a", Stage.CLOSE), stage(25, "a", Stage.PITCH)),
    )
    await keep(log, "b", at="2026-04-01T10:00:00Z", more=(stage(21, "b", Stage.PITCH),))
    history = service.history
    told = reviewed(Outcome.UNDECIDED, ("t0", price), ("t1", price))
    await history.note_review("a", told, 5.0)
    await history.note_review("b", reviewed(Outcome.UNDECIDED, ("t0", trust)), 5.0)
    await history.tag(["a"], ["Key account"])
    await history.set_outcome(["b"], Outcome.WON)
    assert await found(service, objections=(price,)) == ["a"]
    assert await found(service, objections=(price, trust)) == ["b", "a"]
    assert await found(service, stages=(Stage.CLOSE,)) == ["a"]
    assert await found(service, stages=(Stage.PITCH,)) == ["b"]
    assert await found(service, tags=("KEY ACCOUNT",)) == ["a"]
    assert await found(service, outcomes=(Outcome.WON,)) == ["b"]
    assert await found(service, outcomes=(Outcome.WON,), stages=(Stage.CLOSE,)) == []
    assert await found(service, playbooks=("default",)) == ["b", "a"]
    assert await found(service, playbooks=("other",)) == []
    april = datetime(2026, 4, 1, 10, tzinfo=UTC)
    assert await found(service, since=april) == ["b"]
    assert await found(service, until=april) == ["a"]

    page = await history.find(CallQuery(), 5)
    assert page.calls[1].objections == (RaisedObjection("price", 2),)
    assert (page.calls[1].stage_reached, page.calls[1].tags) == (Stage.CLOSE, ("Key account",))
    choices = await history.filter_choices()
    assert [(each.value, each.calls) for each in choices.objections] == [("price", 1), ("trust", 1)]
    assert [(each.value, each.calls) for each in choices.tags] == [("Key account", 1)]
    assert [each.value for each in choices.stages] == ["close", "pitch"]


async def test_an_objection_is_what_the_review_calls_one(
    log: SqlEventLog, service: CallService
) -> None:
    """What was heard of one in the call may not have been sure enough for it, or none after all."""
    price, trust = ObjectionType.PRICE, ObjectionType.TRUST
    await keep(log, "a", "that is a lot", more=(objection(20, "a", price, confidence=0.45),))
    history = service.history
    assert await found(service, objections=(price,)) == []
    assert (await history.filter_choices()).objections == ()
    await history.note_review("a", reviewed(Outcome.UNDECIDED, ("t0", trust)), 5.0)
    assert await found(service, objections=(price,)) == []
    assert await found(service, objections=(trust,)) == ["a"]
    await history.note_review("a", reviewed(Outcome.UNDECIDED), 5.0)
    assert [each.objections for each in (await history.find(CallQuery(), 5)).calls] == [()]


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("newest", ["e", "d", "c", "b", "a"]),
        ("oldest", ["a", "b", "c", "d", "e"]),
        ("longest", ["a", "e", "d", "c", "b"]),
        ("customer", ["b", "d", "a", "c", "e"]),
        ("score", ["d", "a", "b", "e", "c"]),
    ],
)
async def test_every_order_pages_without_repeating_or_skipping(
    log: SqlEventLog, service: CallService, sort: CallSort, order: list[str]
) -> None:
    names = {"a": "Zoë", "b": "Élan", "c": None, "d": "Farah", "e": None}
    for number, (call_id, name) in enumerate(names.items()):
        await keep(
            log,
            call_id,
            at=f"2026-03-0{number + 1}T10:00:00Z",
            customer=Customer(name) if name else None,
            seconds=60 if call_id == "a" else 5,
        )
    for call_id, score in {"a": 7.3, "b": 0.0, "d": 9.1}.items():
        await service.history.note_review(call_id, reviewed(Outcome.UNDECIDED), score)
    seen: list[str] = []
    cursor = None
    while True:
        page = await service.history.find(CallQuery(sort=sort), 2, cursor)
        seen += [each.call.id for each in page.calls]
        if (cursor := page.next_cursor) is None:
            break
        # What is gone by then is not missed.
        if page.calls[-1].call.id == "c":
            await service.delete("c")
    assert seen == order


async def test_a_cursor_belongs_to_its_order(log: SqlEventLog, service: CallService) -> None:
    await keep(log, "a")
    await keep(log, "b")
    page = await service.history.find(CallQuery(), 1)
    with pytest.raises(InvalidInput) as refusal:
        await service.history.find(CallQuery(sort="longest"), 1, page.next_cursor)
    assert refusal.value.code == "invalid_cursor"
    for key in (float("nan"), float("inf"), "9", None, True):
        forged = cursor_of("score", ListPlace(key, "a"))
        with pytest.raises(InvalidInput):
            await service.history.find(CallQuery(sort="score"), 1, forged)


async def test_tags_are_set_once_whatever_their_capitals_and_taken_off_again(
    log: SqlEventLog, service: CallService
) -> None:
    await keep(log, "a")
    await keep(log, "b")
    history = service.history
    assert await history.tag(["a", "nobody"], ["  Big   deal "]) == 1
    assert await history.tag(["a", "b"], ["big DEAL", "Q3"]) == 2
    page = await history.find(CallQuery(), 5)
    assert [each.tags for each in page.calls] == [("big DEAL", "Q3"), ("Big deal", "Q3")]
    await history.tag(["a", "b"], remove=["Big Deal"])
    page = await history.find(CallQuery(), 5)
    assert [each.tags for each in page.calls] == [("Q3",), ("Q3",)]
    for wrong in ("", " ", "x" * 41, "a\x00b"):
        with pytest.raises(InvalidInput) as refusal:
            await history.tag(["a"], [wrong])
        assert refusal.value.code == "invalid_tag"


async def test_the_users_word_on_the_outcome_outweighs_the_review(
    log: SqlEventLog, service: CallService
) -> None:
    await keep(log, "a")
    history = service.history
    await history.note_review("a", reviewed(Outcome.UNDECIDED), 6.5)
    [call] = (await history.find(CallQuery(), 5)).calls
    assert (call.outcome, call.outcome_by, call.score) == (Outcome.UNDECIDED, "review", 6.5)
    await history.set_outcome(["a"], Outcome.WON)
    await history.note_review("a", reviewed(Outcome.DECLINED), 4.0)
    [call] = (await history.find(CallQuery(), 5)).calls
    assert (call.outcome, call.outcome_by, call.score) == (Outcome.WON, "user", 4.0)
    with pytest.raises(NotFound):
        await history.note_review("nobody", reviewed(Outcome.WON), None)


async def test_many_calls_are_deleted_and_each_says_what_became_of_it(
    log: SqlEventLog, database: Database
) -> None:
    async def remove(call_id: str) -> int:
        if call_id == "stuck":
            raise PermissionError
        return 100

    service = CallService(database, remove)
    await keep(log, "a", "one", "two")
    await keep(log, "stuck")
    await log.open_call(started("live"), "hash")
    await log.drain()
    gone = await service.history.delete(["a", "a", "stuck", "live", "nobody"])
    assert [(each.id, each.turns, each.audio_bytes) for each in gone.deleted] == [("a", 2, 100)]
    assert [(each.id, each.code) for each in gone.kept] == [
        ("stuck", "audio_not_removed"),
        ("live", "call_is_live"),
        ("nobody", "call_not_found"),
    ]
    assert sorted(await found(service)) == ["live", "stuck"]
