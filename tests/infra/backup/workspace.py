"""A data directory with calls in its database and audio beside it."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from salescoach.infra.backup.unfinished import Places
from salescoach.infra.backup.writing import Source
from salescoach.infra.database import made_in_memory, newest_revision

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)

_CALL = """
INSERT INTO calls (id, number, status, started_at, duration_ms, playbook_id, consent, record_audio,
                   resume_token_hash, turn_count)
SELECT ?, count(*) + 1, 'ended', '2026-03-01 09:00:00', 0, 'default', 1, 1, 'hash', 0 FROM calls
"""


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

    def tell(self, statement: str, *values: str) -> None:
        """To the database, which keeps it."""
        with closing(sqlite3.connect(self.places.database)) as connection:
            connection.execute(statement, values)
            connection.commit()

    def add(self, call_id: str) -> None:
        self.tell(_CALL, call_id)
        for kept in (self.recording(call_id), self.spooled(call_id)):
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_bytes(call_id.encode() * 100)

    def recording(self, call_id: str) -> Path:
        return self.data / "recordings" / f"{call_id}.opus"

    def spooled(self, call_id: str) -> Path:
        return self.data / "spool" / call_id / "0" / "000000000000.seg"


@cache
def _new() -> sqlite3.Connection:
    return made_in_memory(newest_revision())


def workspace(data: Path, *calls: str) -> Workspace:
    data.mkdir(parents=True)
    made = Workspace(data)
    with closing(sqlite3.connect(made.places.database)) as connection:
        _new().backup(connection)
        connection.execute("PRAGMA journal_mode=WAL")
    for call_id in calls:
        made.add(call_id)
    return made
