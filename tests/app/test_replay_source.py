import wave
from collections.abc import Iterable
from pathlib import Path

import pytest

from salescoach.app.replay_source import BOTH, MIXED, Source, open_source, transcript_source
from salescoach.domain.audio import AudioFrame, Speaker
from salescoach.kit.errors import InvalidInput, NotFound
from salescoach.speech.written import WrittenLine


def recording(path: Path, channels: int, ms: int = 100) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes(bytes(2 * channels * 16 * ms))
    return path


def played(source: Source) -> list[AudioFrame]:
    frames = source.frames()
    assert isinstance(frames, Iterable)
    return list(frames)


def test_two_channels_are_the_two_sides(tmp_path: Path) -> None:
    source = open_source(recording(tmp_path / "a.wav", 2))

    assert source.channels == BOTH
    assert {frame.channel for frame in played(source)} == {0, 1}


def test_one_channel_is_of_nobody_known(tmp_path: Path) -> None:
    source = open_source(recording(tmp_path / "a.wav", 1))

    assert source.channels == MIXED
    assert {frame.channel for frame in played(source)} == {0}


def test_a_file_for_each_side(tmp_path: Path) -> None:
    source = open_source(
        None, recording(tmp_path / "rep.wav", 1), recording(tmp_path / "customer.wav", 2)
    )

    assert source.channels == BOTH
    assert [frame.channel for frame in played(source)] == [0, 1, 0, 1]


def test_a_source_can_be_played_again(tmp_path: Path) -> None:
    source = open_source(recording(tmp_path / "a.wav", 2))

    assert played(source) == played(source)


@pytest.mark.parametrize(
    ("file", "salesperson", "customer", "code"),
    [
        (True, True, False, "two_sources"),
        (True, False, True, "two_sources"),
        (False, True, False, "no_source"),
        (False, False, False, "no_source"),
    ],
)
def test_it_is_one_or_the_other(
    tmp_path: Path, file: bool, salesperson: bool, customer: bool, code: str
) -> None:
    path = recording(tmp_path / "a.wav", 1)

    with pytest.raises(InvalidInput) as refused:
        open_source(
            path if file else None, path if salesperson else None, path if customer else None
        )

    assert refused.value.code == code


def test_a_missing_side_is_told_before_anything_is_played(tmp_path: Path) -> None:
    here = recording(tmp_path / "a.wav", 1)

    with pytest.raises(NotFound):
        open_source(None, here, tmp_path / "none.wav")
    with pytest.raises(NotFound):
        open_source(tmp_path / "none.wav")


def test_two_people_of_one_side_are_two_voices() -> None:
    lines = tuple(
        WrittenLine(name, speaker, "Well, we thought so.", start, start + 900)
        for start, (name, speaker) in enumerate(
            [
                ("Rebecca", Speaker.SALESPERSON),
                ("Mr Hill", Speaker.CUSTOMER),
                ("Janet", Speaker.CUSTOMER),
                ("Mr Hill", Speaker.CUSTOMER),
                ("Guest", Speaker.UNKNOWN),
            ]
        )
    )

    script = transcript_source(lines).script

    assert script is not None
    voices = [line.voice for line in script]
    assert voices[1] == voices[3] != voices[2]
    assert voices[4] is None
