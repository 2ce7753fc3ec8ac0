import wave
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from salescoach.domain.audio import AudioFrame, ms_to_samples
from salescoach.kit.errors import InvalidInput, NotFound
from salescoach.speech.media import FRAME_MS, Recording, frames, paired, probe

FIXTURES = Path(__file__).parents[2] / "fixtures/audio"
Samples = npt.NDArray[np.int16]


def tone(hertz: float, ms: int, rate: int) -> Samples:
    at = np.arange(rate * ms // 1000) / rate
    return (8_000 * np.sin(2 * np.pi * hertz * at)).astype(np.int16)


def write(path: Path, *channels: Samples, rate: int = 16_000) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(len(channels))
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(np.stack(channels, axis=1).astype("<i2").tobytes())
    return path


def sound(heard: list[AudioFrame], channel: int) -> Samples:
    return np.frombuffer(b"".join(f.pcm for f in heard if f.channel == channel), "<i2")


def pitch(samples: Samples) -> float:
    spectrum = np.abs(np.fft.rfft(samples))
    return float(spectrum.argmax() * 16_000 / len(samples))


@pytest.mark.parametrize("rate", [8_000, 16_000, 44_100, 48_000])
def test_any_rate_becomes_16_khz(tmp_path: Path, rate: int) -> None:
    path = write(tmp_path / "a.wav", tone(440, 1_000, rate), rate=rate)

    heard = list(frames(path, (3,)))

    assert len(sound(heard, 3)) == pytest.approx(16_000, abs=40)
    assert pitch(sound(heard, 3)) == pytest.approx(440, abs=2)


def test_the_channels_come_in_turn_in_frames_of_50_ms(tmp_path: Path) -> None:
    path = write(tmp_path / "a.wav", tone(300, 1_020, 16_000), tone(900, 1_020, 16_000))

    heard = list(frames(path, (0, 1)))

    assert [(f.channel, f.seq) for f in heard] == [(c, s) for s in range(21) for c in (0, 1)]
    assert {f.duration_ms for f in heard[:-2]} == {FRAME_MS}
    assert [f.duration_ms for f in heard[-2:]] == [20, 20]
    assert pitch(sound(heard, 0)) == pytest.approx(300, abs=2)
    assert pitch(sound(heard, 1)) == pytest.approx(900, abs=2)


def test_samples_at_16_khz_are_not_touched(tmp_path: Path) -> None:
    left, right = tone(300, 500, 16_000), tone(900, 500, 16_000)

    heard = list(frames(write(tmp_path / "a.wav", left, right), (0, 1)))

    assert np.array_equal(sound(heard, 0), left)
    assert np.array_equal(sound(heard, 1), right)


def test_two_channels_asked_for_as_one_are_mixed(tmp_path: Path) -> None:
    path = write(tmp_path / "a.wav", tone(300, 500, 16_000), np.zeros(8_000, np.int16))

    heard = sound(list(frames(path, (0,))), 0)

    assert pitch(heard) == pytest.approx(300, abs=2)


def test_a_file_says_what_it_holds(tmp_path: Path) -> None:
    mono = write(tmp_path / "a.wav", tone(300, 500, 16_000))
    four = write(tmp_path / "b.wav", *[tone(300, 500, 16_000)] * 4)

    assert probe(mono) == Recording(mono, 1, 0.5)
    assert probe(four).channels == 2


def test_a_compressed_recording_is_read() -> None:
    path = FIXTURES / "two_channel_short.ogg"
    held = probe(path)

    heard = list(frames(path, (0, 1)))

    assert held.channels == 2
    assert held.duration_s is not None
    assert len(sound(heard, 1)) / 16_000 == pytest.approx(held.duration_s, abs=0.1)


@pytest.mark.parametrize("content", [b"", b"not a sound", b"RIFF" + bytes(40), bytes(10_000)])
def test_what_is_no_audio_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "private-name.wav"
    path.write_bytes(content)

    with pytest.raises(InvalidInput) as refused:
        list(frames(path, (0,)))

    assert refused.value.code == "not_audio"
    assert str(tmp_path) not in refused.value.message


def test_a_missing_file_or_a_folder_is_not_found(tmp_path: Path) -> None:
    for path in (tmp_path / "none.wav", tmp_path):
        with pytest.raises(NotFound) as missing:
            probe(path)
        assert missing.value.code == "file_not_found"


def test_two_recordings_are_played_side_by_side(tmp_path: Path) -> None:
    long = write(tmp_path / "a.wav", tone(300, 200, 16_000))
    short = write(tmp_path / "b.wav", tone(900, 100, 16_000))

    heard = list(paired(frames(long, (0,)), frames(short, (1,))))

    assert [(f.channel, f.seq) for f in heard] == [(0, 0), (1, 0), (0, 1), (1, 1), (0, 2), (0, 3)]
    assert sum(f.samples for f in heard) == ms_to_samples(300)
