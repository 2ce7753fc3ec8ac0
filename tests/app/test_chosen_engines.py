"""What is changed in the settings serves the next call, without a restart."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from pydantic import SecretStr

from salescoach.app.engine_house import EngineHouse, engine_house
from salescoach.infra.bus.memory import MemoryBus
from salescoach.infra.config import Settings
from salescoach.infra.configuration import load_settings
from salescoach.infra.database import Database, migrate
from salescoach.kit.clock import ManualClock
from salescoach.kit.masking import Kind
from salescoach.llm.model import Usage
from salescoach.rooms.calls.sql_log import SqlEventLog
from salescoach.rooms.live.opening import OpenCall
from salescoach.speech.engines.fallback import FallbackTranscriber
from salescoach.speech.engines.scripted import ScriptedTranscriber, ScriptLine
from salescoach.speech.errors import SpeechError
from salescoach.speech.registry import SpeechSettings
from salescoach.speech.transcriber import Capabilities, TranscribeOptions
from tests.llm.cards import CARD, LIVE, read
from tests.llm.vendor import recorded, refusal, serving
from tests.rooms.calls.events import started
from tests.rooms.calls.test_spending import USED
from tests.rooms.live.place import ONE, desk_of, until
from tests.rooms.settings.chosen import CLAUDE_KEY, SECRET
from tests.speech.engines.deepgram_service import KEY as DEEPGRAM_KEY
from tests.speech.engines.deepgram_service import Service


class Embedded(ScriptedTranscriber):
    """A script under the name of the embedded engine."""

    capabilities = Capabilities("local", None, True, False, ("en",), network=False)

    def __init__(self) -> None:
        super().__init__((ScriptLine(0, 0, 500, "hello"),))
        self.closed = False

    async def aclose(self) -> None:
        self.closed = True


class Place:
    def __init__(self, settings: Settings, database: Database) -> None:
        self.embedded = Embedded()
        self.live = 0
        self.database = database
        self.engines: EngineHouse = engine_house(
            settings,
            database,
            self.embedded,
            SpeechSettings(),
            ManualClock(),
            lambda: not self.live,
        )


@asynccontextmanager
async def place(folder: Path, **overrides: object) -> AsyncIterator[Place]:
    url = f"sqlite:///{folder / 'coach.db'}"
    await migrate(url)
    database = Database(url)
    given = {"data_dir": folder, "secret_key": SECRET, **overrides}
    opened = Place(load_settings(None, **given), database)
    try:
        yield opened
    finally:
        await opened.engines.aclose()
        await database.aclose()


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("STT_ENGINE", "COACH_ENGINE", "DEEPGRAM_API_KEY", "ANTHROPIC_API_KEY"):
        monkeypatch.delenv(name, raising=False)


async def test_the_next_call_has_the_engine_that_was_chosen_meanwhile(tmp_path: Path) -> None:
    async with Service() as service, place(tmp_path, deepgram_base_url=service.url) as here:
        engines = here.engines
        before = await engines.speech.for_call()
        assert before is here.embedded
        assert not (await engines.at_work()).speech.network

        await engines.engines.put_key("deepgram", SecretStr(DEEPGRAM_KEY))
        await engines.engines.change({"stt_engine": "deepgram"})
        chosen = await engines.speech.for_call()
        assert isinstance(chosen, FallbackTranscriber)
        assert chosen.capabilities.name == "deepgram"
        assert await engines.speech.for_call() is chosen
        assert (await engines.at_work()).speech.name == "deepgram"

        await engines.engines.change({"speech_language": "de"})
        other = await engines.speech.for_call()
        assert other is not chosen

        await engines.engines.change({"stt_engine": "local", "speech_language": None})
        assert await engines.speech.for_call() is here.embedded
    assert not here.embedded.closed


@pytest.mark.parametrize("by", ["key", "test"])
async def test_a_key_entered_again_or_a_passing_test_has_the_service_looked_at_at_once(
    tmp_path: Path, by: str
) -> None:
    async with Service() as service, place(tmp_path, deepgram_base_url=service.url) as here:
        engines = here.engines
        await engines.engines.put_key("deepgram", SecretStr(DEEPGRAM_KEY))
        await engines.engines.change({"stt_engine": "deepgram"})
        chosen = await engines.speech.for_call()
        assert isinstance(chosen, FallbackTranscriber)
        chosen.note_failure(SpeechError("no", code="deepgram_not_found", retryable=False))
        if by == "key":
            await engines.engines.put_key("deepgram", SecretStr(DEEPGRAM_KEY))
        else:
            app = FastAPI()
            app.include_router(engines.router)
            async with AsyncClient(transport=ASGITransport(app), base_url="http://x") as client:
                tried = await client.post("/settings/engines/deepgram/try")
            assert tried.json()["outcome"] == "works"
        await until(lambda: chosen.away is None)
        assert await engines.speech.for_call() is chosen


async def test_an_engine_that_still_hears_a_call_is_kept_until_none_is_live(
    tmp_path: Path,
) -> None:
    async with Service() as service, place(tmp_path, deepgram_base_url=service.url) as here:
        engines = here.engines
        await engines.engines.put_key("deepgram", SecretStr(DEEPGRAM_KEY))
        await engines.engines.change({"stt_engine": "deepgram"})
        old = await engines.speech.for_call()
        assert isinstance(old, FallbackTranscriber)
        here.live = 1
        await engines.engines.change({"stt_engine": "local"})
        await engines.speech.for_call()
        await (await old.open(TranscribeOptions(ONE))).aclose()
        assert old.away is None
        here.live = 0
        await engines.speech.for_call()
        await (await old.open(TranscribeOptions(ONE))).aclose()
        assert old.away is not None, "it was given back, so only the embedded engine is left"


async def test_a_model_serves_the_next_call_and_the_day_s_spending_goes_on(tmp_path: Path) -> None:
    async with place(tmp_path) as here:
        engines = here.engines
        assert await engines.models.for_call() is None
        await engines.engines.change({"coach_engine": "claude", "max_context_tokens": 9_000})
        assert await engines.models.for_call() is None, "without a key the embedded coach advises"
        assert not (await engines.at_work()).coach.network

        await engines.engines.put_key("claude", SecretStr(CLAUDE_KEY))
        model = await engines.models.for_call()
        assert model is not None
        assert (model.source.value, model.context_tokens) == ("claude", 9_000)
        assert (await engines.at_work()).coach.network
        model.guarded.budget.book("c1", Usage(10, output=5), 0.25)

        await engines.engines.change({"claude_model": "claude-haiku-4-5"})
        other = await engines.models.for_call()
        assert other is not None
        assert other.guarded is not model.guarded
        assert other.guarded.budget.ledger.today.usd == 0.25
        model.guarded.budget.book("c1", Usage(10, output=5), 0.5)
        other.guarded.budget.book("c2", Usage(10, output=5), 1.0)
        for each in (model, other):
            assert each.guarded.budget.ledger.today.usd == 1.75
        assert other.guarded.budget.spent_on("c1").usd == 0.75

        await engines.engines.change({"coach_engine": "local"})
        assert await engines.models.for_call() is None


async def test_what_is_sent_to_a_model_is_masked_as_it_is_chosen_now(tmp_path: Path) -> None:
    async with place(tmp_path) as here:
        engines = here.engines
        await engines.engines.put_key("claude", SecretStr(CLAUDE_KEY))
        await engines.engines.change({"coach_engine": "claude"})
        first = await engines.models.for_call()
        await engines.privacy.put({Kind.EMAIL: "left"}, ("falcon",), keep_audio=True)
        then = await engines.models.for_call()
    assert first is not None
    assert then is not None
    assert first.guarded is then.guarded
    said = "Falcon, a@b.io, 4111 1111 1111 1111"
    assert first.mask(said) == "Falcon, [e-mail address], [card number]"
    assert then.mask(said) == "[withheld], a@b.io, [card number]"


async def test_a_call_begins_with_what_is_chosen(tmp_path: Path) -> None:
    async with place(tmp_path) as here:
        engines = here.engines
        desk = desk_of(tmp_path, here.embedded)
        desk.speech, desk.models = engines.speech, engines.models
        desk.privacy = engines.privacy.get
        asked = OpenCall(ONE, consent=True, record_audio=True)
        kept = await desk.open(asked)
        await engines.privacy.put({}, (), keep_audio=False)
        not_kept = await desk.open(asked)
        assert [each.call.records_audio for each in (kept, not_kept)] == [True, False]
        started = not_kept.call.session.state.started
        assert started is not None
        assert (started.stt_engine, started.coach_engine) == ("local", "local")
        await desk.drain()


async def test_the_health_of_speech_is_that_of_the_chosen_engine(tmp_path: Path) -> None:
    async with Service() as service, place(tmp_path, deepgram_base_url=service.url) as here:
        engines = here.engines
        assert (await engines.check_speech()).status == "ok"
        await engines.engines.put_key("deepgram", SecretStr(DEEPGRAM_KEY[::-1]))
        await engines.engines.change({"stt_engine": "deepgram"})
        checked = await engines.check_speech()
        assert checked.status == "degraded"
        assert "key" in checked.detail


async def test_a_restart_gives_nobody_a_second_budget(tmp_path: Path) -> None:
    overrides = {"coach_engine": "claude", "anthropic_api_key": CLAUDE_KEY, "day_budget_usd": 1.0}
    async with place(tmp_path, **overrides) as here:
        log = SqlEventLog(here.database, MemoryBus())
        day = ManualClock().utc().isoformat()
        await log.open_call(started("01spent", at=day), "hash")
        log.append(replace(USED, call_id="01spent", usd=1.5))
        await log.drain()
        await log.aclose()
        model = await here.engines.models.for_call()
        assert model is not None
        spent = model.guarded.budget.exhausted("another call")
        assert spent is not None
        assert (spent.scope, spent.spent_usd) == ("day", 1.5)


async def test_a_key_that_was_replaced_is_the_one_the_next_call_sends(tmp_path: Path) -> None:
    async with (
        serving(recorded("claude/card")) as vendor,
        place(tmp_path, anthropic_base_url=vendor.url) as here,
    ):
        engines = here.engines
        await engines.engines.change({"coach_engine": "claude"})
        for key in (CLAUDE_KEY, CLAUDE_KEY.replace("api03", "api04")):
            await engines.engines.put_key("claude", SecretStr(key))
            model = await engines.models.for_call()
            assert model is not None
            _, answer = await read(model.guarded.stream(LIVE))
            assert answer.value == CARD
            assert key in " ".join(vendor.received[-1].headers.values())
        assert len(vendor.received) == 2


async def test_a_model_that_is_gone_is_told_where_the_engine_is_chosen(tmp_path: Path) -> None:
    async with (
        serving(refusal("claude/404"), recorded("claude/card")) as vendor,
        place(
            tmp_path,
            coach_engine="claude",
            anthropic_api_key=CLAUDE_KEY,
            anthropic_base_url=vendor.url,
            claude_model="claude-of-old",
        ) as here,
    ):
        app = FastAPI()
        app.include_router(here.engines.router)
        async with AsyncClient(transport=ASGITransport(app), base_url="http://t") as page:

            async def notes() -> list[str]:
                body = (await page.get("/settings/engines")).json()
                return [*body["speech"]["notes"], *body["coach"]["notes"]]

            model = await here.engines.models.for_call()
            assert model is not None
            assert await notes() == []
            await read(model.guarded.stream(LIVE))
            (note,) = await notes()
            asked = vendor.received[-1].body["model"]
            assert note == f"Claude no longer has claude-of-old. {asked} answers in its place."
            # Of another choice it says nothing.
            await here.engines.engines.change({"first_words_ms": 3_000})
            assert await notes() == []
