"""The doctor on what was chosen in the page."""

import asyncio
from functools import partial
from pathlib import Path

import pytest
from pydantic import SecretStr

from salescoach.app.doctor_choices import choices
from salescoach.infra.config import Settings
from salescoach.infra.configuration import load_settings
from salescoach.infra.database import Database, migrate
from salescoach.infra.secrets import KEPT_IN, open_vault
from salescoach.kit.clock import SystemClock
from salescoach.rooms.settings.engines import EngineService
from tests.rooms.settings.chosen import CLAUDE_KEY


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    for name in ("STT_ENGINE", "COACH_ENGINE", "DATABASE_URL", "ANTHROPIC_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    return load_settings(None, data_dir=tmp_path)


async def choose(settings: Settings) -> None:
    await migrate(settings.database_url)
    database = Database(settings.database_url)
    engines = EngineService(database, settings, SystemClock(), partial(open_vault, settings))
    await engines.change({"stt_engine": "deepgram", "coach_engine": "claude"})
    await engines.put_key("claude", SecretStr(CLAUDE_KEY))
    await database.aclose()


def test_without_a_database_nothing_was_chosen(settings: Settings) -> None:
    assert list(choices(settings)) == []
    assert list(settings.data_dir.iterdir()) == []


def test_what_serves_what_lacks_and_which_keys_open(settings: Settings) -> None:
    asyncio.run(choose(settings))
    told = [str(finding) for finding in choices(settings)]
    assert told == [
        "warn  speech: deepgram is chosen, but it has no key; the embedded engine serves"
        " -> open Settings in the page",
        "ok    coach: claude, chosen in the page",
        "ok    key of claude: stored in the page, can be opened",
    ]
    (settings.data_dir / KEPT_IN).unlink()
    lost = [finding for finding in choices(settings) if finding.name == "key of claude"]
    assert lost[0].verdict == "warn"
    assert "enter the keys" in lost[0].mend
    assert not (settings.data_dir / KEPT_IN).exists()
