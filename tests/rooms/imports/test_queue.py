"""From the last byte to the history: looked at, worked on, taken in once, whatever breaks."""

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from salescoach.domain.audio import Speaker
from salescoach.domain.events import Customer
from salescoach.kit.errors import Conflict, InvalidInput, Unavailable
from salescoach.rooms.imports import store
from salescoach.rooms.imports.job import Wishes
from salescoach.rooms.imports.leavings import ABANDONED, TRIES
from salescoach.rooms.imports.queue import SOON_S
from tests.rooms.imports.importing import TRANSCRIPT, UNNAMED, Importing
from tests.rooms.review.reviewing import Reviewing

BEGAN = datetime(2025, 3, 10, 14, 2, 11, tzinfo=UTC)


async def test_a_file_becomes_a_call_of_the_history(importing: Importing) -> None:
    wishes = Wishes(customer="Dana", tags=("Old",), began_at=BEGAN)
    job = await importing.upload(TRANSCRIPT, "../Fernbell.txt", wishes)
    assert job.state == "looking"

    await importing.settle()

    job = await importing.service.get(job.id)
    assert job.state == "reviewing"
    assert job.call_id is not None
    call = await importing.calls.get(job.call_id)
    assert (call.status, call.imported_from, call.turn_count) == ("ended", "Fernbell.txt", 1)
    assert call.started_at == BEGAN
    assert call.ended_at is not None
    assert (call.ended_at - BEGAN).total_seconds() == call.duration_ms / 1000
    assert (await importing.calls.history.labels(job.call_id)).tags == ("Old",)
    (order,) = importing.work.orders
    assert order.roles == {"Rep": Speaker.SALESPERSON, "Dana": Speaker.CUSTOMER}
    assert order.customer == Customer("Dana")
    assert not order.file.exists()


async def test_it_is_done_once_its_review_is(importing: Importing) -> None:
    job = await importing.upload(TRANSCRIPT)
    await importing.settle()
    reviewing = Reviewing(importing.database, importing.calls, importing.clock)
    await reviewing.worker.work_off()
    await importing.settle()
    assert await importing.state(job) == "done"


async def test_the_same_bytes_are_known_until_their_call_is_deleted(importing: Importing) -> None:
    first = await importing.upload(TRANSCRIPT)
    await importing.settle()
    call_id = (await importing.service.get(first.id)).call_id
    assert call_id is not None

    second = await importing.upload(TRANSCRIPT, "another name.txt")
    await importing.settle()
    again = await importing.service.get(second.id)
    assert (again.state, again.call_id) == ("duplicate", call_id)
    assert not importing.uploads.file(second.id).exists()

    await importing.calls.delete(call_id)
    third = await importing.upload(TRANSCRIPT)
    await importing.settle()
    assert await importing.state(third) == "reviewing"


async def test_of_two_at_once_the_later_is_the_repetition(importing: Importing) -> None:
    first, second = await importing.upload(TRANSCRIPT), await importing.upload(TRANSCRIPT)
    await importing.begin()
    states = {await importing.state(first), await importing.state(second)}
    assert "duplicate" in states
    assert len(importing.work.orders) <= 1


async def test_names_that_prove_nothing_are_asked_about(importing: Importing) -> None:
    job = await importing.upload(UNNAMED)
    await importing.settle()
    assert await importing.state(job) == "asking"
    assert importing.work.orders == []

    roles = {"Sam": Speaker.SALESPERSON, "Dana": Speaker.CUSTOMER}
    with pytest.raises(InvalidInput):
        await importing.service.tell(job.id, lambda _: Wishes(), {"Lee": Speaker.CUSTOMER})
    await importing.service.tell(job.id, lambda _: Wishes(), roles)
    await importing.settle()
    assert await importing.state(job) == "reviewing"
    assert importing.work.orders[0].roles == roles


async def test_sides_of_a_recording_say_nothing_about_a_transcript(importing: Importing) -> None:
    sides = {"left": Speaker.CUSTOMER, "right": Speaker.SALESPERSON}
    job = await importing.upload(UNNAMED, wishes=Wishes(roles=sides))
    await importing.settle()
    assert await importing.state(job) == "asking"


async def test_while_somebody_talks_everything_rests(importing: Importing) -> None:
    importing.work.holds = asyncio.Event()
    going = await importing.upload(TRANSCRIPT)
    await importing.begin()
    assert importing.queue.progress(going.id) == 0.5

    importing.talking = True
    waiting = await importing.upload(UNNAMED)
    await importing.queue.step()
    importing.work.holds.set()
    await asyncio.sleep(0.01)
    assert await importing.state(going) == "working"
    assert await importing.state(waiting) == "looking"

    importing.talking = False
    await importing.settle()
    assert await importing.state(going) == "reviewing"
    assert await importing.state(waiting) == "asking"


