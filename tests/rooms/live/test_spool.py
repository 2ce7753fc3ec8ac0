"""Audio that is safe: nothing acknowledged is lost, nothing covered by text stays, memory has a
bound."""

import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from salescoach.kit.errors import Unavailable
from salescoach.rooms.live.disk_sync import DiskSync
from salescoach.rooms.live.spool import (
    MAX_UNSAVED_SAMPLES,
    SEGMENT_SAMPLES,
    ChannelSpool,
    Spool,
    recover,
    remove_folder,
)
from tests.rooms.live.disk import Disk
from tests.rooms.live.hearing import said

FRAME = 1_600


@pytest.fixture
def disk() -> Disk:
    return Disk()


@pytest.fixture
def channel(tmp_path: Path, disk: Disk) -> Iterator[ChannelSpool]:
    channel = ChannelSpool(tmp_path / "0", disk.open)
    yield channel
    channel.close()


def fill(channel: ChannelSpool, count: int) -> None:
    for _ in range(count):
        channel.append(said(channel.next_seq, 1 + channel.next_seq), 0.0)


def trouble_of(channel: ChannelSpool) -> str | None:
    return channel.trouble


def descriptors() -> int:
    """How many this process has open, 0 where nobody tells."""
    folder = Path("/proc/self/fd")
    return len(list(folder.iterdir())) if folder.is_dir() else 0


def files(channel: ChannelSpool) -> list[str]:
    return sorted(path.name for path in channel.folder.glob("*"))


async def again(channel: ChannelSpool) -> ChannelSpool:
    """What the next server finds."""
    channel.close()
    spool = await recover(channel.folder.parent, (int(channel.folder.name),), DiskSync())
    return spool.channels[int(channel.folder.name)]


def test_a_frame_is_safe_once_it_is_on_disk(channel: ChannelSpool, disk: Disk) -> None:
    assert channel.safe_seq == -1
    fill(channel, 3)
    assert channel.safe_seq == 2
    assert channel.end == 3 * FRAME
    disk.left = 0
    fill(channel, 2)
    assert channel.safe_seq == 2
    assert trouble_of(channel) == "disk_full"
    disk.left = None
    assert channel.save()
    assert channel.safe_seq == 4
    assert trouble_of(channel) is None
    assert [frame.read() for frame in channel.frames] == [said(i, i + 1).pcm for i in range(5)]


def test_a_disk_in_trouble_is_not_asked_for_every_frame(channel: ChannelSpool, disk: Disk) -> None:
    fill(channel, 1)
    disk.left = 0
    fill(channel, 50)
    assert disk.asked == 2


def test_other_trouble_than_a_full_disk_has_another_name(channel: ChannelSpool, disk: Disk) -> None:
    disk.left, disk.error = 0, 5
    fill(channel, 1)
    assert channel.trouble == "unreachable"


