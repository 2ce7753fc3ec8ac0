"""The webhook over HTTP: chosen, tried, looked at; its secret is told once."""

from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI

from salescoach.app.errors import add_error_handlers
from salescoach.rooms.webhooks.api import webhook_router
from tests.rooms.webhooks.receiver import OK, Receiver, answer
from tests.rooms.webhooks.sending import Sending

WEBHOOK = "/settings/webhook"


@pytest.fixture
async def http(sending: Sending) -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()
    app.include_router(webhook_router(sending.service))
    add_error_handlers(app)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://page") as http:
        yield http


async def test_the_secret_is_told_once(http: httpx.AsyncClient, receiver: Receiver) -> None:
    assert (await http.get(WEBHOOK)).json() == {"webhook": None}

    first = (await http.put(WEBHOOK, json={"url": receiver.url})).json()
    second = (await http.put(WEBHOOK, json={"url": receiver.url, "content": "review"})).json()
    known = (await http.get(WEBHOOK)).json()["webhook"]
    renewed = (await http.post(f"{WEBHOOK}/secret")).json()

    assert first["secret"].startswith("whsec_")
    assert second["secret"] is None
    assert (known["secret"], known["content"], known["on"]) == (None, "review", True)
    assert renewed["secret"].startswith("whsec_")
    assert renewed["secret"] != first["secret"]


async def test_a_test_tells_how_it_went(http: httpx.AsyncClient, receiver: Receiver) -> None:
    await http.put(WEBHOOK, json={"url": receiver.url, "on": False})
    receiver.answers = [OK, answer(401, "Who are you?")]

    taken = (await http.post(f"{WEBHOOK}/test")).json()
    refused = (await http.post(f"{WEBHOOK}/test")).json()

    assert (taken["taken"], taken["status"]) == (True, 200)
    assert (refused["taken"], refused["text"]) == (False, "Who are you?")
    assert receiver.received[0].headers["salescoach-event"] == "test"
    assert (await http.get(f"{WEBHOOK}/deliveries")).json() == {"deliveries": []}


@pytest.mark.parametrize(
    ("url", "code"),
    [("http://example.com", "https_needed"), ("javascript:alert(1)", "invalid_url")],
)
async def test_an_address_that_may_not_be(http: httpx.AsyncClient, url: str, code: str) -> None:
    refused = await http.put(WEBHOOK, json={"url": url})

    assert (refused.status_code, refused.json()["error"]["code"]) == (422, code)


async def test_inside_is_refused_when_it_is_tried(http: httpx.AsyncClient) -> None:
    await http.put(WEBHOOK, json={"url": "https://inside.test/"})

    refused = await http.post(f"{WEBHOOK}/test")

    assert refused.json()["error"]["code"] == "address_not_allowed"


async def test_forgotten(http: httpx.AsyncClient, receiver: Receiver) -> None:
    await http.put(WEBHOOK, json={"url": receiver.url})

    assert (await http.delete(WEBHOOK)).status_code == 204
    assert (await http.delete(WEBHOOK)).status_code == 204

    assert (await http.get(WEBHOOK)).json() == {"webhook": None}
    for path in ("test", "secret", "deliveries/msg_1/again"):
        missing = await http.post(f"{WEBHOOK}/{path}")
        assert missing.json()["error"]["code"] == "no_webhook"


async def test_what_became_of_a_call(
    http: httpx.AsyncClient, sending: Sending, receiver: Receiver
) -> None:
    await http.put(WEBHOOK, json={"url": receiver.url})
    await sending.end_call("c1")
    receiver.answers = [answer(500, "Full"), OK]
    await sending.worker.work_off()

    (failed,) = (await http.get(f"{WEBHOOK}/deliveries")).json()["deliveries"]
    again = await http.post(f"{WEBHOOK}/deliveries/{failed['id']}/again")
    await sending.worker.work_off()
    (done,) = (await http.get(f"{WEBHOOK}/deliveries")).json()["deliveries"]

    assert (failed["state"], failed["status"], failed["answer"]) == ("pending", 500, "Full")
    assert failed["next_at"] is not None
    assert again.status_code == 202
    assert (done["state"], done["next_at"], done["call_id"]) == ("delivered", None, "c1")
