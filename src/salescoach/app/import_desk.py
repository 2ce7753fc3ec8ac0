"""The desk that an imported file goes through: the one of a live call, with the engines and the
coaching that the workspace chose, in a process of its own."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path

from salescoach.app.replay_source import Source
from salescoach.app.replay_speech import replay_transcriber
from salescoach.embedding.embedder import LocalEmbedder
from salescoach.infra.bus.memory import MemoryBus
from salescoach.infra.config import Settings
from salescoach.infra.database import Database
from salescoach.infra.secrets import open_vault
from salescoach.kit.clock import SystemClock
from salescoach.pipeline.heads import load_heads
from salescoach.rooms.calls.service import CallService
from salescoach.rooms.imports.journal import JournalLog
from salescoach.rooms.live.desk import CallDesk
from salescoach.rooms.live.experts import Experts
from salescoach.rooms.live.opening import DeskOptions
from salescoach.rooms.playbook.service import PlaybookService
from salescoach.rooms.playbook.shelf import open_shelf
from salescoach.rooms.settings.engines import EngineService
from salescoach.rooms.settings.privacy import PrivacyService
from salescoach.rooms.settings.service import CoachingService


@asynccontextmanager
async def open_import_desk(
    settings: Settings, source: Source, spool: Path, journal: Path, playbook_id: str | None
) -> AsyncIterator[tuple[CallDesk, JournalLog, bool]]:
    """With its log, and whether the sound of calls is kept at all. Reads the database and writes
    nothing to it. Raises ``NotFound`` (``playbook_not_found``)."""
    clock = SystemClock()
    async with AsyncExitStack() as opening:
        bus = MemoryBus()
        opening.push_async_callback(bus.aclose)
        log = JournalLog(bus, opening.enter_context(journal.open("wb")))
        database = Database(settings.database_url)
        opening.push_async_callback(database.aclose)
        embedder = LocalEmbedder(settings.cache_dir)
        opening.push_async_callback(embedder.aclose)
        playbooks = PlaybookService(database, open_shelf(settings.playbook), clock)
        coaching = CoachingService(
            database, CallService(database), playbooks, clock, settings.coaching_mode
        )
        experts = Experts(playbooks, embedder, load_heads(embedder), coaching.for_call)
        vocabulary = (await experts(playbook_id, None)).playbook.vocabulary
        engines = EngineService(database, settings, clock, partial(open_vault, settings))
        chosen = (await engines.in_force()).settings
        # There is no next call that a spare worker could wait for.
        alone = chosen.model_copy(update={"speech_warm_workers": 0})
        transcriber = await replay_transcriber(alone, source, vocabulary, whole=True)
        opening.push_async_callback(transcriber.aclose)
        privacy = PrivacyService(database, clock)
        desk = CallDesk(
            log=log,
            bus=bus,
            transcriber=transcriber,
            experts=experts,
            clock=clock,
            options=DeskOptions(spool_dir=spool, mode=settings.coaching_mode, realtime=False),
            privacy=privacy.get,
        )
        yield desk, log, (await privacy.get()).keep_audio
