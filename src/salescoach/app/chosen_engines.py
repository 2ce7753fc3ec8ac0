"""The engines that the settings name, for the call that begins next.

An engine is made when a call first needs it and kept while the choice stands. One that is no longer
chosen may still hear a call: it is given back once none is live.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

from loguru import logger

from salescoach.domain.privacy import Privacy
from salescoach.infra.config import Settings
from salescoach.infra.database import StorageTrouble
from salescoach.kit.clock import Clock
from salescoach.llm.budget import Ledger
from salescoach.llm.failure import GuardedModel
from salescoach.llm.registry import ModelSettings, ModelUnset, create_model
from salescoach.llm.shelf import LiveModel
from salescoach.rooms.settings.engines import InForce
from salescoach.rooms.settings.vendor_options import deepgram_options, model_settings
from salescoach.speech.engines.fallback import FallbackTranscriber
from salescoach.speech.errors import SpeechError
from salescoach.speech.registry import SpeechSettings, create_transcriber
from salescoach.speech.transcriber import Transcriber

Known = Callable[[], Awaitable[InForce]]
ForCall = Callable[[], Awaitable[Privacy]]
Spent = Callable[[], Awaitable[Ledger]]
Idle = Callable[[], bool]


class ChosenSpeech:
    """Keeps ``SpeechShelf``. ``embedded`` serves whenever nothing else does, and behind a service;
    whoever built it closes it."""

    def __init__(
        self, known: Known, embedded: Transcriber, engine: str, options: SpeechSettings, idle: Idle
    ) -> None:
        """``engine`` is what ``embedded`` is, by its name in the settings."""
        self._known = known
        self._embedded = embedded
        self._engine = engine
        self._options = options
        self._idle = idle
        self._made: tuple[SpeechSettings, Transcriber] | None = None
        self._retired: list[Transcriber] = []
        self._making = asyncio.Lock()

    async def for_call(self) -> Transcriber:
        """Never raises: a call begins with the embedded engine when the chosen one cannot be
        made."""
        async with self._making:
            await self._give_back()
            try:
                settings = (await self._known()).settings
                return await self._wanted(settings)
            except (SpeechError, StorageTrouble) as error:
                logger.error("The embedded speech engine serves: {}", error.message)
                return self._embedded

    def look_again(self) -> None:
        """What kept the chosen service from serving may be mended: do not wait to see."""
        if self._made is not None and isinstance(self._made[1], FallbackTranscriber):
            self._made[1].look_again()

    async def aclose(self) -> None:
        self._retire()
        for each in self._retired:
            await each.aclose()

    async def _wanted(self, settings: Settings) -> Transcriber:
        if settings.stt_engine == self._engine:
            self._retire()
            return self._embedded
        options = replace(
            self._options, deepgram=deepgram_options(settings), standby=self._embedded
        )
        if self._made is None or self._made[0] != options:
            self._retire()
            # The first one loads the vendor's library, which takes seconds.
            made = await asyncio.to_thread(create_transcriber, settings.stt_engine, options)
            self._made = (options, made)
        return self._made[1]

    def _retire(self) -> None:
        if self._made is not None:
            self._retired.append(self._made[1])
            self._made = None

    async def _give_back(self) -> None:
        while self._retired and self._idle():
            await self._retired.pop().aclose()


class ChosenModel:
    """Keeps ``ModelShelf``. All models book to one account; ``spent`` is what was spent today
    before the first."""

    def __init__(
        self, known: Known, privacy: ForCall, spent: Spent, clock: Clock, idle: Idle
    ) -> None:
        self._known = known
        self._privacy = privacy
        self._spent = spent
        self._clock = clock
        self._idle = idle
        self._made: tuple[str, ModelSettings, GuardedModel] | None = None
        self._retired: list[GuardedModel] = []
        self._making = asyncio.Lock()

    async def for_call(self) -> LiveModel | None:
        async with self._making:
            await self._give_back()
            try:
                settings = (await self._known()).settings
                mask = (await self._privacy()).before_sending().masked
                if settings.coach_engine == "local":
                    return None
                guarded = await self._wanted(settings)
            except (ModelUnset, StorageTrouble) as error:
                logger.error("The embedded coach advises alone: {}", error.message)
                return None
        return LiveModel(guarded, mask, settings.max_context_tokens)

    def notes(self, known: InForce) -> tuple[str, ...]:
        """What is to be known of the model that ``known`` names, once it was asked."""
        settings = known.settings
        if self._made is None or self._made[:2] != (
            settings.coach_engine,
            model_settings(settings),
        ):
            return ()
        return self._made[2].standing.notes

    async def warm_up(self) -> None:
        """Loads the vendor's library, which takes seconds."""
        await self.for_call()

    async def aclose(self) -> None:
        models = [*self._retired, *([self._made[2]] if self._made is not None else [])]
        for each in models:
            await each.aclose()

    async def _wanted(self, settings: Settings) -> GuardedModel:
        options = model_settings(settings)
        engine = settings.coach_engine
        if self._made is not None and self._made[:2] == (engine, options):
            return self._made[2]
        before = self._made[2] if self._made is not None else None
        # Calls that go on with the model before count on the same day.
        spent = before.budget.account if before is not None else await self._spent()
        made = await asyncio.to_thread(create_model, engine, options, self._clock, spent)
        if before is not None:
            self._retired.append(before)
        self._made = (engine, options, made)
        return made

    async def _give_back(self) -> None:
        while self._retired and self._idle():
            await self._retired.pop().aclose()
