"""Settings services over a database of their own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from salescoach.infra.config import Settings
from salescoach.infra.configuration import load_settings
from salescoach.infra.database import Database
from salescoach.infra.secrets import open_vault
from salescoach.kit.clock import ManualClock
from salescoach.rooms.settings.engines import EngineService
from salescoach.rooms.settings.privacy import PrivacyService
from tests.migrated import migrated

SECRET = "b7Jk2Lq9Xw4Zr6Tn8Vc1Mp3Hs5Gd0Fy-QeUi"
CLAUDE_KEY = "sk-ant-api03-Zx9Kq2Lm5Np8Rt1Vw4Yb7"
OPENAI_KEY = "sk-proj-Hq7Tz2Wd9Lk4Rv8Nc1Bx6Mj"


@asynccontextmanager
async def chosen(
    folder: Path, **overrides: object
) -> AsyncIterator[tuple[EngineService, PrivacyService, Settings]]:
    url = await migrated(folder / "coach.db")
    database = Database(url)
    settings = load_settings(None, data_dir=folder, **{"secret_key": SECRET, **overrides})
    clock = ManualClock()
    try:
        engines = EngineService(database, settings, clock, partial(open_vault, settings))
        yield engines, PrivacyService(database, clock), settings
    finally:
        await database.aclose()
