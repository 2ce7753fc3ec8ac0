"""A restore that was cut off at any step: nothing of what was there is lost to the next one."""

import errno
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from salescoach.infra.backup.reading import open_backup
from salescoach.infra.backup.restoring import Restored, restore
from salescoach.infra.backup.unfinished import UNFINISHED, refuse_unfinished
from salescoach.infra.backup.writing import Source, write_backup
from salescoach.kit.errors import SalesCoachError
from tests.infra.backup.workspace import NOON, Workspace, workspace


class Killed(BaseException):
    pass


class Steps:
    """Lets so many files and folders be moved, then falls."""

    def __init__(self, patched: pytest.MonkeyPatch) -> None:
        self.left = -1
        patched.setattr(Path, "rename", self._counted(Path.rename))
        patched.setattr(Path, "replace", self._counted(Path.replace))

    def _counted(self, real: Callable[[Path, Path], Path]) -> Callable[[Path, Path], Path]:
        def moved(path: Path, target: Path) -> Path:
            if self.left == 0:
                raise Killed
            self.left -= 1
            return real(path, target)

        return moved


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> Steps:
    return Steps(monkeypatch)


@pytest.fixture(scope="module")
def backups(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """``other.zip`` holds all of another workspace, ``bare.zip`` the database alone."""
    folder = tmp_path_factory.mktemp("backups")
    other = workspace(folder / "other", "c1", "c9")
    (other.data / "secret.key").write_text("other")
    with_key = replace(other.source, secret=other.data / "secret.key")
    write_backup(with_key, folder / "other.zip", version="1", now=NOON)
    bare = Source(workspace(folder / "bare", "c1", "c2").places.database, {})
    write_backup(bare, folder / "bare.zip", version="1", now=NOON)
    return folder


@pytest.fixture
def here(tmp_path: Path) -> Workspace:
    """Where calls, audio and a key are."""
    made = workspace(tmp_path / "data", "c1", "c2", "c3")
    (made.data / "secret.key").write_text("mine")
    return made


def put_back(path: Path, here: Workspace) -> Restored:
    with open_backup(path) as backup:
        return restore(backup, here.places, NOON)


def cut_off(path: Path, here: Workspace, steps: Steps, after: int) -> bool:
    """Whether it was."""
    steps.left = after
    try:
        put_back(path, here)
    except Killed:
        return True
    finally:
        steps.left = -1
    return False


def is_as_it_was(here: Workspace, aside: Path | None) -> bool:
    """With the database alone brought back: what belongs to its calls is here, the rest aside."""
    assert aside is not None
    before = Workspace(aside)
    return (
        here.calls == ["c1", "c2"]
        and before.calls == ["c1", "c2", "c3"]
        and here.recording("c2").read_bytes() == b"c2" * 100
        and here.spooled("c2").is_file()
        and before.recording("c3").is_file()
        and before.spooled("c3").is_file()
        and not here.recording("c9").exists()
        and (here.data / "secret.key").read_text() == "mine"
    )


@pytest.mark.parametrize("first", ["other.zip", "bare.zip"])
@pytest.mark.parametrize("after", range(12))
def test_cut_off_at_any_step_and_repeated_with_a_backup_that_holds_less(
    here: Workspace, backups: Path, steps: Steps, first: str, after: int
) -> None:
    cut_off(backups / first, here, steps, after)
    if not (here.data / UNFINISHED).exists():
        return
    with pytest.raises(SalesCoachError) as told:
        refuse_unfinished(here.data)
    assert told.value.code == "restore_unfinished"
    done = put_back(backups / "bare.zip", here)
    assert is_as_it_was(here, done.aside)
    refuse_unfinished(here.data)


@pytest.mark.parametrize("after", range(1, 22, 2))
def test_taking_it_back_may_be_cut_off_as_well(
    here: Workspace, backups: Path, steps: Steps, after: int
) -> None:
    assert cut_off(backups / "other.zip", here, steps, 8)
    cut_off(backups / "bare.zip", here, steps, after)
    if (here.data / UNFINISHED).exists():
        assert is_as_it_was(here, put_back(backups / "bare.zip", here).aside)


def test_what_had_come_in_is_kept(here: Workspace, backups: Path, steps: Steps) -> None:
    assert cut_off(backups / "other.zip", here, steps, 8)
    assert here.recording("c9").exists()
    done = put_back(backups / "bare.zip", here)
    assert done.came_in is not None
    assert Workspace(done.came_in).recording("c9").is_file()
    assert is_as_it_was(here, done.aside)


def test_the_room_that_a_killed_one_had_taken_is_given_back_first(
    here: Workspace, backups: Path, tmp_path: Path
) -> None:
    left = here.data / ".unpacked-20260101T000000Z"
    left.mkdir()
    (left / "salescoach.db").write_bytes(b"much")
    (here.data / UNFINISHED).touch()
    with pytest.raises(SalesCoachError):
        put_back(damaged(backups / "other.zip", tmp_path / "damaged.zip"), here)
    assert not left.exists()


def damaged(path: Path, copy: Path) -> Path:
    """In the bytes of a recording, which is stored as it is."""
    copy.write_bytes(path.read_bytes().replace(b"c9" * 100, b"c8" * 100))
    return copy


def test_a_database_on_another_disk(
    here: Workspace, backups: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.rename

    def between_disks(path: Path, target: Path) -> Path:
        if (path.name == "salescoach.db") != (target.name == "x"):
            raise OSError(errno.EXDEV, "between disks")
        return real(path, target)

    monkeypatch.setattr(Path, "rename", between_disks)
    assert is_as_it_was(here, put_back(backups / "bare.zip", here).aside)
