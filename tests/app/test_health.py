"""Health: each dependency asked, at once, under a time limit, and not too often."""

import asyncio

import pytest

from salescoach.app.health import Check, CheckResult, Health
from salescoach.infra.configuration import load_settings
from salescoach.kit.errors import Unavailable
from tests.app.edge import SAID, edge


def says(result: CheckResult) -> Check:
    async def check() -> CheckResult:
        return result

    return check


def fails(error: Exception) -> Check:
    async def check() -> CheckResult:
        raise error

    return check


async def hangs() -> CheckResult:
    await asyncio.Event().wait()
    raise AssertionError("unreachable")


OK = says(CheckResult("ok", "12 GB free"))


@pytest.mark.parametrize(
    ("checks", "status", "said"),
    [
        ({"disk": OK}, 200, "ok"),
        ({"disk": OK, "speech": says(CheckResult("degraded", "loading"))}, 200, "degraded"),
        ({"disk": OK, "speech": says(CheckResult("down"))}, 503, "down"),
        ({"disk": OK, "database": fails(Unavailable("Storage is locked."))}, 503, "down"),
        ({"disk": OK, "database": fails(ValueError(SAID))}, 503, "down"),
    ],
)
async def test_one_that_is_down_makes_the_server_unhealthy(
    checks: dict[str, Check], status: int, said: str
) -> None:
    async with edge(checks=checks) as client:
        responses = [await client.get(path) for path in ("/api/health", "/api/v1/health")]
    for response in responses:
        assert response.status_code == status
        body = response.json()
        assert body["status"] == said
        assert set(body["checks"]) == set(checks)
        assert body["checks"]["disk"]["detail"] == "12 GB free"
        assert body["engines"]["speech"] == {"name": "local", "network": False}
        assert body["version"]
        assert SAID not in response.text


async def test_a_check_that_hangs_is_down_and_holds_up_nothing_else() -> None:
    health = Health({"speech": hangs, "disk": OK}, cache_s=0, timeout_s=0.01)
    answers = await health.ask()
    assert answers["speech"].status == "down"
    assert answers["speech"].detail == "no answer within 0.01 s"
    assert answers["disk"].status == "ok"


async def test_checks_run_at_the_same_time() -> None:
    met = asyncio.Barrier(2)

    async def meet() -> CheckResult:
        await met.wait()
        return CheckResult("ok")

    answers = await Health({"one": meet, "two": meet}, cache_s=0).ask()
    assert {answer.status for answer in answers.values()} == {"ok"}


async def test_an_answer_is_kept_for_a_while_and_shared() -> None:
    asked = 0
    now = 100.0

    async def count() -> CheckResult:
        nonlocal asked
        asked += 1
        await asyncio.sleep(0)
        return CheckResult("ok")

    health = Health({"count": count}, cache_s=3, now=lambda: now)
    await asyncio.gather(*(health.ask() for _ in range(5)))
    assert asked == 1
    now = 102.9
    await health.ask()
    assert asked == 1
    now = 103.0
    await health.ask()
    assert asked == 2


async def test_feature_flags_say_which_engine_is_at_work() -> None:
    settings = load_settings(None, environment="test", coaching_mode="guidance")
    async with edge(settings) as client:
        flags = (await client.get("/api/feature-flags")).json()
        assert (await client.get("/api/v1/feature-flags")).json() == flags
    assert flags["engines"]["coach"] == {"name": "local", "network": False}
    assert flags["audio_leaves_machine"] is False
    assert flags["modes"] == ["suggestion", "guidance"]
    assert flags["default_mode"] == "guidance"
    assert flags["environment"] == "test"
