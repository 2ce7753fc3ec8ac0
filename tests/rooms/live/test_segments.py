"""Files of spooled audio: whole frames or none, whatever happens to the writer or the disk."""

from pathlib import Path

import pytest

from salescoach.rooms.live.segments import Segment, StoredFrame, create_file, read_segments
from tests.rooms.live.disk import Disk


def stored(seq: int, start: int = 0, samples: int = 320) -> StoredFrame:
    return StoredFrame(seq, start, samples, pcm=bytes([seq % 256]) * samples * 2)


def written(folder: Path, *frames: StoredFrame) -> Segment:
    segment = Segment(folder, frames[0].start, frames[0].seq)
    segment.create(create_file)
    for frame in frames:
        segment.write(frame)
    return segment


def test_what_was_written_is_read_back_in_place(tmp_path: Path) -> None:
    frames = [stored(7, 640), stored(8, 960), stored(9, 1280)]
    written(tmp_path, *frames).close()
    [(segment, found)] = read_segments(tmp_path)
    assert [(f.seq, f.start, f.samples) for f in found] == [
        (7, 640, 320),
        (8, 960, 320),
        (9, 1280, 320),
    ]
    assert [f.read() for f in found] == [f.read() for f in frames]
    assert found[1].read() == bytes([8]) * 640
    assert (segment.start, segment.end, segment.next_seq) == (640, 1600, 10)


def test_a_frame_cut_off_by_a_crash_is_left_out(tmp_path: Path) -> None:
    segment = written(tmp_path, stored(0), stored(1, 320))
    segment.close()
    whole = segment.path.read_bytes()
    for length in range(len(whole)):
        segment.path.write_bytes(whole[:length])
        [(left, found)] = read_segments(tmp_path)
        assert len(found) == length // (len(whole) // 2)
        assert left.next_seq == len(found)
        assert left.end == 320 * len(found)


def test_bytes_of_something_else_end_the_reading(tmp_path: Path) -> None:
    segment = written(tmp_path, stored(0))
    segment.close()
    with segment.path.open("ab") as file:
        file.write(b"nothing of ours, but long enough for a header")
    [(left, found)] = read_segments(tmp_path)
    assert [frame.seq for frame in found] == [0]
    assert left.next_seq == 1


def test_an_empty_file_still_tells_where_it_begins(tmp_path: Path) -> None:
    empty = Segment(tmp_path, 4_800, 31)
    empty.create(create_file)
    empty.close()
    (tmp_path / "notes.seg").write_bytes(b"not one of ours")
    [(segment, found)] = read_segments(tmp_path)
    assert (segment.start, segment.end, segment.next_seq, found) == (4_800, 4_800, 31, [])


def test_silence_takes_time_and_no_room(tmp_path: Path) -> None:
    silence = StoredFrame(5, 320, 16_000, silent=True)
    segment = written(tmp_path, stored(4), silence)
    size = segment.path.stat().st_size
    assert size < 1_000
    segment.close()
    [(left, found)] = read_segments(tmp_path)
    assert left.end == 16_320
    assert left.next_seq == 5
    assert found[1].read() == bytes(32_000)


def test_half_a_frame_does_not_stay_when_the_disk_fills_up(tmp_path: Path) -> None:
    disk = Disk()
    segment = Segment(tmp_path, 0, 0)
    segment.create(disk.open)
    segment.write(stored(0))
    disk.left = 100
    frame = stored(1, 320)
    with pytest.raises(OSError, match="No space"):
        segment.write(frame)
    assert frame.read() == bytes([1]) * 640
    disk.left = None
    segment.write(frame)
    segment.close()
    [(_, found)] = read_segments(tmp_path)
    assert [f.seq for f in found] == [0, 1]
    assert found[1].read() == bytes([1]) * 640


def test_a_file_that_shrank_is_told_apart_from_silence(tmp_path: Path) -> None:
    frame = stored(0)
    segment = written(tmp_path, frame)
    segment.close()
    segment.path.write_bytes(b"")
    with pytest.raises(OSError):
        frame.read()


def test_only_the_server_may_read_it(tmp_path: Path) -> None:
    segment = written(tmp_path, stored(0))
    assert segment.path.stat().st_mode & 0o077 == 0
    segment.close()
