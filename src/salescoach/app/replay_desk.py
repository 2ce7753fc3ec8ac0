"""The desk a replay goes through: the one of a live call, with nothing kept unless asked for."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from salescoach.app.replay_source import Source
from salescoach.app.replay_speech import replay_transcriber
from salescoach.app.storage_house import open_storage
from salescoach.app.wiring import build_models
from salescoach.domain.playbook import Playbook
from salescoach.embedding.embedder import LocalEmbedder
from salescoach.infra.bus.bus import Bus
from salescoach.infra.bus.memory import MemoryBus
from salescoach.infra.config import Settings
from salescoach.infra.configuration import create_directories
from salescoach.infra.database import Database
from salescoach.kit.clock import SystemClock
from salescoach.pipeline.heads import load_heads
from salescoach.rooms.calls.log import EventLog, MemoryEventLog
from salescoach.rooms.calls.sql_log import SqlEventLog
from salescoach.rooms.live.desk import CallDesk
from salescoach.rooms.live.experts import Experts
from salescoach.rooms.live.opening import DeskOptions
from salescoach.rooms.live.rehearsal import OnePlaybook
from salescoach.rooms.playbook.service import PlaybookService
from salescoach.rooms.playbook.shelf import open_shelf
from salescoach.rooms.settings.privacy import PrivacyService


@asynccontextmanager
async def open_replay_desk(
    settings: Settings,
    source: Source,
    folder: Path,
    pace: float | None,
    save: bool,
    playbook: Playbook | None = None,
) -> AsyncIterator[CallDesk]:
    """``folder`` holds the spool while the replay runs. The engines are loaded before the first
    frame, as they are in a server that waits for calls. Whatever the call asks for, it gets
    ``playbook`` when there is one."""
    async with AsyncExitStack() as opening:
        bus = MemoryBus()
        opening.push_async_callback(bus.aclose)
        create_directories(settings)
        database = await open_storage(settings, opening)
        log = _log(database, bus, save, opening)
        embedder = LocalEmbedder(settings.cache_dir)
        opening.push_async_callback(embedder.aclose)
        privacy = PrivacyService(database, SystemClock())
        models = build_models(settings, (await privacy.get()).before_sending().masked)
        opening.push_async_callback(models.aclose)
        if playbook is None:
            kept = PlaybookService(database, open_shelf(settings.playbook), SystemClock())
            experts = Experts(kept, embedder, load_heads(embedder))
            await experts.warm_up()
        else:
            experts = Experts(OnePlaybook(playbook), embedder, load_heads(embedder))
        vocabulary = (await experts(None, None)).playbook.vocabulary
        whole = pace is None
        transcriber = await replay_transcriber(settings, source, vocabulary, whole=whole)
        opening.push_async_callback(transcriber.aclose)
        await asyncio.gather(transcriber.warm_up(), models.warm_up())
        yield CallDesk(
            log=log,
            bus=bus,
            transcriber=transcriber,
            experts=experts,
            clock=SystemClock(),
            options=DeskOptions(
                spool_dir=folder,
                mode=settings.coaching_mode,
                realtime=pace is not None and pace <= 1,
            ),
            models=models,
            privacy=privacy.get if save else None,
        )


def _log(database: Database, bus: Bus, save: bool, opening: AsyncExitStack) -> EventLog:
    if not save:
        return MemoryEventLog(bus)
    log = SqlEventLog(database, bus)
    opening.push_async_callback(log.aclose)
    return log
