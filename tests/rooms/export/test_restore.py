"""What was exported and is imported is the same call, and nothing else is ever taken in."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salescoach.domain.audio import Speaker
from salescoach.domain.events import CallEvent, CallStarted, Customer
from salescoach.domain.history import CallQuery
from salescoach.domain.review import Outcome
from salescoach.infra.database import Database
from salescoach.kit.clock import ManualClock
from salescoach.kit.errors import Conflict, InvalidInput
from salescoach.rooms.calls.corrections import Corrections, Wanted
from salescoach.rooms.calls.restore import CallRestore
from salescoach.rooms.calls.service import CallService
from salescoach.rooms.export import restore
from salescoach.rooms.export.restore import RestoreService, is_document
from salescoach.rooms.export.service import ExportService
from salescoach.rooms.review.service import ReviewService
from tests.migrated import migrated
from tests.pipeline.review.talk import good_call
from tests.rooms.calls.events import ended, line, started
from tests.rooms.calls.test_history import reviewed
from tests.rooms.export.any_calls import any_log
from tests.rooms.export.kept import SAID, keep_call, keep_log, review

CALL = "01anycall"


class House:
    """The rooms over one database."""

    def __init__(self, database: Database) -> None:
        clock = ManualClock()
        self.database = database
        self.calls = CallService(database)
        self.reviews = ReviewService(database, self.calls, clock)
        self.exports = ExportService(self.calls, self.reviews, clock)
        self.restores = RestoreService(CallRestore(database), self.reviews)

    async def document(self, call_id: str) -> bytes:
        return (await self.exports.export(call_id, "json")).content


@asynccontextmanager
async def _house(path: Path) -> AsyncIterator[House]:
    database = Database(await migrated(path))
    try:
        yield House(database)
    finally:
        await database.aclose()


@pytest.fixture
async def here(database: Database) -> House:
    return House(database)


@pytest.fixture
async def there(tmp_path: Path) -> AsyncIterator[House]:
    async with _house(tmp_path / "there.db") as house:
        yield house


async def _there_and_back(log: list[CallEvent], tags: list[str]) -> None:
    with TemporaryDirectory() as folder:
        async with _house(Path(folder, "a.db")) as here, _house(Path(folder, "b.db")) as there:
            await keep_log(here.database, log)
            await here.calls.mark_interrupted()
            await here.calls.history.tag([CALL], tags)
            await here.calls.history.set_outcome([CALL], Outcome.WON)
            before = await here.document(CALL)

            await there.restores.import_document(before)

            assert await there.document(CALL) == before
            assert await there.calls.record(CALL) == await here.calls.record(CALL)
            found = (await there.calls.history.find(CallQuery(), 1)).calls
            assert found == (await here.calls.history.find(CallQuery(), 1)).calls


@settings(deadline=None, max_examples=settings().max_examples // 3)  # each fills two databases
@given(any_log(CALL), st.lists(st.sampled_from(["Warm", "Q3", "Zürich"]), max_size=2))
def test_out_and_in_again_is_the_same_call(log: list[CallEvent], tags: list[str]) -> None:
    asyncio.run(_there_and_back(log, tags))


async def test_the_review_comes_with_the_call(here: House, there: House) -> None:
    await keep_log(here.database, _coached("c1"))
    await review(here.database)
    await here.calls.history.note_review("c1", reviewed(Outcome.NEXT_STEP), 7.0)
    before = await here.document("c1")
    analysis = json.loads(before)["analysis"]
    assert analysis["objections"]
    assert analysis["next_steps"]
    assert analysis["metrics"]

    told = await there.restores.import_document(before)

    assert told.reviewed
    assert await there.document("c1") == before


async def test_corrections_come_with_the_call(here: House, there: House) -> None:
    await keep_call(here.database, "c1")
    corrected = Wanted("We do miss ten calls a week.", Speaker.SALESPERSON)
    corrections = Corrections(here.database, ManualClock())
    await corrections.correct("c1", "t1", lambda now: corrected)
    await corrections.name("c1", Customer("Lee Park", "Harbor"))
    before = await here.document("c1")

    await there.restores.import_document(before)

    assert await there.document("c1") == before
    told = json.loads(before)
    assert told["call"]["customer"] == {"name": "Lee Park", "company": "Harbor"}
    (turn,) = told["turns"]
    assert (turn["text"], turn["heard"]["text"]) == ("We do miss ten calls a week.", SAID)


async def test_a_call_without_a_review_gets_one(here: House, there: House) -> None:
    await keep_call(here.database, "c1")

    told = await there.restores.import_document(await here.document("c1"))
    await review(there.database)

    assert not told.reviewed
    assert json.loads(await there.document("c1"))["analysis"] is not None


async def test_words_and_cards_are_found_again(here: House, there: House) -> None:
    await keep_call(here.database, "c1")

    await there.restores.import_document(await here.document("c1"))

    (found,) = (await there.calls.history.find(CallQuery(text="twenty calls"), 5)).calls
    assert found.hits[0].turn_id == "t1"


async def test_a_call_that_is_here_stays_as_it_is(here: House) -> None:
    await keep_call(here.database, "c1")
    document = await here.document("c1")
    await here.calls.history.tag(["c1"], ["Since"])

    with pytest.raises(Conflict) as refused:
        await here.restores.import_document(document)

    assert refused.value.code == "call_exists"
    assert (await here.calls.history.labels("c1")).tags == ("Since",)


async def test_a_live_call_is_interrupted_elsewhere(here: House, there: House) -> None:
    await keep_log(here.database, [started("c1")])

    await there.restores.import_document(await here.document("c1"))

    assert (await there.calls.get("c1")).status == "interrupted"


def _change(**fields: Any) -> Callable[[dict[str, Any]], None]:
    return lambda document: document.update(fields)


def _said(document: dict[str, Any]) -> None:
    document["turns"][0]["text"] = "Something else."


def _other_call(document: dict[str, Any]) -> None:
    document["events"][1]["call_id"] = "c2"


def _out_of_order(document: dict[str, Any]) -> None:
    document["events"].reverse()


def _never_kept(document: dict[str, Any]) -> None:
    document["events"][1]["is_final"] = False


def _id(document: dict[str, Any]) -> None:
    document["call"]["id"] = "../../etc"


def _great(document: dict[str, Any]) -> None:
    document["call"]["duration_ms"] = 10**30


def _unknown(document: dict[str, Any]) -> None:
    document["events"][1]["colour"] = "red"


def _long(document: dict[str, Any]) -> None:
    document["events"][1]["text"] = "a" * 100_001


def _word(document: dict[str, Any]) -> None:
    document["events"][1]["text"] = "a-" * 1_001


def _begun(at: str) -> Callable[[dict[str, Any]], None]:
    return lambda document: document["events"][0].update(started_at=at)


def _dated(at: str) -> Callable[[dict[str, Any]], None]:
    said = {"type": "call_dated", "call_id": "c1", "seq": 5, "at_ms": 0, "started_at": at}
    return lambda document: document["events"].append(said)


def _ended(document: dict[str, Any]) -> None:
    document["call"]["ended_at"] = "2026-03-01T10:00:00"


def _tag(document: dict[str, Any]) -> None:
    document["call"]["tags"] = ["a" * 41]


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (_change(format_version=2), "document_too_new"),
        (_change(format="another"), "invalid_document"),
        (_change(format_version="1.5"), "invalid_document"),
        (_change(surplus=1), "invalid_document"),
        (_change(events=None), "invalid_document"),
        (_id, "invalid_document"),
        (_great, "invalid_document"),
        (_unknown, "invalid_document"),
        (_long, "invalid_document"),
        (_word, "invalid_document"),
        (_begun("garbage"), "invalid_document"),
        (_begun("2026-03-01T10:00:00"), "invalid_document"),
        (_dated("garbage"), "invalid_document"),
        (_dated("9999-12-31T23:59:59-12:00"), "invalid_document"),
        (_ended, "invalid_document"),
        (_said, "inconsistent_call"),
        (_other_call, "inconsistent_call"),
        (_out_of_order, "inconsistent_call"),
        (_never_kept, "inconsistent_call"),
        (_tag, "invalid_tag"),
    ],
)
async def test_what_is_not_right_is_refused_whole(
    here: House, there: House, spoil: Callable[[dict[str, Any]], None], code: str
) -> None:
    await keep_call(here.database, "c1")
    document = json.loads(await here.document("c1"))
    spoil(document)

    with pytest.raises(InvalidInput) as refused:
        await there.restores.import_document(json.dumps(document).encode())

    assert refused.value.code == code
    assert SAID not in refused.value.message
    assert (await there.calls.history.find(CallQuery(), 1)).calls == ()


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"\xff\xfe", b"[" * 9000, b'{"turns": []}'])
async def test_no_document_at_all(there: House, content: bytes) -> None:
    assert not is_document(content)
    with pytest.raises(InvalidInput) as refused:
        await there.restores.import_document(content)

    assert refused.value.code == "invalid_document"


async def test_too_large_is_refused_unread(there: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(restore, "MOST_BYTES", 10)

    with pytest.raises(InvalidInput, match="MB"):
        await there.restores.import_document(b"{" * 11)


def _coached(call_id: str) -> list[CallEvent]:
    talk = good_call()
    said = [
        line(1, each.text, turn_id=each.id, speaker=each.speaker, start_ms=each.start_ms)
        for each in talk.turns
    ]
    heard = [each for each in talk.events if not isinstance(each, CallStarted)]
    events: list[CallEvent] = [started(), *said, *heard, ended(1)]
    return [replace(each, call_id=call_id, seq=seq) for seq, each in enumerate(events, 1)]
