"""What the process answers about a file it was handed."""

import io
import json

import pytest

from salescoach.kit.errors import InvalidInput
from salescoach.speech.apart.reader import look, play
from tests.speech.apart.files import voice, wav


def test_a_transcript_comes_with_its_lines() -> None:
    found = look(io.BytesIO(b"Rep: Hi there\nDana: Hello\n"))
    assert (found["kind"], found["format"]) == ("transcript", "text")
    assert [line[:2] for line in found["lines"]] == [["Rep", "Hi there"], ["Dana", "Hello"]]


def test_a_call_that_was_exported_here_is_told_by_its_first_bytes() -> None:
    written = json.dumps({"format": "salescoach.call", "format_version": 1}).encode()
    assert look(io.BytesIO(written))["kind"] == "document"


def test_a_recording_is_told_by_its_content() -> None:
    found = look(io.BytesIO(wav(voice(1.0))))
    assert (found["kind"], found["channels"], found["duration_ms"]) == ("recording", 1, 1_000)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"\n", "empty_file"),
        (b"nobody says\nwho speaks\n", "nobody_named"),
        (b'{"some": "json"}', "invalid_transcript"),
        (b"\x7fELF\x02\x01\x01\x00" + bytes(100), "not_media"),
        (bytes(5_000), "not_media"),
    ],
)
def test_what_is_neither_is_refused_with_a_code(content: bytes, code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        look(io.BytesIO(content))
    assert refused.value.code == code


def test_channels_are_interleaved() -> None:
    out = io.BytesIO()
    left, right = voice(0.5), voice(0.5, 150)
    assert play(io.BytesIO(wav(left, right)), 2, out) == {"damaged": False}
    assert out.getvalue() == wav(left, right)[44:]
