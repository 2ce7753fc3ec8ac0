"""A queue of imports over a database of its own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from salescoach.infra.database import Database
from tests.migrated import migrated
from tests.rooms.imports.importing import Importing


@pytest.fixture
async def importing(tmp_path: Path) -> AsyncIterator[Importing]:
    database = Database(await migrated(tmp_path / "calls.db"), busy_timeout_ms=20)
    importing = Importing(database, tmp_path / "imports")
    yield importing
    await importing.queue.aclose()
    await database.aclose()
