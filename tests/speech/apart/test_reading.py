"""The confined process, from the side that gives it a file."""

from pathlib import Path

import numpy as np
import pytest

from salescoach.kit.errors import InvalidInput, NotFound
from salescoach.speech.apart.reading import ApartSound, look
from tests.speech.apart.files import voice, wav


async def test_frames_are_the_files_sound_channel_by_channel(tmp_path: Path) -> None:
    left, right = voice(0.33), voice(0.33, 150)
    file = tmp_path / "call"
    file.write_bytes(wav(left, right))

    found = await look(file)
    assert (found.kind, found.channels, found.duration_ms) == ("recording", 2, 330)

    sound = ApartSound(file, (3, 7))
    frames = [frame async for frame in sound]
    assert [(frame.channel, frame.seq) for frame in frames[:4]] == [(3, 0), (7, 0), (3, 1), (7, 1)]
    for channel, samples in ((3, left), (7, right)):
        pcm = b"".join(frame.pcm for frame in frames if frame.channel == channel)
        assert np.array_equal(np.frombuffer(pcm, "<i2"), samples)
    assert not sound.damaged


async def test_a_refusal_has_the_code_of_the_process(tmp_path: Path) -> None:
    file = tmp_path / "call"
    file.write_bytes(b"\x00\x01\x02\x03" * 999)
    with pytest.raises(InvalidInput) as refused:
        await look(file)
    assert refused.value.code == "not_media"
    with pytest.raises(InvalidInput) as refused:
        assert [frame async for frame in ApartSound(file, (0,))] == []
    assert refused.value.code == "not_media"


async def test_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        await look(tmp_path / "gone")
