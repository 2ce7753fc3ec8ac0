"""Sound out of files whose name is not known: only of recordings, and on through damage."""

import io

import av
import numpy as np
import numpy.typing as npt
import pytest

from salescoach.kit.errors import InvalidInput
from salescoach.speech.apart.sound import Damage, look_at_sound, sound
from tests.speech.apart.files import RATE, voice, wav, without_channels

SILENCE = np.zeros(RATE, np.int16)


def encoded(form: str, codec: str, rate: int, *channels: npt.NDArray[np.int16]) -> bytes:
    file = io.BytesIO()
    layout = "stereo" if len(channels) == 2 else "mono"
    with av.open(file, "w", format=form) as container:
        stream = container.add_stream(codec, rate=rate, layout=layout)
        assert isinstance(stream, av.AudioStream)
        frame = av.AudioFrame.from_ndarray(
            np.stack(channels, axis=1).reshape(1, -1), format="s16", layout=layout
        )
        frame.sample_rate = rate
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return file.getvalue()


def heard(content: bytes, channels: int) -> tuple[int, Damage]:
    damage = Damage()
    return sum(b.shape[1] for b in sound(io.BytesIO(content), channels, damage)), damage


@pytest.mark.parametrize("rate", [8_000, 16_000, 48_000])
def test_any_rate_becomes_what_the_product_hears(rate: int) -> None:
    content = wav(voice(1.5, rate=rate), rate=rate)
    found = look_at_sound(io.BytesIO(content))
    assert (found.format, found.channels, found.mixed) == ("wav", 1, False)
    assert found.duration_s == pytest.approx(1.5, abs=0.01)
    samples, damage = heard(content, 1)
    assert samples == pytest.approx(1.5 * RATE, abs=40)
    assert damage.pieces == 0


@pytest.mark.parametrize(
    ("form", "codec"),
    [("mp3", "mp3"), ("mp4", "aac"), ("ogg", "libopus"), ("webm", "libopus"), ("flac", "flac")],
)
def test_usual_forms_are_read(form: str, codec: str) -> None:
    left, right = voice(2.0, rate=48_000), np.zeros(96_000, np.int16)
    content = encoded(form, codec, 48_000, left, right)
    found = look_at_sound(io.BytesIO(content))
    assert (found.channels, found.mixed) == (2, False)
    samples, _ = heard(content, 2)
    assert samples == pytest.approx(2.0 * RATE, abs=2_000)


@pytest.mark.parametrize("other", ["the same", "one room"])
def test_two_channels_with_the_same_voices_are_one(other: str) -> None:
    left = voice(3.0)
    right = left if other == "the same" else (left * 0.7).astype(np.int16) + 20
    assert look_at_sound(io.BytesIO(wav(left, right))).mixed


def test_a_side_each_is_no_mix() -> None:
    left = np.concatenate([voice(1.0), SILENCE, voice(1.0), SILENCE])
    right = np.concatenate([SILENCE, voice(1.0, 150), SILENCE, voice(1.0, 150)])
    assert not look_at_sound(io.BytesIO(wav(left, right))).mixed
    assert not look_at_sound(io.BytesIO(wav(SILENCE, SILENCE))).mixed


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\x00\x01\x02\x03" * 999, "not_media"),
        (b"#EXTM3U\n#EXTINF:1,\nfile:///etc/hostname\n", "not_media"),
        (b"ffconcat version 1.0\nfile '/etc/hostname'\n", "not_media"),
        (without_channels(), "no_sound"),
        (wav(voice(0.0)), "no_sound"),
    ],
    ids=["noise", "playlist", "list of files", "no channels", "no samples"],
)
def test_what_is_no_recording_is_refused_with_a_code(content: bytes, code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        look_at_sound(io.BytesIO(content))
    assert refused.value.code == code


def test_a_film_without_sound_has_none() -> None:
    file = io.BytesIO()
    with av.open(file, "w", format="mp4") as container:
        stream = container.add_stream("mpeg4", rate=5)
        stream.width = stream.height = 32
        stream.pix_fmt = "yuv420p"
        for _ in range(5):
            frame = av.VideoFrame.from_ndarray(np.zeros((32, 32, 3), np.uint8), format="rgb24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    with pytest.raises(InvalidInput) as refused:
        look_at_sound(io.BytesIO(file.getvalue()))
    assert refused.value.code == "no_sound"


def test_what_was_cut_off_is_heard_as_far_as_it_goes_and_told() -> None:
    content = encoded("mp3", "mp3", 48_000, voice(6.0, rate=48_000))
    samples, damage = heard(content[: len(content) // 2], 1)
    assert 2.0 * RATE < samples < 4.0 * RATE
    assert damage.pieces > 0


def test_damaged_places_are_left_out_and_told() -> None:
    content = bytearray(encoded("mp4", "aac", 16_000, voice(4.0)))
    middle = content.index(b"mdat") + 2_000
    content[middle : middle + 1_500] = b"\xff" * 1_500
    samples, damage = heard(bytes(content), 1)
    assert damage.pieces > 0
    assert 2.0 * RATE < samples <= 4.2 * RATE
