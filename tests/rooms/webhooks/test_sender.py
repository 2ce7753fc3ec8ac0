"""One attempt against a real server: signed, bounded, and to the address that was checked."""

import base64
import hashlib
import hmac
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from salescoach.rooms.webhooks.addresses import WrongTarget, target_of
from salescoach.rooms.webhooks.sender import Answer, Sender
from salescoach.rooms.webhooks.signature import new_secret, signed_headers
from tests.rooms.webhooks.receiver import Receiver, answer, loopback, receiving

NAMED = ("receiver.test",)


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as receiver:
        yield receiver


async def _send(receiver: Receiver, within_s: float = 5) -> Answer:
    sender = Sender(loopback, within_s)
    return await sender.send(target_of(receiver.url, NAMED), b'{"a":1}', {"webhook-id": "msg_1"})


async def test_it_arrives(receiver: Receiver) -> None:
    told = await _send(receiver)

    (got,) = receiver.received
    assert (told.taken, told.status) == (True, 200)
    assert got.line == "POST /calls?from=coach HTTP/1.1"
    assert got.headers["host"] == f"receiver.test:{receiver.port}"
    assert got.headers["content-type"] == "application/json"
    assert got.headers["webhook-id"] == "msg_1"
    assert got.body == b'{"a":1}'


async def test_the_name_is_looked_up_once(receiver: Receiver) -> None:
    asked: list[str] = []

    async def changing(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["203.0.113.1"]

    told = await Sender(changing).send(target_of(receiver.url, NAMED), b"{}", {})

    assert told.taken
    assert asked == ["receiver.test"]


async def test_another_address_of_the_name_will_do(receiver: Receiver) -> None:
    async def two(host: str, port: int) -> list[str]:
        return ["127.0.0.2", "127.0.0.1"]  # nobody listens at the first

    told = await Sender(two).send(target_of(receiver.url, NAMED), b"{}", {})

    assert told.taken
    assert len(receiver.received) == 1


async def test_nothing_is_sent_inside(receiver: Receiver) -> None:
    url = receiver.url.replace("http:", "https:")

    with pytest.raises(WrongTarget):
        await Sender(loopback).send(target_of(url), b"{}", {})

    assert receiver.received == []


async def test_no_redirect_is_followed(receiver: Receiver) -> None:
    elsewhere = f"location: http://127.0.0.1:{receiver.port}/inside\r\n"
    receiver.answers = [answer(307, "", elsewhere)]

    told = await _send(receiver)

    assert (told.taken, told.status) == (False, 307)
    assert len(receiver.received) == 1


async def test_little_is_read_of_a_refusal(receiver: Receiver) -> None:
    receiver.answers = [answer(500, "No \x00\x1b room.\n" + "x" * 3_000_000)]

    told = await _send(receiver)

    assert told.status == 500
    assert told.text.startswith("No room. xxx")
    assert len(told.text) == 200


async def test_no_answer_in_time(receiver: Receiver) -> None:
    receiver.answers = [None]

    told = await _send(receiver, within_s=0.05)

    assert (told.status, told.text) == (None, "No answer within 0.05 s.")


async def test_nobody_there() -> None:
    async with receiving() as receiver:
        pass

    told = await _send(receiver)

    assert (told.status, told.taken) == (None, False)
    assert "nothing answers" in told.text


def test_the_scheme_is_the_one_that_receivers_know() -> None:
    """The example of the Standard Webhooks specification."""
    headers = signed_headers(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        datetime.fromtimestamp(1614265330, UTC),
        b'{"test": 2432232314}',
    )

    assert headers == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


def test_a_secret_of_one_s_own_counts_by_its_letters() -> None:
    now = datetime.fromtimestamp(1, UTC)
    made = signed_headers("whsec_not base64", "m", now, b"b")["webhook-signature"]

    told = hmac.new(b"whsec_not base64", b"m.1.b", hashlib.sha256).digest()
    assert made == "v1," + base64.b64encode(told).decode()


def test_secrets_are_long_and_never_the_same() -> None:
    made = {new_secret() for _ in range(3)}

    assert len(made) == 3
    assert all(len(base64.b64decode(each.removeprefix("whsec_"))) == 32 for each in made)
