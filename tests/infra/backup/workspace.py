"""A data directory with calls in its database and audio beside it."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from salescoach.infra.backup.restoring import Places
from salescoach.infra.backup.writing import Source

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
REVISION = "0006"


@dataclass(frozen=True, slots=True)
class Workspace:
    data: Path

    @property
    def places(self) -> Places:
        return Places(self.data, self.data / "salescoach.db")

    @property
    def source(self) -> Source:
        return Source(
            self.places.database,
            {"recordings": self.data / "recordings", "spool": self.data / "spool"},
        )

    @property
    def calls(self) -> list[str]:
        with closing(sqlite3.connect(self.places.database)) as connection:
            return [row[0] for row in connection.execute("SELECT id FROM calls ORDER BY id")]

    def add(self, call_id: str) -> None:
        with closing(sqlite3.connect(self.places.database)) as connection:
            connection.execute("INSERT INTO calls VALUES (?)", (call_id,))
            connection.commit()
        for kept in (self.recording(call_id), self.spooled(call_id)):
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_bytes(call_id.encode() * 100)

    def recording(self, call_id: str) -> Path:
        return self.data / "recordings" / f"{call_id}.opus"

    def spooled(self, call_id: str) -> Path:
        return self.data / "spool" / call_id / "0" / "000000000000.seg"


def workspace(data: Path, *calls: str) -> Workspace:
    data.mkdir(parents=True)
    made = Workspace(data)
    with closing(sqlite3.connect(made.places.database)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE calls (id TEXT PRIMARY KEY)")
        connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
        connection.execute("INSERT INTO alembic_version VALUES (?)", (REVISION,))
        connection.commit()
    for call_id in calls:
        made.add(call_id)
    return made
