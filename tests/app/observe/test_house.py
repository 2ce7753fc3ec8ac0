"""The figures and the status of a house, and health in its three forms."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from salescoach.app.health import CheckResult
from salescoach.app.main import create_app
from salescoach.app.observe.house import Observation
from salescoach.app.observe.state_figures import Standing, StateFigures
from salescoach.app.observe.status_api import disk_of
from salescoach.infra.backup.shelf import place_for
from salescoach.infra.bus.memory import MemoryBus
from salescoach.infra.bus.watched import WatchedBus
from salescoach.infra.configuration import create_directories, load_settings
from salescoach.infra.database import newest_revision
from tests.app.edge import client_of, edge, house
from tests.app.observe.golden import golden_call
from tests.app.observe.test_call_figures import counted
from tests.infra.backup.workspace import NOON

AHEAD = datetime.now(UTC) + timedelta(days=1000)
"""A clock that was wrong."""

STANDING = Standing(
    live_calls=2,
    worst_lag_ms=1500,
    waiting_events=3,
    storage_trouble="disk_full",
    reviews={"pending": 4},
)


async def standing() -> Standing:
    return STANDING


async def test_the_state_is_read_when_it_is_asked_for(tmp_path: Path) -> None:
    settings = load_settings(None, data_dir=tmp_path / "data")
    create_directories(settings)
    place_for(settings.backups_dir, "daily", NOON).write_bytes(b"zip")
    place_for(settings.backups_dir, "daily", AHEAD).write_bytes(b"later")
    made = house(settings)
    made.observation.stand = standing
    latest = made.observation
    made.observation.metrics.add(StateFigures(lambda: latest.latest, disk_of(settings)))
    async with client_of(create_app(made)) as client:
        answer = await client.get("/metrics")
        assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
        assert (await client.get("/api/metrics")).status_code == 404
    found = counted(made.observation.metrics)
    assert found["salescoach_calls_live{}"] == 2
    assert found["salescoach_audio_lag_seconds{}"] == 1.5
    assert found["salescoach_storage_trouble{}"] == 1
    assert found["salescoach_events_waiting{}"] == 3
    assert found["salescoach_reviews{pending}"] == 4
    assert found["salescoach_reviews{failed}"] == 0
    assert found["salescoach_backup_time_seconds{}"] == NOON.timestamp()
    assert found["salescoach_disk_free_bytes{}"] > 0


async def test_the_status_tells_what_somebody_wants_to_know(tmp_path: Path) -> None:
    async def little_room() -> CheckResult:
        return CheckResult("degraded", "0.4 GB free")

    settings = load_settings(None, data_dir=tmp_path / "data", backup_keep=3)
    create_directories(settings)
    made = house(settings, {"disk": little_room})
    made.observation.stand = standing
    made.observation.backup_failed = lambda: "disk_full"
    async with client_of(create_app(made)) as client:
        told = (await client.get("/api/v1/status")).json()
        place_for(settings.backups_dir, "daily", NOON).write_bytes(b"zip")
        place_for(settings.backups_dir, "daily", AHEAD).write_bytes(b"later")
        later = (await client.get("/api/v1/status")).json()
    assert told["calls"] == {"live": 2, "worst_lag_ms": 1500, "reviews": {"pending": 4}}
    assert told["storage"]["revision"] == newest_revision()
    assert told["storage"]["trouble"] == "disk_full"
    assert told["checks"]["disk"]["detail"] == "0.4 GB free"
    assert told["engines"]["speech"]["name"] == "local"
    nothing = {"every_hours": 24, "keep": 3, "made_at": None, "bytes": None, "failed": "disk_full"}
    assert told["backup"] == nothing
    assert (later["backup"]["made_at"], later["backup"]["bytes"]) == ("2026-03-01T12:00:00Z", 3)


async def test_watchers_see_what_the_page_sees_and_stop_nothing() -> None:
    seen: list[str] = []

    def failing(_: object) -> None:
        raise LookupError

    bus = WatchedBus(MemoryBus(), [failing, lambda event: seen.append(event.type)])
    events = [event for event in golden_call() if event.seq is not None][:3]
    async with bus.subscribe("call:c1") as shown:
        for event in events:
            bus.publish("call:c1", event)
        await bus.aclose()
        assert [event.type async for event in shown] == seen
    assert len(seen) == 3


async def test_an_observation_of_nothing_has_figures() -> None:
    assert await Observation().standing() == Standing()


async def test_alive_ready_and_healthy_are_three_things() -> None:
    async def down() -> CheckResult:
        return CheckResult("down")

    async with edge(checks={"speech": down}) as client:
        assert (await client.get("/api/health")).status_code == 503
        assert (await client.get("/api/health/ready")).status_code == 200
        assert (await client.get("/api/v1/health/live")).json() == {"status": "ok"}
    async with edge(checks={"database": down}) as client:
        answer = await client.get("/api/health/ready")
        assert (answer.status_code, answer.json()) == (503, {"status": "down"})
        assert (await client.get("/api/health/live")).status_code == 200
