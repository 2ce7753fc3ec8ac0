"""What a client hears of a failure: a code, what to do, the request id, and nothing else."""

import io

import pytest
from loguru import logger

from salescoach.app.errors import close_code, http_status
from salescoach.infra.config_problems import ConfigurationInvalid
from salescoach.kit.errors import Conflict, InvalidInput, NotFound, SalesCoachError, Unavailable
from salescoach.speech.errors import SpeechError
from tests.app.edge import SAID, edge


@pytest.mark.parametrize(
    ("how", "status", "code"),
    [
        ("not_found", 404, "call_not_found"),
        ("invalid", 422, "invalid_cursor"),
        ("conflict", 409, "call_ended"),
        ("unavailable", 503, "unavailable"),
        ("product", 500, "internal_error"),
        ("unforeseen", 500, "internal_error"),
    ],
)
async def test_a_failure_is_a_code_a_message_and_a_request_id(
    how: str, status: int, code: str
) -> None:
    async with edge() as client:
        response = await client.get(f"/api/v1/fail/{how}")
    assert response.status_code == status
    body = response.json()
    assert set(body) == {"error"}
    assert set(body["error"]) == {"code", "message", "request_id"}
    assert body["error"]["code"] == code
    assert body["error"]["request_id"] == response.headers["X-Request-ID"]
    assert SAID not in response.text
    assert "Traceback" not in response.text
    assert ("Retry-After" in response.headers) is (status == 503)


async def test_a_path_that_does_not_exist_and_a_method_that_is_not_taken() -> None:
    async with edge() as client:
        missing = await client.get("/api/v1/nothing")
        wrong = await client.post("/api/v1/calls")
    assert (missing.status_code, missing.json()["error"]["code"]) == (404, "not_found")
    assert (wrong.status_code, wrong.json()["error"]["code"]) == (405, "method_not_allowed")
    assert wrong.headers["Allow"] == "GET"


async def test_wrong_fields_are_named_without_what_was_in_them() -> None:
    async with edge() as client:
        query = await client.get("/api/v1/calls", params={"limit": SAID})
        body = await client.post(
            "/api/v1/insights/orders", json={"amount": SAID, SAID: 1, "when": SAID}
        )
        custom = await client.post(
            "/api/v1/insights/orders", json={"amount": 1, "name": SAID.upper()}
        )
        broken = await client.post(
            "/api/v1/insights/orders",
            content=b'{"amount": forty',
            headers={"Content-Type": "application/json"},
        )
    for response in (query, body, custom, broken):
        assert response.status_code == 422
        assert response.json()["error"]["code"] == "invalid_input"
        assert "forty" not in response.text.lower()
    assert "query.limit" in query.text
    assert "body.amount" in body.text
    assert "body.name" in custom.text


@pytest.mark.parametrize(
    ("body", "code", "told"),
    [
        (b"[" * 100_000 + b"]" * 100_000, "nested_too_deep", "flatten"),
        (b'{"name": "\xff"}', "invalid_input", "UTF-8"),
    ],
)
async def test_a_body_that_cannot_be_read_says_what_to_do(
    body: bytes, code: str, told: str
) -> None:
    async with edge() as client:
        json = {"Content-Type": "application/json"}
        response = await client.post("/api/v1/insights/orders", content=body, headers=json)
    assert response.status_code == 400
    assert response.json()["error"]["code"] == code
    assert told in response.json()["error"]["message"]


async def test_an_unforeseen_failure_is_logged_with_its_stack_under_the_request_id() -> None:
    log = io.StringIO()
    sink = logger.add(log, format="{message}", level="ERROR")
    async with edge() as client:
        await client.get("/api/v1/fail/unforeseen")
    logger.remove(sink)
    assert "GET /fail/{how} failed" in log.getvalue()


@pytest.mark.parametrize(
    ("error", "status", "close"),
    [
        (NotFound("x"), 404, 4404),
        (NotFound("x", code="call_not_found"), 404, 4404),
        (InvalidInput("x", code="frame_odd_length"), 422, 4400),
        (InvalidInput("x", code="frame_too_large"), 422, 1009),
        (Conflict("x"), 409, 4409),
        (Unavailable("x"), 503, 1013),
        (SpeechError("x"), 503, 1013),
        (SalesCoachError("x"), 500, 1011),
        (ConfigurationInvalid(()), 500, 1011),
    ],
)
def test_codes_become_statuses_and_close_codes(
    error: SalesCoachError, status: int, close: int
) -> None:
    assert http_status(error) == status
    assert close_code(error) == close
