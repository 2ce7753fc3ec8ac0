"""A backup in the place of what is there: all of it or nothing, and nothing deleted."""

from dataclasses import replace
from pathlib import Path

import pytest

from salescoach.infra.backup import proving
from salescoach.infra.backup.reading import BackupUnusable, open_backup
from salescoach.infra.backup.restoring import Restored, restore
from salescoach.infra.backup.unfinished import refuse_unfinished
from salescoach.infra.backup.writing import Source, write_backup
from salescoach.kit.errors import SalesCoachError
from tests.infra.backup.workspace import NOON, Workspace, workspace


@pytest.fixture
def here(tmp_path: Path) -> Workspace:
    return workspace(tmp_path / "data", "c1", "c2")


def put_back(path: Path, here: Workspace) -> Restored:
    with open_backup(path) as backup:
        return restore(backup, here.places, NOON)


def test_everything_comes_back_and_what_was_there_is_kept(here: Workspace, tmp_path: Path) -> None:
    write_backup(here.source, tmp_path / "b.zip", version="1", now=NOON)
    here.add("c3")
    here.recording("c1").unlink()
    done = put_back(tmp_path / "b.zip", here)
    assert here.calls == ["c1", "c2"]
    assert here.recording("c1").read_bytes() == b"c1" * 100
    assert here.spooled("c2").is_file()
    assert not here.recording("c3").exists()
    assert done.aside is not None
    before = Workspace(done.aside)
    assert before.calls == ["c1", "c2", "c3"]
    assert before.recording("c3").is_file()
    assert [path.name for path in here.data.glob(".*")] == []
    refuse_unfinished(here.data)


def test_into_an_empty_place(here: Workspace, tmp_path: Path) -> None:
    write_backup(here.source, tmp_path / "b.zip", version="1", now=NOON)
    new = Workspace(tmp_path / "new")
    new.data.mkdir()
    assert put_back(tmp_path / "b.zip", new).aside is None
    assert new.calls == ["c1", "c2"]


def test_a_backup_of_the_database_leaves_the_audio_of_its_calls(
    here: Workspace, tmp_path: Path
) -> None:
    """Audio of calls that it does not know is moved aside: a server would delete it."""
    source = Source(here.places.database, {})
    write_backup(source, tmp_path / "b.zip", version="1", now=NOON)
    here.add("c3")
    done = put_back(tmp_path / "b.zip", here)
    assert here.calls == ["c1", "c2"]
    assert here.recording("c1").is_file()
    assert here.spooled("c1").is_file()
    assert not here.recording("c3").exists()
    assert done.aside is not None
    assert Workspace(done.aside).recording("c3").is_file()
    assert Workspace(done.aside).spooled("c3").is_file()


def test_an_old_write_ahead_log_is_not_read_into_the_new_database(
    here: Workspace, tmp_path: Path
) -> None:
    write_backup(here.source, tmp_path / "b.zip", version="1", now=NOON)
    log = here.data / "salescoach.db-wal"
    log.write_bytes(b"left by a killed server")
    done = put_back(tmp_path / "b.zip", here)
    assert done.aside is not None
    assert (done.aside / "salescoach.db-wal").is_file()
    assert here.calls == ["c1", "c2"]


def test_nothing_changes_before_all_is_proven(
    here: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_backup(here.source, tmp_path / "b.zip", version="1", now=NOON)
    here.add("c3")
    monkeypatch.setattr(proving, "SPARE_BYTES", 1 << 60)
    with pytest.raises(SalesCoachError) as full:
        put_back(tmp_path / "b.zip", here)
    assert full.value.code == "disk_full"
    assert here.calls == ["c1", "c2", "c3"]
    assert sorted(path.name for path in here.data.iterdir() if "db" not in path.name) == [
        "recordings",
        "spool",
    ]


def test_a_database_that_is_not_what_the_manifest_says(here: Workspace, tmp_path: Path) -> None:
    write_backup(here.source, tmp_path / "b.zip", version="1", now=NOON)
    with open_backup(tmp_path / "b.zip") as backup:
        backup.manifest = backup.manifest.model_copy(update={"rows": {"calls": 7}})
        with pytest.raises(BackupUnusable, match="does not hold"):
            restore(backup, here.places, NOON)


def test_the_secret_is_left_out_unless_asked_for(here: Workspace, tmp_path: Path) -> None:
    secret = here.data / "secret.key"
    secret.write_text("old" * 20)
    plain = write_backup(here.source, tmp_path / "plain.zip", version="1", now=NOON)
    assert not plain.has_secret
    with_key = replace(here.source, secret=secret)
    assert write_backup(with_key, tmp_path / "key.zip", version="1", now=NOON).has_secret
    secret.write_text("new" * 20)
    put_back(tmp_path / "plain.zip", here)
    assert secret.read_text() == "new" * 20
    put_back(tmp_path / "key.zip", here)
    assert secret.read_text() == "old" * 20
