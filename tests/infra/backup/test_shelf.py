"""Which backups are there, which is the newest good one, and which are let go."""

import os
from datetime import timedelta
from pathlib import Path

from salescoach.infra.backup.shelf import (
    checked,
    clear_partial,
    kept_in,
    made_until,
    newest_good,
    place_for,
    thin_out,
)
from salescoach.infra.backup.writing import write_backup
from tests.infra.backup.workspace import NOON, workspace


def test_the_newest_good_one_is_found_and_only_old_ones_of_a_kind_go(tmp_path: Path) -> None:
    source = workspace(tmp_path / "data", "c1").source
    shelf = tmp_path / "backups"
    assert newest_good(shelf, NOON) is None
    for day in range(4):
        now = NOON + timedelta(days=day)
        write_backup(source, place_for(shelf, "daily", now), version="1", now=now)
    by_hand = place_for(shelf, "manual", NOON - timedelta(days=9))
    write_backup(source, by_hand, version="1", now=NOON)
    (shelf / "notes.txt").write_text("not ours")
    newest, before, *_ = kept_in(shelf)
    assert newest.made_at == NOON + timedelta(days=3)
    newest.path.write_bytes(newest.path.read_bytes()[:-40])
    assert newest_good(shelf, now) == before.path
    assert thin_out(shelf, "daily", 2, now) == 2
    assert thin_out(shelf, "daily", 2, now) == 0
    assert [each.kind for each in kept_in(shelf)] == ["daily", "daily", "manual"]
    assert (shelf / "notes.txt").exists()


def test_one_of_a_time_to_come_is_never_the_newest(tmp_path: Path) -> None:
    source = workspace(tmp_path / "data", "c1").source
    ahead = place_for(tmp_path, "daily", NOON + timedelta(days=1000))
    own = [place_for(tmp_path, "daily", NOON - timedelta(days=days)) for days in range(3)]
    for path in (ahead, *own):
        write_backup(source, path, version="1", now=NOON)

    assert [each.path for each in made_until(NOON, tmp_path)] == own
    assert newest_good(tmp_path, NOON) == own[0]
    assert thin_out(tmp_path, "daily", 2, NOON) == 1
    assert [path for path, _ in checked(tmp_path, NOON)] == [*own[:2], ahead]


def test_a_clock_that_is_put_right_by_a_little_hides_no_backup(tmp_path: Path) -> None:
    place_for(tmp_path, "daily", NOON + timedelta(seconds=20)).touch()

    assert len(made_until(NOON, tmp_path)) == 1


def test_what_a_killed_server_left_goes_after_a_day(tmp_path: Path) -> None:
    left, fresh = (
        tmp_path / f".salescoach-20260101T000000Z-daily.zip.{pid}.partial" for pid in (7, 8)
    )
    for path, hours in ((left, 25), (fresh, 1)):
        path.touch()
        at = (NOON - timedelta(hours=hours)).timestamp()
        os.utime(path, (at, at))
    clear_partial(tmp_path, NOON)
    assert list(tmp_path.iterdir()) == [fresh]
