"""The house as it is really built: what it opens, that it closes, what a call leaves behind."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from salescoach.app import wiring
from salescoach.app.background import Background
from salescoach.app.main import create_app
from salescoach.app.serve import Server, listen, server_config
from salescoach.app.wiring import House, build_house, build_transcriber, outline_house
from salescoach.infra.config import Settings
from salescoach.infra.config_problems import ConfigurationInvalid
from salescoach.infra.configuration import load_settings
from salescoach.kit.errors import SalesCoachError
from salescoach.rooms.calls.sql_log import SqlEventLog
from tests.app.edge import client_of
from tests.app.edge import house as misbehaving_house


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(
        None, data_dir=tmp_path / "data", speech_warm_workers=0, health_cache_seconds=0
    )


@pytest.mark.speech
async def test_a_house_is_built_asked_and_closed(settings: Settings) -> None:
    built = await build_house(settings)
    try:
        async with client_of(create_app(built)) as client:
            async with asyncio.timeout(30):
                # Each answer waits for the engine a while, so this is no busy loop.
                while (health := (await client.get("/api/health")).json())["status"] != "ok":
                    assert health["status"] == "degraded"
            assert set(health["checks"]) == {"database", "disk", "speech", "embedding"}
            assert (await client.get("/api/calls")).status_code == 200
            assert (await client.get("/api/toolkit")).status_code == 200
        assert "Opus" in {task.get_name() for task in asyncio.all_tasks()}
        # By however little: no timer is on time.
        assert (await built.observation.standing()).late_ms > 0
    finally:
        await built.aclose()
    await built.aclose()
    assert settings.database_file.is_file()


@asynccontextmanager
async def running(house: House) -> AsyncIterator[tuple[Server, str]]:
    """The real server, and the address of its socket."""
    sockets = listen("127.0.0.1", 0)
    ready = asyncio.Event()
    server = Server(server_config(house.settings, create_app(house)), ready.set)
    serving = asyncio.create_task(server.serve(sockets))
    async with asyncio.timeout(30):
        await ready.wait()
        try:
            yield server, f"ws://127.0.0.1:{sockets[0].getsockname()[1]}/api/v1/live"
        finally:
            server.should_exit = True
            await serving


async def closed_with(socket: ClientConnection) -> int:
    """Reads to the end; the code that the server closed with."""
    with suppress(ConnectionClosed):
        async for _ in socket:
            pass
    assert socket.close_code is not None
    return socket.close_code


@pytest.mark.speech
async def test_a_live_call_passes_the_edge(settings: Settings) -> None:
    headers = {"X-Request-ID": "trace-4711"}
    channels = [{"id": 0, "role": "salesperson"}]
    async with (
        running(await build_house(settings)) as (server, address),
        connect(address, additional_headers=headers) as socket,
    ):
        assert socket.response is not None
        assert socket.response.headers["X-Request-ID"] == "trace-4711"
        await socket.send(json.dumps({"type": "start_call", "channels": channels, "consent": True}))
        kinds = [json.loads(await socket.recv())["type"] for _ in range(3)]
        assert kinds == ["connection_established", "call_opened", "call_started"]
        server.should_exit = True
        assert await closed_with(socket) == 1012


async def test_a_message_beyond_the_limit_closes_the_socket(settings: Settings) -> None:
    async with (
        running(misbehaving_house(settings)) as (_, address),
        connect(address) as socket,
    ):
        await socket.send("x" * (settings.max_message_bytes + 1))
        assert await closed_with(socket) == 1009


def test_an_outline_opens_nothing(settings: Settings) -> None:
    outlined = outline_house(settings)
    assert create_app(outlined).openapi()["paths"]
    assert not settings.data_dir.exists()


async def test_a_house_that_cannot_be_built_gives_back_what_it_opened(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed: list[str] = []

    class Watched(SqlEventLog):
        async def aclose(self) -> None:
            closed.append("log")
            await super().aclose()

    monkeypatch.setattr(wiring, "SqlEventLog", Watched)
    with pytest.raises(ConfigurationInvalid, match="SPEECH_LANGUAGE"):
        await build_house(settings.model_copy(update={"speech_language": "de"}))
    assert closed == ["log"]


async def test_a_playbook_that_is_not_there_is_told(settings: Settings) -> None:
    with pytest.raises(SalesCoachError, match=r"nowhere\.yaml"):
        await build_house(settings.model_copy(update={"playbook": "nowhere.yaml"}))


async def test_a_language_the_engine_does_not_hear_is_told(settings: Settings) -> None:
    regional = build_transcriber(settings.model_copy(update={"speech_language": "en-GB"}))
    assert "en" in regional.capabilities.languages
    await regional.aclose()
    with pytest.raises(ConfigurationInvalid, match="a language that the local engine hears"):
        build_transcriber(settings.model_copy(update={"speech_language": "fr"}))


async def test_background_tasks_end_with_the_server_and_failures_are_told() -> None:
    from loguru import logger

    told: list[str] = []
    sink = logger.add(lambda message: told.append(message.record["message"]), level="ERROR")
    ended = asyncio.Event()

    async def forever() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    async def fail() -> None:
        raise OSError("no")

    background = Background()
    background.start(forever(), "forever")
    background.start(fail(), "failing")
    await asyncio.sleep(0)
    await background.aclose()
    await asyncio.sleep(0)
    logger.remove(sink)
    assert ended.is_set()
    assert told == ["Background task failing failed"]
