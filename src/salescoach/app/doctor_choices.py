"""What the page chose, as the doctor sees it: which engines serve the next call, and whether the
stored keys can be opened. Nothing is made, migrated or sent."""

import asyncio
from collections.abc import Iterator
from functools import partial

from salescoach.app.doctor import Finding
from salescoach.infra.config import Settings
from salescoach.infra.database import Database, newest_revision
from salescoach.infra.secrets import open_vault
from salescoach.kit.clock import SystemClock
from salescoach.kit.errors import SalesCoachError
from salescoach.rooms.settings.engines import EngineService, InForce
from salescoach.rooms.settings.served import coach_of, speech_of

_LACKS = {
    "no_key": "it has no key",
    "unreadable_key": "its key cannot be read",
    "no_server": "it has no address",
}


def choices(settings: Settings) -> Iterator[Finding]:
    """Nothing while there is no database of this version: then nothing was chosen, or the finding
    on the database says what to do."""
    if not settings.database_file.exists():
        return
    try:
        known = asyncio.run(_in_force(settings))
    except SalesCoachError:
        return
    if known is None:
        return
    for name, served in (("stt_engine", speech_of(known)), ("coach_engine", coach_of(known))):
        what = "speech" if name == "stt_engine" else "coach"
        if served.lack is not None:
            wanted = known.chosen[name]
            yield Finding(
                "warn",
                what,
                f"{wanted} is chosen, but {_LACKS[served.lack]}; the embedded engine serves",
                "open Settings in the page",
            )
        elif name not in known.fixed and served.engine != "local":
            yield Finding("ok", what, f"{served.engine}, chosen in the page")
    for engine, key in known.keys.items():
        if key.state == "stored":
            yield Finding("ok", f"key of {engine}", "stored in the page, can be opened")
        elif key.state == "unreadable":
            yield Finding("warn", f"key of {engine}", "cannot be opened", key.problem)


async def _in_force(settings: Settings) -> InForce | None:
    database = Database(settings.database_url)
    try:
        if await database.revision() != newest_revision():
            return None
        opening = partial(open_vault, settings)
        return await EngineService(database, settings, SystemClock(), opening).in_force()
    finally:
        await database.aclose()
