"""The engines of a house: what is chosen, what serves the next call, and whether it works."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from fastapi import APIRouter

from salescoach.app.background import Again
from salescoach.app.checks import SpeechCheck
from salescoach.app.chosen_engines import ChosenModel, ChosenSpeech
from salescoach.app.health import CheckResult, Engine, Engines
from salescoach.app.spent_today import spent_today
from salescoach.infra.config import Settings
from salescoach.infra.database import Database
from salescoach.infra.secrets import open_vault
from salescoach.kit.clock import Clock
from salescoach.rooms.settings.engine_api import engines_router
from salescoach.rooms.settings.engines import EngineService
from salescoach.rooms.settings.privacy import PrivacyService
from salescoach.rooms.settings.served import coach_of, speech_of
from salescoach.speech.registry import SpeechSettings
from salescoach.speech.transcriber import Transcriber


@dataclass(slots=True)
class EngineHouse:
    engines: EngineService
    privacy: PrivacyService
    speech: ChosenSpeech
    models: ChosenModel
    router: APIRouter
    warming: Again
    _check: SpeechCheck | None = None
    _checked: Transcriber | None = None

    async def at_work(self) -> Engines:
        """What the next call begins with."""
        known = await self.engines.in_force()
        speech, coach = speech_of(known), coach_of(known)
        return Engines(
            Engine(speech.engine, speech.leaves),
            Engine(coach.engine, coach.leaves),
            known.settings.speech_language,
            (await self.privacy.get()).keep_audio,
        )

    async def check_speech(self) -> CheckResult:
        transcriber = await self.speech.for_call()
        if self._check is None or self._checked is not transcriber:
            await self._drop_check()
            self._check, self._checked = SpeechCheck(transcriber), transcriber
        return await self._check()

    async def aclose(self) -> None:
        await self._drop_check()
        await self.models.aclose()
        await self.speech.aclose()

    async def _drop_check(self) -> None:
        check, self._check = self._check, None
        if check is not None:
            await check.aclose()


def engine_house(
    settings: Settings,
    database: Database,
    embedded: Transcriber,
    options: SpeechSettings,
    clock: Clock,
    idle: Callable[[], bool],
) -> EngineHouse:
    """``embedded`` stays whoever's it is. ``idle``: nobody uses an engine just now."""
    engines = EngineService(database, settings, clock, partial(open_vault, settings))
    privacy = PrivacyService(database, clock)
    name = embedded.capabilities.name
    speech = ChosenSpeech(engines.in_force, embedded, name, options, idle)
    spent = partial(spent_today, database, clock)
    models = ChosenModel(engines.in_force, privacy.get, spent, clock, idle)

    async def warm_up() -> None:
        transcriber = await speech.for_call()
        await asyncio.gather(transcriber.warm_up(), models.warm_up())

    warming = Again(warm_up)

    def changed() -> None:
        speech.look_again()
        warming.ask()

    engines.on_change = changed
    router = engines_router(engines, privacy, clock, speech.look_again, models.notes)
    return EngineHouse(engines, privacy, speech, models, router, warming)
