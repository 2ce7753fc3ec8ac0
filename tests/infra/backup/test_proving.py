"""Backups whose database is not one of ours are refused before anything changes."""

from pathlib import Path

import pytest

from salescoach.infra.backup.proving import prove
from salescoach.infra.backup.reading import BackupUnusable, open_backup
from salescoach.infra.backup.shape import strange_in
from salescoach.infra.backup.writing import write_backup
from salescoach.infra.database import newest_revision
from tests.infra.backup.workspace import NOON, Workspace, workspace
from tests.infra.released import dump_of, load, shipped


@pytest.fixture
def here(tmp_path: Path) -> Workspace:
    return workspace(tmp_path / "data", "c1")


def refusal(here: Workspace, tmp_path: Path, *statements: str) -> BackupUnusable:
    """Of a backup whose manifest fits a database that was changed."""
    for statement in statements:
        here.tell(statement)
    write_backup(here.source, tmp_path / "b.zip", version="1", now=NOON)
    with open_backup(tmp_path / "b.zip") as backup, pytest.raises(BackupUnusable) as refused:
        prove(backup, tmp_path / "unpacked")
    return refused.value


@pytest.mark.parametrize(
    ("revision", "code"),
    [
        ("9999", "database_too_new"),
        ("0000", "database_unknown"),
        ("v9999", "database_unknown"),
        ("1", "database_unknown"),
        ("", "database_unknown"),
    ],
)
def test_a_revision_that_is_not_ours(
    here: Workspace, tmp_path: Path, revision: str, code: str
) -> None:
    told = refusal(here, tmp_path, f"UPDATE alembic_version SET version_num = '{revision}'")
    assert told.code == code
    assert ("newer version" in told.message) == (code == "database_too_new")
    assert not (tmp_path / "unpacked").exists()


def test_a_database_without_a_revision(here: Workspace, tmp_path: Path) -> None:
    assert refusal(here, tmp_path, "DROP TABLE alembic_version").code == "database_unknown"


@pytest.mark.parametrize(
    ("strange", "statements"),
    [
        ("evil", ["CREATE TRIGGER evil AFTER INSERT ON calls BEGIN DELETE FROM turns; END"]),
        ("evil", ["CREATE VIEW evil AS SELECT 1"]),
        ("evil", ["CREATE TABLE evil (a)"]),
        ("evil", ["CREATE UNIQUE INDEX evil ON calls (status)"]),
        ("evil", ["CREATE VIRTUAL TABLE evil USING fts5(a)"]),
        ("cards", ["DROP TABLE cards", "CREATE VIEW cards AS SELECT 1"]),
        ("cards", ["ALTER TABLE cards ADD COLUMN evil TEXT"]),
        ("calls", ["ALTER TABLE calls ADD COLUMN evil TEXT AS (hex(id))"]),
        (
            "season_of_a_new_digest",
            [
                "DROP TRIGGER season_of_a_new_digest",
                "CREATE TRIGGER season_of_a_new_digest AFTER INSERT ON call_digests "
                "BEGIN DELETE FROM calls; END",
            ],
        ),
    ],
)
def test_a_database_that_our_migrations_do_not_make(
    here: Workspace, tmp_path: Path, strange: str, statements: list[str]
) -> None:
    told = refusal(here, tmp_path, *statements)
    assert told.code == "database_changed"
    # What goes with a dropped or added table is named as well as the table.
    assert strange in told.message or strange == "cards"


@pytest.mark.parametrize("revision", shipped())
def test_every_database_that_was_released_is_ours(revision: str, tmp_path: Path) -> None:
    load(dump_of(revision), tmp_path / "old.db")
    assert strange_in(tmp_path / "old.db", revision) is None


def test_one_that_the_years_changed_is_ours(here: Workspace) -> None:
    here.tell("ALTER TABLE cards RENAME TO other")
    here.tell("ALTER TABLE other RENAME TO cards")
    here.tell("ANALYZE")
    assert strange_in(here.places.database, newest_revision()) is None
