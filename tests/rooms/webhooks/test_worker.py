"""Each call is sent once it is reviewed, until the receiver has it or a day is over."""

import base64
import hashlib
import hmac
import json

import pytest

from salescoach.kit.errors import Conflict, NotFound
from salescoach.rooms.export.document import ExportedCall
from salescoach.rooms.webhooks import store
from salescoach.rooms.webhooks.worker import WAITS_S
from tests.rooms.export.kept import keep_call
from tests.rooms.webhooks.receiver import OK, Receiver, answer
from tests.rooms.webhooks.sending import Sending

HOUR_MS = 3_600_000


async def test_a_reviewed_call_is_sent_once_and_signed(
    sending: Sending, receiver: Receiver
) -> None:
    secret = (await sending.service.put(receiver.url, "everything", on=True)).secret
    assert secret is not None
    await sending.end_call("c1")

    await sending.worker.work_off()
    await sending.another().work_off()

    (got,) = receiver.received
    document = ExportedCall.model_validate_json(got.body)
    assert document.record() == await sending.calls.record("c1")
    assert document.analysis is not None
    assert got.headers["salescoach-event"] == "call.reviewed"
    (delivery,) = await sending.service.deliveries()
    assert (delivery.state, delivery.status) == ("delivered", 200)
    assert got.headers["webhook-id"] == delivery.id
    signed = f"{delivery.id}.{got.headers['webhook-timestamp']}.".encode() + got.body
    key = base64.b64decode(secret.removeprefix("whsec_"))
    made = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert got.headers["webhook-signature"] == f"v1,{made}"


async def test_without_the_transcript(sending: Sending, receiver: Receiver) -> None:
    await sending.service.put(receiver.url, "review", on=True)
    await sending.end_call("c1")

    await sending.worker.work_off()

    told = json.loads(receiver.received[0].body)
    assert (told["turns"], told["events"]) == ([], [])
    assert told["analysis"]["status"] == "ready"


async def test_nothing_is_sent_before_the_review(sending: Sending, receiver: Receiver) -> None:
    await sending.service.put(receiver.url, "everything", on=True)
    await keep_call(sending.database, "c1")

    await sending.worker.work_off()
    assert receiver.received == []

    await sending.reviewing.worker.work_off()
    await sending.worker.work_off()
    assert len(receiver.received) == 1


async def test_a_call_that_cannot_be_reviewed_is_sent_without(
    sending: Sending, receiver: Receiver
) -> None:
    await sending.service.put(receiver.url, "everything", on=True)
    sending.reviewing.failures = 3
    await sending.end_call("c1")
    for _ in range(3):
        sending.clock.advance(60_000)
        await sending.reviewing.worker.work_off()

    await sending.worker.work_off()

    assert json.loads(receiver.received[0].body)["analysis"] is None


async def test_calls_of_before_are_not_sent(sending: Sending, receiver: Receiver) -> None:
    await sending.end_call("c1")
    sending.clock.advance(1000)
    await sending.service.put(receiver.url, "everything", on=True)
    sending.clock.advance(1000)
    await sending.end_call("c2")

    await sending.worker.work_off()

    assert [json.loads(each.body)["call"]["id"] for each in receiver.received] == ["c2"]


async def test_what_fails_is_tried_again_also_after_a_restart(
    sending: Sending, receiver: Receiver
) -> None:
    await sending.service.put(receiver.url, "everything", on=True)
    await sending.end_call("c1")
    receiver.answers = [answer(503, "Later, please"), OK]

    await sending.worker.work_off()
    (waiting,) = await sending.service.deliveries()
    await sending.worker.work_off()
    sending.clock.advance(WAITS_S[0] * 1000)
    await sending.another().work_off()

    assert (waiting.state, waiting.status, waiting.answer) == ("pending", 503, "Later, please")
    (done,) = await sending.service.deliveries()
    assert (done.state, done.attempts) == ("delivered", 2)
    first, second = receiver.received
    assert first.headers["webhook-id"] == second.headers["webhook-id"]


async def test_after_about_a_day_it_is_given_up(sending: Sending, receiver: Receiver) -> None:
    await sending.service.put(receiver.url, "everything", on=True)
    await sending.end_call("c1")
    receiver.answers = [answer(500)]

    await sending.worker.work_off()
    for wait_s in WAITS_S:
        sending.clock.advance(wait_s * 1000)
        await sending.worker.work_off()
    sending.clock.advance(24 * HOUR_MS)
    await sending.worker.work_off()

    (given_up,) = await sending.service.deliveries()
    assert (given_up.state, given_up.attempts) == ("given_up", len(WAITS_S) + 1)
    assert len(receiver.received) == len(WAITS_S) + 1
    assert 20 * 3600 < sum(WAITS_S) < 24 * 3600


