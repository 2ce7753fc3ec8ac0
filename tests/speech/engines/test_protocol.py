import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salescoach.speech.engines.protocol import (
    MAX_PAYLOAD,
    Frame,
    FrameReader,
    Kind,
    Line,
    ProtocolError,
    pack_count,
    unpack_count,
)

FRAMES = st.builds(Frame, st.sampled_from(Kind), st.integers(0, 255), st.binary(max_size=300))
LINES = st.builds(
    Line,
    st.integers(0, 2**32 - 1),
    st.booleans(),
    st.integers(0, 2**32 - 1),
    st.integers(0, 2**32 - 1),
    st.floats(0, 1, width=32),
    st.text(max_size=100),
)


@given(st.lists(FRAMES, max_size=10), st.integers(1, 64))
@settings(deadline=None)
def test_frames_survive_any_cutting_of_the_pipe(frames: list[Frame], piece: int) -> None:
    packed = b"".join(frame.pack() for frame in frames)
    reader = FrameReader()
    received = [
        frame
        for start in range(0, len(packed), piece)
        for frame in reader.feed(packed[start : start + piece])
    ]
    assert received == frames


@given(LINES)
@settings(deadline=None)
def test_a_line_comes_back_as_it_was(line: Line) -> None:
    assert Line.unpack(line.pack()) == line


@given(st.integers(0, 2**64 - 1))
@settings(deadline=None)
def test_a_count_comes_back_as_it_was(samples: int) -> None:
    assert unpack_count(pack_count(samples)) == samples


@given(st.binary(max_size=400))
@settings(deadline=None)
def test_garbage_is_refused_or_awaited_but_never_crashes(garbage: bytes) -> None:
    reader = FrameReader()
    try:
        for frame in reader.feed(garbage):
            assert frame.pack() in garbage
    except ProtocolError:
        pass


def test_a_frame_too_large_is_refused_before_it_is_collected() -> None:
    head = Frame(Kind.AUDIO, 0, b"").pack()[:2] + (MAX_PAYLOAD + 1).to_bytes(4, "little")
    with pytest.raises(ProtocolError, match="too large"):
        FrameReader().feed(head)


@pytest.mark.parametrize("payload", [b"", b"\0" * 5, b"\0" * 17 + b"\xff\xfe"])
def test_a_line_that_is_none_is_refused(payload: bytes) -> None:
    with pytest.raises(ProtocolError):
        Line.unpack(payload)
