"""What is kept sounds like what was given, lies at the same time, and is whole or not there."""

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest

from salescoach.domain.audio import ms_to_samples
from salescoach.kit.errors import InvalidInput
from salescoach.rooms.recordings import waveform
from salescoach.rooms.recordings.files import RecordingFiles
from salescoach.rooms.recordings.keeping import (
    BLOCKS_A_STEP,
    Kept,
    RecordingFailed,
    keep,
    waveform_of,
)
from salescoach.rooms.recordings.mixdown import Sound
from salescoach.rooms.recordings.steps import Steps
from salescoach.rooms.recordings.waveform import Waveform
from tests.rooms.recordings.sounds import (
    LEFT_HZ,
    RIGHT_HZ,
    heard,
    loudness,
    pitch,
    silence,
    tone,
)

CALL = "01kept"


@pytest.fixture
def files(tmp_path: Path) -> RecordingFiles:
    return RecordingFiles(tmp_path / "audio", tmp_path / "spool")


T = TypeVar("T")


def done(steps: "Steps[T]") -> T:
    while True:
        try:
            next(steps)
        except StopIteration as finished:
            value: T = finished.value
            return value


def in_blocks(sound: Sound, size: int = 16_000) -> Iterator[Sound]:
    for begin in range(0, sound.shape[1], size):
        yield sound[:, begin : begin + size]


def two_voices() -> Sound:
    left = np.concatenate([silence(500), tone(1_000, LEFT_HZ), silence(1_500)])
    right = np.concatenate([silence(1_500), tone(1_000, RIGHT_HZ), silence(500)])
    return np.stack([left, right])


def kept(files: RecordingFiles, sound: Sound) -> Kept:
    result = done(keep(files, CALL, in_blocks(sound)))
    assert result is not None
    return result


def test_time_side_and_pitch_survive(files: RecordingFiles) -> None:
    given = two_voices()
    result = kept(files, given)
    made = heard(files.recording(CALL))
    assert result.duration_ms == 3_000
    assert result.channels == 2
    assert result.size_bytes == files.recording(CALL).stat().st_size
    assert made.shape == given.shape
    for row, hertz, begin_ms in ((0, LEFT_HZ, 500), (1, RIGHT_HZ, 1_500)):
        begin, end = ms_to_samples(begin_ms + 50), ms_to_samples(begin_ms + 950)
        assert pitch(made[row, begin:end]) == pytest.approx(hertz, abs=2)
        assert loudness(made[row, begin:end]) > 20 * loudness(made[1 - row, begin:end])
        edge = ms_to_samples(begin_ms)
        assert loudness(made[row, edge - 640 : edge - 160]) < 200
        assert loudness(made[row, edge + 160 : edge + 640]) > 4_000


def test_only_the_servers_own_user_may_read_it(files: RecordingFiles) -> None:
    kept(files, two_voices())
    assert files.recording(CALL).stat().st_mode & 0o077 == 0
    assert files.recording(CALL).parent.stat().st_mode & 0o077 == 0


def test_one_mixed_channel_stays_one(files: RecordingFiles) -> None:
    assert kept(files, tone(700)[np.newaxis]).channels == 1
    assert heard(files.recording(CALL), 1).shape == (1, ms_to_samples(700))


def test_blocks_of_any_length_do(files: RecordingFiles) -> None:
    given = two_voices()
    lengths = [1, 799, 20_000, 3, 27_197]
    cut = iter(np.split(given, np.cumsum(lengths), axis=1))
    assert done(keep(files, CALL, cut)) is not None
    assert heard(files.recording(CALL)).shape == given.shape


def test_no_sound_is_no_file(files: RecordingFiles) -> None:
    assert done(keep(files, CALL, iter(()))) is None
    assert files.with_sound() == set()


def test_it_has_its_name_only_once_it_is_whole(files: RecordingFiles) -> None:
    steps = keep(files, CALL, in_blocks(np.tile(two_voices(), 4)))
    next(steps)
    assert files.part(CALL).is_file()
    assert not files.recording(CALL).exists()
    steps.close()
    assert list(files.part(CALL).parent.iterdir()) == []


def test_what_cannot_be_read_leaves_nothing_behind(files: RecordingFiles) -> None:
    def broken() -> Iterator[Sound]:
        yield two_voices()
        raise InvalidInput("no audio", code="not_audio")

    with pytest.raises(InvalidInput):
        done(keep(files, CALL, broken()))
    assert list(files.part(CALL).parent.iterdir()) == []


def test_a_file_that_lost_a_part_is_not_kept(files: RecordingFiles) -> None:
    given = np.tile(two_voices(), 40)
    written = len(given[0]) // 16_000 // BLOCKS_A_STEP
    steps = keep(files, CALL, in_blocks(given))
    for _ in range(written + 1):
        next(steps)
    # Now it is being heard through.
    with files.part(CALL).open("r+b") as file:
        file.truncate(files.part(CALL).stat().st_size // 2)
    with pytest.raises(RecordingFailed, match="of sound"):
        done(steps)
    assert not files.recording(CALL).exists()


def test_the_waveform_shows_who_spoke_when(files: RecordingFiles) -> None:
    kept(files, two_voices())
    known = waveform.stored(files.waveform(CALL))
    assert known is not None
    assert known.duration_ms == 3_000
    assert known.point_ms == 50
    left, right = (np.array(row) for row in known.peaks)
    assert len(left) == len(right) == 60
    assert left[12:28].min() > 60
    assert right[12:28].max() < 10
    assert right[32:48].min() > 60
    assert left[32:48].max() < 10


def test_the_waveform_of_a_long_call_is_thinned(files: RecordingFiles) -> None:
    seconds = 101
    sound = np.zeros((2, seconds * 16_000), np.int16)
    sound[0, 80 * 16_000 : 80 * 16_000 + 400] = tone(25)
    kept(files, sound)
    known = waveform.stored(files.waveform(CALL))
    assert known is not None
    assert known.point_ms == 100
    assert len(known.peaks[0]) == seconds * 10
    assert int(np.argmax(known.peaks[0])) == 800


def test_a_lost_waveform_is_taken_from_the_recording(files: RecordingFiles) -> None:
    kept(files, two_voices())
    known = waveform.stored(files.waveform(CALL))
    assert done(waveform_of(files, CALL)) == known


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"duration_ms": 1, "peaks": 3}', "\x00"])
def test_a_waveform_that_cannot_be_read_is_none(tmp_path: Path, content: str) -> None:
    path = tmp_path / "waveform.json"
    path.write_text(content)
    assert waveform.stored(path) is None
    waveform.store(Waveform(50, 50, ((3,),)), path)
    assert waveform.stored(path) == Waveform(50, 50, ((3,),))