async def test_a_receiver_that_never_wants_it_is_left_alone(
    sending: Sending, receiver: Receiver
) -> None:
    await sending.service.put(receiver.url, "everything", on=True)
    await sending.end_call("c1")
    receiver.answers = [answer(410)]

    await sending.worker.work_off()

    (delivery,) = await sending.service.deliveries()
    assert (delivery.state, delivery.attempts) == ("given_up", 1)


async def test_send_again(sending: Sending, receiver: Receiver) -> None:
    await sending.service.put(receiver.url, "everything", on=True)
    await sending.end_call("c1")
    receiver.answers = [answer(410), OK]
    await sending.worker.work_off()
    (given_up,) = await sending.service.deliveries()

    await sending.service.send_again(given_up.id)
    with pytest.raises(Conflict):
        await sending.service.send_again(given_up.id)
    await sending.worker.work_off()

    (done,) = await sending.service.deliveries()
    assert (done.id, done.state, done.attempts) == (given_up.id, "delivered", 1)
    with pytest.raises(NotFound):
        await sending.service.send_again("msg_0")


async def test_a_host_that_may_not_be_is_told_and_tried_again(
    sending: Sending, receiver: Receiver
) -> None:
    await sending.service.put("https://example.test/", "everything", on=True)
    await sending.end_call("c1")

    await sending.worker.work_off()

    (delivery,) = await sending.service.deliveries()
    assert (delivery.state, delivery.status) == ("pending", None)
    assert "inside this network" in (delivery.answer or "")


async def test_off_nothing_is_sent_and_nothing_is_lost(
    sending: Sending, receiver: Receiver
) -> None:
    await sending.service.put(receiver.url, "everything", on=True)
    await sending.end_call("c1")
    receiver.answers = [answer(500), OK]
    await sending.worker.work_off()
    await sending.service.put(receiver.url, "everything", on=False)
    sending.clock.advance(HOUR_MS)
    await sending.worker.work_off()
    assert len(receiver.received) == 1

    await sending.service.put(receiver.url, "everything", on=True)
    await sending.worker.work_off()

    assert [each.state for each in await sending.service.deliveries()] == ["delivered"]


async def test_a_deleted_call_takes_its_delivery_along(
    sending: Sending, receiver: Receiver
) -> None:
    await sending.service.put(receiver.url, "everything", on=True)
    await sending.end_call("c1")
    receiver.answers = [answer(500)]
    await sending.worker.work_off()

    await sending.calls.delete("c1")
    sending.clock.advance(HOUR_MS)
    await sending.worker.work_off()

    assert await sending.service.deliveries() == []
    assert len(receiver.received) == 1


@pytest.mark.parametrize("deleted", [False, True])
async def test_what_waits_for_one_address_never_goes_to_another(
    sending: Sending, receiver: Receiver, deleted: bool
) -> None:
    await sending.service.put("https://elsewhere.test/", "everything", on=True)
    await sending.end_call("c1")
    await sending.worker.work_off()
    (waiting,) = await sending.service.deliveries()
    assert waiting.state == "pending"

    if deleted:
        await sending.service.delete()
    await sending.service.put(receiver.url, "everything", on=True)
    sending.clock.advance(HOUR_MS)
    await sending.worker.work_off()

    assert receiver.received == []
    (cancelled,) = await sending.service.deliveries()
    assert (cancelled.id, cancelled.state) == (waiting.id, "cancelled")

    await sending.service.send_again(cancelled.id)
    await sending.worker.work_off()
    assert len(receiver.received) == 1


async def test_an_attempt_that_ends_after_the_change_of_the_address_waits_no_more(
    sending: Sending, receiver: Receiver
) -> None:
    await sending.service.put(receiver.url, "everything", on=True)
    await sending.end_call("c1")
    receiver.answers = [answer(500)]
    await sending.worker.work_off()
    (waiting,) = await sending.service.deliveries()

    await sending.service.put(f"{receiver.url}/other", "everything", on=True)
    async with sending.database.write() as connection:
        assert not await store.put_delivery(connection, waiting)

    (cancelled,) = await sending.service.deliveries()
    assert cancelled.state == "cancelled"


async def test_another_secret_or_content_keeps_what_waits(
    sending: Sending, receiver: Receiver
) -> None:
    await sending.service.put(receiver.url, "everything", on=True)
    await sending.end_call("c1")
    receiver.answers = [answer(500), OK]
    await sending.worker.work_off()

    await sending.service.new_secret()
    await sending.service.put(receiver.url, "review", on=True)
    sending.clock.advance(HOUR_MS)
    await sending.worker.work_off()

    assert [each.state for each in await sending.service.deliveries()] == ["delivered"]