async def test_what_a_stopped_server_was_at_is_begun_again(importing: Importing) -> None:
    job = await importing.upload(TRANSCRIPT)
    importing.work.holds = asyncio.Event()
    await importing.begin()
    await importing.queue.aclose()
    assert await importing.state(job) == "working"

    importing.work.holds = None
    importing.begin_anew()
    await importing.queue.recover()
    assert await importing.state(job) == "queued"
    await importing.settle()
    assert await importing.state(job) == "reviewing"
    assert (await importing.calls.list(10)).calls[1:] == ()


async def test_what_brings_the_server_down_is_given_up(importing: Importing) -> None:
    importing.work.holds = asyncio.Event()
    job = await importing.upload(TRANSCRIPT)
    await importing.begin()
    await importing.queue.aclose()
    async with importing.database.write() as connection:
        known = await importing.service.get(job.id)
        worn_out = replace(known, attempts=TRIES)
        await store.change(connection, worn_out, ["attempts"], ["working"])
    await importing.queue.recover()
    assert await importing.state(job) == "failed"


async def test_files_that_belong_to_nothing_are_removed(importing: Importing) -> None:
    await importing.uploads.make("imp_0000000000000000", 1)
    kept = await importing.service.create("call.txt", 10)
    await importing.queue.recover()
    assert await importing.uploads.known() == [kept.id]


async def test_what_was_left_long_ago_goes(importing: Importing) -> None:
    left = await importing.service.create("call.txt", 10)
    importing.clock.advance(ABANDONED.total_seconds() * 1000 + 1)
    fresh = await importing.service.create("call.txt", 10)
    await importing.queue.recover()
    assert [job.id for job in await importing.service.newest()] == [fresh.id]
    assert await importing.uploads.known() == [fresh.id]
    assert left.id != fresh.id


async def test_an_import_goes_with_its_call(importing: Importing) -> None:
    job = await importing.upload(TRANSCRIPT, wishes=Wishes(customer="Dana"))
    await importing.settle()
    call_id = (await importing.service.get(job.id)).call_id
    assert call_id is not None
    await importing.calls.delete(call_id)
    assert await importing.service.newest() == []


async def test_what_may_pass_is_tried_again_and_then_told(importing: Importing) -> None:
    importing.work.fails = [Unavailable("Later.", code="speech_failed") for _ in range(TRIES)]
    job = await importing.upload(TRANSCRIPT)
    await importing.settle()
    failed = await importing.service.get(job.id)
    assert (failed.state, failed.error, failed.attempts) == ("failed", "speech_failed", TRIES)

    await importing.service.try_again(job.id)
    await importing.settle()
    assert await importing.state(job) == "reviewing"


async def test_what_will_not_pass_fails_at_once_and_its_file_goes(importing: Importing) -> None:
    importing.work.fails = [InvalidInput("It is damaged.", code="unreadable")]
    job = await importing.upload(TRANSCRIPT)
    await importing.settle()
    failed = await importing.service.get(job.id)
    assert (failed.state, failed.error, failed.message) == (
        "failed",
        "unreadable",
        "It is damaged.",
    )
    with pytest.raises(Conflict):
        await importing.service.try_again(job.id)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("call.wav", b"no recording at all\n", "not_media"),
        ("call.wav", TRANSCRIPT, "not_media"),
        ("call.txt", b"nobody says\nwho speaks\n", "nobody_named"),
        ("call.json", b'{"a": 1}', "invalid_transcript"),
        ("call.json", json.dumps({"format": "salescoach.call"}).encode(), "invalid_document"),
    ],
)
async def test_what_is_no_call_is_told_with_a_code(
    importing: Importing, name: str, content: bytes, code: str
) -> None:
    job = await importing.upload(content, name)
    await importing.settle()
    failed = await importing.service.get(job.id)
    assert (failed.state, failed.error) == ("failed", code)
    assert not importing.uploads.file(job.id).exists()
    assert importing.work.orders == []


async def test_work_that_is_called_off_leaves_nothing(importing: Importing) -> None:
    importing.work.holds = asyncio.Event()
    job = await importing.upload(TRANSCRIPT)
    await importing.begin()
    await importing.service.cancel(job.id)
    await importing.queue.idle()
    importing.work.holds.set()
    await importing.settle()
    assert await importing.state(job) == "cancelled"
    assert (await importing.calls.list(10)).calls == ()
    assert await importing.uploads.known() == []


async def test_a_call_in_the_history_is_not_called_off(importing: Importing) -> None:
    job = await importing.upload(TRANSCRIPT)
    await importing.settle()
    with pytest.raises(Conflict):
        await importing.service.cancel(job.id)
    with pytest.raises(Conflict):
        await importing.service.forget(job.id)


async def test_the_queue_is_woken_and_does_not_ask_the_table_by_the_second(
    importing: Importing,
) -> None:
    running = asyncio.create_task(importing.queue.run())
    await asyncio.sleep(0.1)
    importing.service.wake = lambda: None
    job = await importing.upload(TRANSCRIPT)
    await asyncio.sleep(1.5 * SOON_S)
    assert await importing.state(job) == "looking"

    importing.queue.wake()
    async with asyncio.timeout(30):
        while True:
            if await importing.state(job) == "reviewing":
                break
            await asyncio.sleep(0.02)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
