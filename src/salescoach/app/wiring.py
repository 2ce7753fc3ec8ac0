"""The only place that builds things.

`build_house` opens what the server needs, in order, and registers how each is given back; closing
the house closes them in the opposite order. A new part is a field of the house, a line here, and,
when it answers requests, a router.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from functools import partial

from fastapi import APIRouter
from loguru import logger

from salescoach.app.background import Again, Background
from salescoach.app.checks import database_check, disk_check, embedding_check
from salescoach.app.daily_backup import daily_backup
from salescoach.app.engine_house import EngineHouse, engine_house
from salescoach.app.errors import close_code
from salescoach.app.export_house import export_house
from salescoach.app.health import Check, Engine, Engines, EnginesNow, Health, health_router
from salescoach.app.import_house import import_house
from salescoach.app.learning_house import learning_house
from salescoach.app.observe.house import Observation, observe
from salescoach.app.observe.status_api import status_router
from salescoach.app.recordings_house import KeptSound, recordings_house
from salescoach.app.review_house import review_house
from salescoach.app.storage_house import open_storage
from salescoach.domain.playbook import Playbook
from salescoach.embedding.embedder import LocalEmbedder
from salescoach.embedding.polite import PoliteEmbedder
from salescoach.infra.bus.bus import Bus
from salescoach.infra.bus.memory import MemoryBus
from salescoach.infra.config import Settings
from salescoach.infra.config_problems import ConfigurationInvalid, Problem
from salescoach.infra.configuration import create_directories
from salescoach.infra.database import Database
from salescoach.infra.pulse import WAITS_REMEMBERED, Pulse
from salescoach.infra.secrets import open_vault
from salescoach.kit.clock import Clock, SystemClock
from salescoach.kit.errors import NotFound
from salescoach.kit.spare_time import SpareTime
from salescoach.llm.configured import ConfiguredShelf
from salescoach.llm.shelf import Mask
from salescoach.pipeline.early import EARLY_SHARE
from salescoach.pipeline.heads import load_heads
from salescoach.rooms.calls.api import calls_router
from salescoach.rooms.calls.log import EventLog
from salescoach.rooms.calls.service import CallService
from salescoach.rooms.calls.sql_log import SqlEventLog
from salescoach.rooms.live.api import live_router
from salescoach.rooms.live.compare_api import compare_router
from salescoach.rooms.live.comparisons import Comparisons
from salescoach.rooms.live.desk import CallDesk
from salescoach.rooms.live.experts import Experts
from salescoach.rooms.live.leftovers import Fate, FateOf
from salescoach.rooms.live.opening import DeskOptions
from salescoach.rooms.live.unpacker import load_opus
from salescoach.rooms.playbook.api import toolkit_router
from salescoach.rooms.playbook.editor_api import playbooks_router
from salescoach.rooms.playbook.service import PlaybookService
from salescoach.rooms.playbook.shelf import open_shelf
from salescoach.rooms.playbook.trial import Trial
from salescoach.rooms.settings.api import settings_router
from salescoach.rooms.settings.engine_api import engines_router
from salescoach.rooms.settings.engines import EngineService, languages_of
from salescoach.rooms.settings.privacy import PrivacyService
from salescoach.rooms.settings.service import CoachingService
from salescoach.rooms.settings.vendor_options import deepgram_options, model_settings
from salescoach.speech.registry import SpeechSettings, create_transcriber
from salescoach.speech.transcriber import Transcriber


@dataclass(frozen=True, slots=True)
class House:
    """What the edge needs of everything that was built. ``routers`` have paths without a prefix;
    ``open_parts`` holds what has to be closed. ``observation`` counts what goes on."""

    settings: Settings
    engines: EnginesNow
    checks: Mapping[str, Check]
    routers: tuple[APIRouter, ...]
    open_parts: AsyncExitStack
    observation: Observation = field(default_factory=Observation)

    async def aclose(self) -> None:
        """Closes every part, the last one built first. Closing twice is harmless."""
        await self.open_parts.aclose()


async def build_house(
    settings: Settings, *, transcriber: Transcriber | None = None, clock: Clock | None = None
) -> House:
    """``transcriber`` hears the calls instead of the engine that the settings name; whoever gives
    it may not use it any more.

    Raises ``SalesCoachError`` when something the server cannot do without is missing; whatever was
    opened is closed then."""
    clock = clock or SystemClock()
    create_directories(settings)
    async with AsyncExitStack() as opening:
        shelf = open_shelf(settings.playbook)

        observation = observe(settings, opening)
        database = await open_storage(settings, opening)
        bus = observation.watch(MemoryBus())
        opening.push_async_callback(bus.aclose)
        playbooks = PlaybookService(database, shelf, clock)
        await playbooks.check()
        log = SqlEventLog(database, bus, clock=clock)
        opening.push_async_callback(log.aclose)
        sound = KeptSound(settings)
        opening.push_async_callback(sound.aclose)
        calls = CallService(database, on_delete=sound.delete)
        interrupted = await calls.mark_interrupted()
        if interrupted:
            logger.warning("Calls cut off when the server stopped: {}", len(interrupted))

        embedder = LocalEmbedder(settings.cache_dir)
        opening.push_async_callback(embedder.aclose)
        transcriber = transcriber or embedded_transcriber(settings)
        opening.push_async_callback(transcriber.aclose)
        heads = load_heads(embedder)
        coaching = CoachingService(database, calls, playbooks, clock, settings.coaching_mode)
        spare = SpareTime(EARLY_SHARE, clock)
        experts = Experts(playbooks, embedder, heads, coaching.for_call, spare)
        engines = engine_house(
            settings,
            database,
            transcriber,
            speech_settings(settings),
            clock,
            idle=lambda: desk.live_calls == 0 and not reviews.refiner.at_work,
        )
        opening.push_async_callback(engines.aclose)

        pulse = Pulse(clock)
        reading = Pulse(clock, turn=embedder.take_turn, remembered=WAITS_REMEMBERED)
        demo = playbooks.demo
        late = pulse.late_ms, reading.late_ms
        desk = build_desk(settings, log, bus, transcriber, experts, demo, engines, clock, late)
        calls.end_left = desk.end_left
        await desk.take_over(interrupted, fate_of(calls))
        opening.push_async_callback(desk.drain)

        polite = PoliteEmbedder(embedder, lambda: desk.talking)
        learn = Experts(playbooks, polite, load_heads(polite), coaching.for_call).learn
        comparisons = Comparisons(playbooks, calls, learn)
        opening.push_async_callback(comparisons.aclose)

        reviews = review_house(
            database, calls, playbooks, lambda: desk.talking, engines.models, learn
        )
        imports = import_house(
            settings,
            database,
            calls,
            clock,
            talking=lambda: desk.talking,
            wake_reviews=reviews.worker.wake,
        )
        learning = learning_house(
            database,
            calls,
            playbooks,
            experts.learn,
            transcriber,
            lambda: desk.talking,
            erase_imports=imports.service.erase,
            waiting_imports=imports.service.waiting,
        )

        def reviewed() -> None:
            learning.counter.wake()
            imports.queue.wake()

        reviews.worker.on_reviewed = reviewed
        exports = export_house(settings, database, calls)

        sound.beside_calls = lambda: desk.talking
        recordings = recordings_house(database, sound, calls, clock)

        # Loading goes on while the page is opened already; a call that comes sooner waits for it.
        background = Background()
        opening.push_async_callback(background.aclose)
        engines.warming.ask()
        background.start(engines.warming.run(), "engine warm-up")
        warming = Again(experts.warm_up)
        playbooks.on_saved = warming.ask
        warming.ask()
        background.start(warming.run(), "playbook warm-up")
        background.start(desk.run_sweeper(), "sweeper")
        background.start(pulse.run(), "pulse")
        background.start(reading.run(), "pulse of the reader")
        background.start(load_opus(), "Opus")
        reviews.start(background)
        backups = daily_backup(settings, desk, log)
        background.start(backups.run(), "backups")
        observation.attend(desk, log, reviews.worker.by_state, backups)
        background.start(learning.counter.run(), "insights")
        recordings.start(background)
        exports.start(background)
        imports.start(background)

        return House(
            settings=settings,
            engines=engines.at_work,
            checks={
                "database": database_check(database),
                "disk": disk_check(settings.data_dir),
                "speech": engines.check_speech,
                "embedding": embedding_check(embedder),
            },
            routers=(
                toolkit_router(playbooks),
                playbooks_router(playbooks, Trial(experts.learn, coaching.for_call)),
                compare_router(comparisons),
                calls_router(calls),
                reviews.router,
                *exports.routers,
                *learning.routers,
                recordings.router,
                imports.router,
                settings_router(coaching),
                engines.router,
                live_router(desk, outbox_limit=settings.outbox_limit, close_code=close_code),
            ),
            open_parts=opening.pop_all(),
            observation=observation,
        )
    raise AssertionError("unreachable")


def build_desk(
    settings: Settings,
    log: EventLog,
    bus: Bus,
    transcriber: Transcriber,
    experts: Experts,
    demo: Playbook,
    engines: EngineHouse,
    clock: Clock,
    late: tuple[Callable[[], float], Callable[[], float]],
) -> CallDesk:
    """``late``: by how many milliseconds the event loop and the reader of sentences are."""
    return CallDesk(
        log=log,
        bus=bus,
        transcriber=transcriber,
        experts=experts,
        clock=clock,
        options=DeskOptions(
            spool_dir=settings.spool_dir,
            mode=settings.coaching_mode,
            idle_timeout_s=settings.session_timeout_minutes * 60,
            demo_playbook=(demo.id, demo.version),
            max_call_s=settings.max_call_minutes * 60,
            max_occupying=settings.speech_calls or max(2, os.cpu_count() or 1),
        ),
        models=engines.models,
        speech=engines.speech,
        privacy=engines.privacy.get,
        lateness_ms=late[0],
        reading_ms=late[1],
    )


def build_models(settings: Settings, mask: Mask | None = None) -> ConfiguredShelf:
    """The model that COACH_ENGINE names, made when it is first asked for. ``mask`` is for what it
    is given."""
    return ConfiguredShelf(
        settings.coach_engine,
        model_settings(settings),
        SystemClock(),
        mask=mask,
        context_tokens=settings.max_context_tokens,
    )


def fate_of(calls: CallService) -> FateOf:
    """Audio is kept while somebody may come back to its call, and with consent to a recording."""

    async def fate(call_id: str) -> Fate:
        try:
            call = await calls.get(call_id)
        except NotFound:
            return "over"
        if call.status != "ended":
            return "open"
        return "recorded" if call.record_audio else "over"

    return fate


def outline_house(settings: Settings) -> House:
    """A house that only describes its interfaces: nothing in it is opened or can be asked."""
    database = Database("sqlite+aiosqlite://")
    calls = CallService(database)
    playbooks = PlaybookService(database, open_shelf(), SystemClock())
    learn = Experts(playbooks, LocalEmbedder()).learn
    clock = SystemClock()
    engines = EngineService(database, settings, clock, partial(open_vault, settings))
    reviews = review_house(database, calls, playbooks)
    return House(
        settings=settings,
        engines=_embedded_only,
        checks={},
        routers=(
            toolkit_router(playbooks),
            playbooks_router(playbooks, Trial(learn)),
            compare_router(Comparisons(playbooks, calls, learn)),
            calls_router(calls),
            reviews.router,
            *export_house(settings, database, calls).routers,
            *learning_house(database, calls, playbooks, learn).routers,
            recordings_house(database, KeptSound(settings), calls, clock).router,
            import_house(settings, database, calls, clock).router,
            settings_router(CoachingService(database, calls, playbooks, clock)),
            engines_router(engines, PrivacyService(database, clock), clock),
        ),
        open_parts=AsyncExitStack(),
    )


async def _embedded_only() -> Engines:
    local = Engine("local", network=False)
    return Engines(speech=local, coach=local)


def all_routers(house: House) -> tuple[APIRouter, ...]:
    health = Health(house.checks, cache_s=house.settings.health_cache_seconds)
    status = house.observation.status(house.settings, health, house.engines)
    return (
        health_router(house.settings, health, house.engines),
        status_router(status),
        *house.routers,
    )


def build_transcriber(settings: Settings) -> Transcriber:
    """The engine that STT_ENGINE names. Raises ``SpeechError`` when this machine has none, and
    ``ConfigurationInvalid`` when it does not hear SPEECH_LANGUAGE."""
    transcriber = create_transcriber(settings.stt_engine, speech_settings(settings))
    check_language(settings, transcriber.capabilities.languages)
    return transcriber


def embedded_transcriber(settings: Settings) -> Transcriber:
    """What hears a call when no service is chosen, and behind one. Raises as
    ``build_transcriber``."""
    if settings.stt_engine != "deepgram":
        return build_transcriber(settings)
    check_language(settings, languages_of(settings))
    local = {"stt_engine": "local", "speech_language": "en"}
    return build_transcriber(settings.model_copy(update=local))


def speech_settings(settings: Settings) -> SpeechSettings:
    return SpeechSettings(
        update_interval_ms=settings.speech_update_interval_ms,
        economy_interval_ms=settings.speech_economy_interval_ms,
        warm_workers=settings.speech_warm_workers,
        script=settings.scripted_transcript,
        deepgram=deepgram_options(settings),
    )


def check_language(settings: Settings, heard: Sequence[str]) -> None:
    """Raises ``ConfigurationInvalid`` when SPEECH_LANGUAGE is not among those that are heard."""
    if settings.speech_language.partition("-")[0] in {each.partition("-")[0] for each in heard}:
        return
    raise ConfigurationInvalid(
        (
            Problem(
                "SPEECH_LANGUAGE",
                settings.speech_language,
                f"must be a language that the {settings.stt_engine} engine hears",
                f"use one of {', '.join(heard)}",
                "configuration",
            ),
        )
    )
