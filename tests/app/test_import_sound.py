"""The sound of an imported file: its sides where a live call has them, its moments where they were,
and nothing of what was masked."""

import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from salescoach.app.import_sound import keep_sound
from salescoach.domain.audio import AudioFrame, Channel, Speaker, ms_to_samples
from salescoach.domain.events import Masked
from salescoach.infra.codec import encode_event
from salescoach.kit.masking import Kind
from salescoach.rooms.imports.staged import StagedSound
from salescoach.rooms.recordings.mixdown import Sound
from salescoach.speech.apart.reading import ApartSound
from tests.rooms.calls.events import CALL, ended, line, started
from tests.rooms.recordings.sounds import (
    LEFT_HZ,
    RIGHT_HZ,
    heard,
    loudness,
    pitch,
    tone,
)

LENGTH_MS = 3_050


def journal(folder: Path) -> Path:
    """The second of 1-2 s is masked, with its margin 0.6 to 2.4."""
    events = (
        started(),
        line(2, "My card is [card].", turn_id="t1", start_ms=1_000, end_ms=2_000),
        Masked(call_id=CALL, seq=3, turn_id="t1", stored={Kind.CARD: 1}, sent={}),
        ended(4, duration_s=LENGTH_MS / 1000),
    )
    path = folder / "events.jsonl"
    path.write_bytes(b"".join(encode_event(event) + b"\n" for event in events))
    return path


def frames(*channels: tuple[int, int]) -> Iterator[AudioFrame]:
    """Of 50 ms, the channels in turn, each a number and the pitch that is heard there."""
    sounds = {number: tone(LENGTH_MS, hertz) for number, hertz in channels}
    size = ms_to_samples(50)
    for seq, at in enumerate(range(0, ms_to_samples(LENGTH_MS), size)):
        for number, sound in sounds.items():
            yield AudioFrame(number, seq, sound[at : at + size].astype("<i2").tobytes())


def kept(folder: Path, channels: int) -> Sound:
    return heard(folder / "sound" / "call" / "call.opus", channels)


async def test_the_salesperson_is_left_and_what_was_masked_is_silent(tmp_path: Path) -> None:
    customer_first = (Channel(0, Speaker.CUSTOMER), Channel(1, Speaker.SALESPERSON))
    staged = StagedSound(tmp_path / "sound")
    played = frames((0, RIGHT_HZ), (1, LEFT_HZ))
    await keep_sound(played, customer_first, journal(tmp_path), staged)

    assert staged.is_there
    left, right = kept(tmp_path, 2)
    assert abs(len(left) - ms_to_samples(LENGTH_MS)) < ms_to_samples(60)
    assert (pitch(left[: ms_to_samples(500)]), pitch(right[: ms_to_samples(500)])) == (
        LEFT_HZ,
        RIGHT_HZ,
    )
    masked, after = slice(*map(ms_to_samples, (700, 2_300))), ms_to_samples(2_500)
    for side in (left, right):
        assert loudness(side[masked]) < 50 < 5_000 < loudness(side[after:])


async def test_one_channel_for_everybody_is_kept_as_one(tmp_path: Path) -> None:
    staged = StagedSound(tmp_path / "sound")
    nobody_known = (Channel(0, Speaker.UNKNOWN), Channel(1, Speaker.UNKNOWN))
    await keep_sound(frames((0, LEFT_HZ), (1, RIGHT_HZ)), nobody_known, journal(tmp_path), staged)
    (both,) = kept(tmp_path, 1)
    spectrum = np.abs(np.fft.rfft(both[: ms_to_samples(500)].astype(np.float64)))
    assert min(spectrum[LEFT_HZ // 2], spectrum[RIGHT_HZ // 2]) > 20 * np.median(spectrum)


async def test_the_file_is_read_in_a_process_of_its_own(tmp_path: Path) -> None:
    with wave.open(str(tmp_path / "call.wav"), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(16_000)
        both = np.stack([tone(LENGTH_MS, LEFT_HZ), tone(LENGTH_MS, RIGHT_HZ)], axis=1)
        file.writeframes(both.astype("<i2").tobytes())
    channels = (Channel(0, Speaker.SALESPERSON), Channel(1, Speaker.CUSTOMER))
    sound = ApartSound(tmp_path / "call.wav", (0, 1))
    await keep_sound(sound, channels, journal(tmp_path), StagedSound(tmp_path / "sound"))
    left, right = kept(tmp_path, 2)
    assert (pitch(left[: ms_to_samples(500)]), pitch(right[: ms_to_samples(500)])) == (
        LEFT_HZ,
        RIGHT_HZ,
    )
