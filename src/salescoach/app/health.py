"""`GET /health` and `GET /feature-flags`: is everything there, and which engines are at work.

Each dependency is really asked, all at the same time and under a time limit; the answer is kept a
few seconds so that a busy monitor costs nothing.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from fastapi import APIRouter, Response
from loguru import logger
from pydantic import BaseModel, ConfigDict

from salescoach.app.version import version
from salescoach.domain.events import CoachingMode
from salescoach.infra.config import Environment, Settings
from salescoach.kit.errors import SalesCoachError

CHECK_TIMEOUT_S = 3.0
NEEDED_TO_SERVE = ("database", "disk")
CheckStatus = Literal["ok", "degraded", "down"]


@dataclass(frozen=True, slots=True)
class CheckResult:
    """``detail`` is for people and names no file and no customer. Only ``down`` makes the server
    unhealthy."""

    status: CheckStatus
    detail: str = ""


Check = Callable[[], Awaitable[CheckResult]]


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine at work. ``network``: what it is given leaves the machine."""

    name: str
    network: bool


@dataclass(frozen=True, slots=True)
class Engines:
    """What the next call begins with."""

    speech: Engine
    coach: Engine
    language: str = "en"
    keeps_recordings: bool = True


EnginesNow = Callable[[], Awaitable[Engines]]


class Body(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)


class EngineBody(Body):
    name: str
    network: bool


class EnginesBody(Body):
    speech: EngineBody
    coach: EngineBody


class CheckBody(Body):
    status: CheckStatus
    detail: str
    ms: float


class HealthBody(Body):
    status: CheckStatus
    version: str
    engines: EnginesBody | None
    checks: dict[str, CheckBody]


class UpBody(Body):
    status: Literal["ok", "down"]


class FeatureFlagsBody(Body):
    version: str
    environment: Environment
    engines: EnginesBody
    audio_leaves_machine: bool
    text_leaves_machine: bool
    keeps_recordings: bool
    modes: list[CoachingMode]
    default_mode: CoachingMode
    language: str


class Health:
    """Runs the checks. ``cache_s`` 0 asks anew each time."""

    def __init__(
        self,
        checks: Mapping[str, Check],
        *,
        cache_s: float,
        timeout_s: float = CHECK_TIMEOUT_S,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._checks = dict(checks)
        self._cache_s = cache_s
        self._timeout_s = timeout_s
        self._now = now
        self._answer: dict[str, CheckBody] = {}
        self._asked_at: float | None = None
        self._asking = asyncio.Lock()

    async def ask(self) -> dict[str, CheckBody]:
        async with self._asking:
            fresh = self._asked_at is not None and self._now() - self._asked_at < self._cache_s
            if not fresh:
                answers = await asyncio.gather(
                    *(self._one(name, check) for name, check in self._checks.items())
                )
                self._answer = dict(zip(self._checks, answers, strict=True))
                self._asked_at = self._now()
            return self._answer

    async def _one(self, name: str, check: Check) -> CheckBody:
        started = self._now()
        try:
            async with asyncio.timeout(self._timeout_s):
                result = await check()
        except TimeoutError:
            result = CheckResult("down", f"no answer within {self._timeout_s:g} s")
        except SalesCoachError as error:
            result = CheckResult("down", error.message)
        except Exception as error:  # noqa: BLE001 - a check that fails in any way says "down"
            logger.opt(exception=error).error("Health check {} failed", name)
            result = CheckResult("down", f"failed ({type(error).__name__})")
        ms = round((self._now() - started) * 1000, 1)
        return CheckBody(status=result.status, detail=result.detail, ms=ms)


def health_router(settings: Settings, health: Health, engines: EnginesNow) -> APIRouter:
    router = APIRouter(tags=["health"])

    @router.get(
        "/health",
        response_model=HealthBody,
        responses={503: {"model": HealthBody, "description": "Something needed is down"}},
    )
    async def get_health(response: Response) -> HealthBody:
        """Whether the server and what it needs are up."""
        answers = await health.ask()
        statuses = {answer.status for answer in answers.values()}
        status: CheckStatus = (
            "down" if "down" in statuses else "degraded" if "degraded" in statuses else "ok"
        )
        if status == "down":
            response.status_code = 503
        response.headers["Cache-Control"] = "no-store"
        at_work = await told_engines(engines)
        return HealthBody(status=status, version=version(), engines=at_work, checks=answers)

    @router.get("/health/live", response_model=UpBody)
    async def get_liveness() -> UpBody:
        """Answers as long as the process does. One that does not has to be started again."""
        return UpBody(status="ok")

    @router.get(
        "/health/ready",
        response_model=UpBody,
        responses={503: {"model": UpBody, "description": "Storage is down"}},
    )
    async def get_readiness(response: Response) -> UpBody:
        """Whether the page and the history can be served; calls may need more, see ``/health``."""
        answers = await health.ask()
        down = any(answers[name].status == "down" for name in NEEDED_TO_SERVE if name in answers)
        if down:
            response.status_code = 503
        return UpBody(status="down" if down else "ok")

    @router.get("/feature-flags", response_model=FeatureFlagsBody)
    async def get_feature_flags() -> FeatureFlagsBody:
        """What this server can do and which engines are at work."""
        now = await engines()
        return FeatureFlagsBody(
            version=version(),
            environment=settings.environment,
            engines=EnginesBody.model_validate(now),
            audio_leaves_machine=now.speech.network,
            text_leaves_machine=now.coach.network,
            keeps_recordings=now.keeps_recordings,
            modes=["suggestion", "guidance"],
            default_mode=settings.coaching_mode,
            language=now.language,
        )

    return router


async def told_engines(engines: EnginesNow) -> EnginesBody | None:
    """None when storage, which knows them, cannot be asked: that is one of the checks."""
    try:
        return EnginesBody.model_validate(await engines())
    except SalesCoachError:
        return None
