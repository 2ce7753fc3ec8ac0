"""What the import command says of a call whose length nobody knows."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from salescoach.app.import_one import Imported
from salescoach.app.import_report import imported, no_sound, plain
from salescoach.rooms.imports.errors import SOUND_WAITS
from salescoach.rooms.imports.job import Figures, FoundFile, ImportJob, Wishes

NOW = datetime(2026, 3, 10, 14, tzinfo=UTC)


def test_a_call_without_times_has_neither_length_nor_speed() -> None:
    figures = Figures(audio_s=0.0, wall_s=2.0, turns=1)
    job = ImportJob("imp_1", "a.txt", 9, "done", NOW, NOW, figures=figures, call_id="c1")
    line = imported(Path("a.txt"), Imported(job), None)
    assert (line["duration_s"], line["speed"], line["turns"]) == (None, None, 1)
    assert plain(line) == "a.txt: call c1, 1 turn"


def test_a_sound_that_waits_is_told() -> None:
    job = ImportJob(
        "imp_1", "a.wav", 9, "done", NOW, NOW, call_id="c1", error="x", message=SOUND_WAITS
    )
    told = plain(imported(Path("a.wav"), Imported(job), None))
    assert told == f"a.wav: call c1. {SOUND_WAITS}"


def test_that_no_sound_is_kept_is_told_of_recordings_alone() -> None:
    told = no_sound([Path("a.txt"), Path("B.MP3")])
    assert told is not None
    assert "--sound" in told
    assert no_sound([Path("a.txt"), Path("b.vtt")]) is None


def test_where_the_date_came_from_is_told() -> None:
    job = ImportJob("imp_1", "a.txt", 9, "done", NOW, NOW, call_id="c1")
    written = replace(job, modified_at=NOW)
    told = replace(job, wishes=Wishes(began_at=NOW))

    exported = replace(written, found=FoundFile("document", "salescoach"))

    jobs = (job, written, told, exported)
    lines = [imported(Path("a.txt"), Imported(each), None) for each in jobs]

    assert [each["started_at_from"] for each in lines] == [None, "modified", "user", None]
