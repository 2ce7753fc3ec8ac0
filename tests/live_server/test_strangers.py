"""Whatever a client sends over HTTP, drawn from the server's own OpenAPI and beyond it: no answer
is a failure of the server, errors have their shape, and nothing of the inside leaks.

`HTTP_EXAMPLES` says how many requests are drawn for each operation; then they are others each time.
"""

import contextlib
import json
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode
from schemathesis.core.result import Ok

from tests.live_server.running import RunningServer, running

pytestmark = pytest.mark.speech

CHOSEN = os.environ.get("HTTP_EXAMPLES")
EXAMPLES = int(CHOSEN or "2")
WITHIN_S = 20.0
INSIDE = ("Traceback", "site-packages", "salescoach/", "sqlalchemy", "sqlite3.", '.py"')
"""What only the server's own files and libraries are called."""

ELSEWHERE = ("/settings/webhook/test", "/settings/engines/{engine}/try")
"""These ask services of others."""


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[RunningServer]:
    script = tmp_path / "nothing.json"
    script.write_text("[]")
    plain = {"STT_ENGINE": "scripted", "SCRIPTED_TRANSCRIPT": str(script)}
    async with running(tmp_path, RATE_LIMIT_PER_MINUTE="1000000", **plain) as server:
        yield server


async def test_no_request_fails_the_server(server: RunningServer) -> None:
    answers: dict[int, int] = {}
    found: set[str] = set()
    with requests.Session() as session:
        for operation in await operations(server):
            for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
                try_out(operation, mode, server, session, answers, found)
    assert sorted(found) == []
    assert sum(answers.values()) > EXAMPLES
    assert {200, 404, 422} <= set(answers)


async def operations(server: RunningServer) -> list[Any]:
    schema = schemathesis.openapi.from_dict(await server.get("/openapi.json"))
    known = [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]
    return [each for each in known if not each.path.endswith(ELSEWHERE)]


def try_out(
    operation: Any,
    mode: GenerationMode,
    server: RunningServer,
    session: requests.Session,
    answers: dict[int, int],
    found: set[str],
) -> None:
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=CHOSEN is None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Case[Any]) -> None:
        answer = case.call(server.api.removesuffix("/api"), session, timeout=WITHIN_S)
        answers[answer.status_code] = answers.get(answer.status_code, 0) + 1
        said = answer.content.decode(errors="replace")
        wrong = what_is_wrong(answer.status_code, said)
        if wrong and (said or case.method != "HEAD"):
            found.add(f"{case.method} {case.path}: {answer.status_code} {wrong}: {said[:300]}")

    # What takes nothing from a client cannot be asked wrongly.
    with contextlib.suppress(Unsatisfiable):
        ask()


def what_is_wrong(status: int, said: str) -> str | None:
    if status >= 500 and status != 503:
        return "fails"
    if status < 400:
        return None
    try:
        error = json.loads(said)["error"]
    except (ValueError, KeyError, TypeError):
        return "has no shape"
    if not (error.get("code") and error.get("message")):
        return "lacks a code or a message"
    return "leaks" if any(name in said for name in INSIDE) else None