def test_memory_is_bounded_by_what_the_engine_has_not_heard(
    channel: ChannelSpool, disk: Disk
) -> None:
    fill(channel, 2)
    disk.left = 0
    fill(channel, MAX_UNSAVED_SAMPLES // FRAME)
    with pytest.raises(Unavailable) as refused:
        fill(channel, 1)
    assert refused.value.code == "disk_full"
    taken = channel.next_seq
    channel.heard = 10**9
    fill(channel, 1_000)
    assert channel.next_seq == taken + 1_000
    held = sum(1 for frame in channel.frames if frame.pcm is not None)
    assert held * FRAME <= MAX_UNSAVED_SAMPLES
    assert channel.safe_seq == 1
    disk.left = None
    assert channel.save()
    assert channel.safe_seq == channel.next_seq - 1


async def test_frames_that_left_the_memory_leave_a_hole_not_a_shift(
    channel: ChannelSpool, disk: Disk
) -> None:
    fill(channel, 2)
    disk.left = 0
    channel.heard = 10**9
    fill(channel, MAX_UNSAVED_SAMPLES // FRAME + 30)
    disk.left = None
    channel.save()
    left = await again(channel)
    assert left.next_seq == channel.next_seq
    assert left.end == channel.end
    starts = {frame.seq: frame.start for frame in left.frames}
    assert set(starts) == {0, 1, *range(32, channel.next_seq)}
    assert all(start == seq * FRAME for seq, start in starts.items())


def test_text_that_is_stored_lets_the_audio_go(channel: ChannelSpool) -> None:
    per_file = SEGMENT_SAMPLES // FRAME
    fill(channel, 3 * per_file + 5)
    assert len(files(channel)) == 4
    channel.cut(per_file * FRAME + 10 * FRAME, keep_files=False)
    assert len(files(channel)) == 3
    assert channel.frames[0].seq == per_file + 10
    assert channel.frames[0].read() == said(0, per_file + 11).pcm


def test_a_recording_keeps_its_files_and_forgets_the_frames(channel: ChannelSpool) -> None:
    fill(channel, SEGMENT_SAMPLES // FRAME + 5)
    channel.cut(channel.end, keep_files=True)
    assert len(files(channel)) == 2
    assert not channel.frames


def test_frames_that_are_not_safe_are_not_cut(channel: ChannelSpool, disk: Disk) -> None:
    disk.left = 0
    fill(channel, 3)
    channel.cut(channel.end, keep_files=False)
    assert len(channel.frames) == 3


async def test_the_place_survives_when_all_audio_is_gone(channel: ChannelSpool) -> None:
    fill(channel, 250)
    channel.cut(channel.end, keep_files=False)
    left = await again(channel)
    assert (left.next_seq, left.end, left.safe_seq) == (250, 250 * FRAME, 249)
    fill(left, 1)
    assert left.frames[-1].start == 250 * FRAME
    left.close()


async def test_frames_off_the_record_are_counted_and_not_kept(channel: ChannelSpool) -> None:
    fill(channel, 3)
    before = channel.folder.glob("*")
    size = sum(path.stat().st_size for path in before)
    for seq in range(3, 8):
        channel.skip(seq)
    assert channel.safe_seq == 7
    assert channel.end == 3 * FRAME
    assert sum(path.stat().st_size for path in channel.folder.glob("*")) - size <= 5 * 20
    left = await again(channel)
    assert (left.next_seq, left.end) == (8, 3 * FRAME)


async def test_silence_is_part_of_the_audio(channel: ChannelSpool) -> None:
    fill(channel, 1)
    channel.append_silence(16_000)
    fill(channel, 1)
    left = await again(channel)
    assert [frame.start for frame in left.frames] == [0, FRAME, FRAME + 16_000]
    assert left.frames[1].read() == bytes(32_000)
    assert left.next_seq == 2


async def test_what_was_recovered_goes_on(channel: ChannelSpool) -> None:
    fill(channel, 4)
    left = await again(channel)
    fill(left, 4)
    once_more = await again(left)
    assert [frame.read() for frame in once_more.frames] == [said(0, i + 1).pcm for i in range(8)]
    assert [frame.seq for frame in once_more.after(5 * FRAME + 1)] == [5, 6, 7]


async def test_syncing_and_deleting(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "call", (0, 1), DiskSync())
    for channel in spool.channels.values():
        fill(channel, SEGMENT_SAMPLES // FRAME + 3)
    before = descriptors()
    await spool.sync()
    await spool.sync()
    # The two full segments are closed once they are synced.
    assert descriptors() in (before - 2, 0)
    await spool.delete()
    assert not spool.folder.exists()
    await spool.delete()


def test_a_folder_that_somebody_else_removes_is_gone(tmp_path: Path) -> None:
    remove_folder(tmp_path / "never")
    assert not (tmp_path / "never").exists()


@pytest.fixture
def tiny_disk() -> Iterator[Path]:
    """A file system of one megabyte, where the machine lets us have one."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["mount", "-t", "tmpfs", "-o", "size=1m", "none", folder]
        try:
            done = subprocess.run(command, capture_output=True, check=False)
        except FileNotFoundError:
            pytest.skip("there is no mount command")
        if done.returncode:
            pytest.skip("this user may not mount a file system")
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", "-l", folder], check=True)


async def test_a_disk_that_is_really_full(tiny_disk: Path) -> None:
    others = tiny_disk / "others"
    others.write_bytes(bytes(700_000))
    channel = ChannelSpool(tiny_disk / "0")
    fill(channel, 200)
    assert channel.trouble == "disk_full"
    assert 50 < channel.safe_seq < 199
    assert not channel.save()
    others.unlink()
    assert channel.save()
    assert channel.safe_seq == 199
    assert [frame.read() for frame in channel.frames] == [said(0, i + 1).pcm for i in range(200)]
    channel.close()
