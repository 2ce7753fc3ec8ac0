"""The sound of an imported recording: kept with consent, with its call or not at all."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from salescoach.domain.call import CallRecord
from salescoach.domain.history import CallLabels
from salescoach.kit.errors import Unavailable
from salescoach.rooms.calls.restore import Beside, CallRestore
from salescoach.rooms.imports.job import ImportJob, Wishes, agreed
from salescoach.rooms.imports.leavings import LANDED_BEFORE
from salescoach.rooms.recordings.files import RecordingFiles
from tests.rooms.imports.importing import RECORDING, TRANSCRIPT, Importing
from tests.rooms.imports.test_meanwhile import AnswerLost
from tests.rooms.review.reviewing import Reviewing

AGREED = Wishes(consent=True, record_audio=True)


class Gone(CallRestore):
    """Keeps the call, and then somebody deletes it."""

    def __init__(self, importing: Importing) -> None:
        super().__init__(importing.database)
        self.importing = importing

    async def restore(
        self, record: CallRecord, labels: CallLabels, beside: Sequence[Beside] = ()
    ) -> None:
        await super().restore(record, labels, beside)
        await self.importing.calls.delete(record.call.id)


async def call_of(importing: Importing, import_id: str) -> str:
    call_id = (await importing.service.get(import_id)).call_id
    assert call_id is not None
    return call_id


class FullDisk:
    """Takes no sound until there is room."""

    def __init__(self, folder: Path) -> None:
        self._in_the_way = folder / "audio"
        self._in_the_way.write_text("the disk takes nothing here")

    def make_room(self) -> None:
        self._in_the_way.unlink()


async def imported_without_sound(importing: Importing) -> tuple[ImportJob, str]:
    """The import and its call, whose sound could not be put away."""
    job = await importing.upload(RECORDING, "call.wav", AGREED)
    await importing.settle()
    return job, await call_of(importing, job.id)


async def review(importing: Importing) -> None:
    await Reviewing(importing.database, importing.calls, importing.clock).worker.work_off()
    await importing.settle()


@pytest.mark.parametrize(
    ("wishes", "content", "kept"),
    [
        (AGREED, RECORDING, True),
        (Wishes(consent=True), RECORDING, False),
        (Wishes(record_audio=True), RECORDING, False),
        (AGREED, TRANSCRIPT, False),
    ],
)
async def test_sound_is_kept_of_recordings_with_consent_to_it(
    importing: Importing, wishes: Wishes, content: bytes, kept: bool
) -> None:
    job = await importing.upload(content, "call", wishes)
    await importing.settle()
    call_id = await call_of(importing, job.id)
    assert (await importing.calls.get(call_id)).record_audio is kept
    assert importing.with_sound() == ({call_id} if kept else set())
    assert await importing.uploads.known() == []

    await importing.calls.delete(call_id)
    assert importing.sounds.with_sound() == set()


async def test_a_call_says_that_it_was_recorded_only_if_it_was(importing: Importing) -> None:
    importing.work.heard = False
    job = await importing.upload(RECORDING, "call.wav", AGREED)
    await importing.settle()
    assert not (await importing.calls.get(await call_of(importing, job.id))).record_audio


async def test_what_a_crash_left_between_call_and_sound_is_put_together(
    importing: Importing, tmp_path: Path
) -> None:
    disk = FullDisk(tmp_path)
    job, call_id = await imported_without_sound(importing)
    assert await importing.uploads.known() == [job.id]

    disk.make_room()
    importing.begin_anew()
    await importing.queue.recover()
    assert importing.with_sound() == {call_id}
    assert await importing.uploads.known() == []


async def test_sound_that_the_disk_does_not_take_is_put_away_once_it_does(
    importing: Importing, tmp_path: Path
) -> None:
    disk = FullDisk(tmp_path)
    job, call_id = await imported_without_sound(importing)
    await review(importing)
    assert await importing.state(job) == "done"
    with pytest.raises(Unavailable):
        await importing.service.forget(job.id)

    disk.make_room()
    await importing.queue.step()
    assert importing.with_sound() == {call_id}
    assert await importing.uploads.known() == []


async def test_sound_that_a_command_could_not_put_away_does_not_wait_for_a_start(
    importing: Importing, tmp_path: Path
) -> None:
    disk = FullDisk(tmp_path)
    _, call_id = await imported_without_sound(importing)
    importing.begin_anew()
    disk.make_room()
    await importing.queue.step()
    assert importing.with_sound() == set()

    importing.clock.advance(LANDED_BEFORE.total_seconds() * 1000 + 1)
    importing.beside = True
    await importing.queue.step()
    assert importing.with_sound() == set()

    importing.beside = False
    await importing.queue.step()
    assert importing.with_sound() == {call_id}
    assert await importing.uploads.known() == []


async def test_an_import_is_forgotten_once_its_sound_is_put_away(
    importing: Importing, tmp_path: Path
) -> None:
    disk = FullDisk(tmp_path)
    job, call_id = await imported_without_sound(importing)
    await review(importing)
    disk.make_room()
    await importing.service.forget(job.id)
    assert importing.with_sound() == {call_id}
    assert await importing.service.newest() == []


async def test_sound_that_was_not_put_away_goes_with_its_call(
    importing: Importing, tmp_path: Path
) -> None:
    disk = FullDisk(tmp_path)
    _, call_id = await imported_without_sound(importing)
    disk.make_room()
    await importing.calls.delete(call_id)
    await importing.queue.step()
    assert importing.sounds.with_sound() == set()
    assert await importing.uploads.known() == []


class CutOff(RecordingFiles):
    """Goes down before a part becomes the recording."""

    def publish(self, call_id: str) -> None:
        raise OSError("cut off")


def test_sound_is_whole_at_every_moment_of_its_way_to_the_call(tmp_path: Path) -> None:
    here, there = (CutOff(tmp_path / each, tmp_path / "spool") for each in ("here", "there"))
    here.prepare("call")
    here.recording("call").write_bytes(b"sound")
    with suppress(OSError):
        there.take_over("c1", here, "call", datetime(2026, 3, 1, tzinfo=UTC))
    assert here.recording("call").is_file() or there.recording("c1").is_file()


async def test_sound_follows_a_call_whose_landing_was_not_answered(importing: Importing) -> None:
    importing.restoring = AnswerLost(importing.database)
    importing.begin_anew()
    job = await importing.upload(RECORDING, "call.wav", AGREED)
    await importing.settle()
    assert importing.with_sound() == {await call_of(importing, job.id)}


async def test_no_sound_comes_after_its_call_was_deleted(importing: Importing) -> None:
    importing.restoring = Gone(importing)
    importing.begin_anew()
    await importing.upload(RECORDING, "call.wav", AGREED)
    await importing.settle()
    assert importing.sounds.with_sound() == set()
    assert await importing.uploads.known() == []


async def test_work_that_is_cut_off_leaves_no_sound(importing: Importing) -> None:
    importing.work.holds = asyncio.Event()
    job = await importing.upload(RECORDING, "call.wav", AGREED)
    await importing.begin()
    sound = importing.uploads.sound(job.id)
    sound.mkdir()
    (sound / "call.opus").write_bytes(b"half of it")
    await importing.queue.aclose()
    importing.begin_anew()
    importing.work.holds, importing.work.heard = None, False
    await importing.queue.recover()
    await importing.settle()
    assert importing.sounds.with_sound() == set()
    assert await importing.uploads.known() == []


async def test_files_of_a_command_beside_it_are_left_alone(importing: Importing) -> None:
    await importing.uploads.make_place("imp_0123456789abcdef")
    importing.beside = True
    importing.begin_anew()
    await importing.queue.recover()
    assert await importing.uploads.known() == ["imp_0123456789abcdef"]
    importing.beside = False
    await importing.queue.recover()
    assert await importing.uploads.known() == []


def test_what_nobody_says_is_as_usual_and_no_sound_goes_without_consent() -> None:
    assert agreed(None, None, "unknown") == (False, False)
    assert agreed(None, None, "transcript") == (True, False)
    assert agreed(None, None, "recording") == (True, True)
    assert agreed(None, True, "unknown") == (True, True)
    assert agreed(True, None, "unknown") == (True, False)
    assert agreed(False, None, "recording") == (False, False)
    assert agreed(False, True, "recording") == (False, False)
