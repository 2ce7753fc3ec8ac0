"""Whatever comes: it is read by its content, within bounds, or refused with a code."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salescoach.kit.errors import InvalidInput
from salescoach.kit.long_words import LONGEST_WORD
from salescoach.speech.transcripts.lines import (
    LATEST_MS,
    LONGEST_NAME,
    MAX_BYTES,
    NamedLine,
    NotThisForm,
    cleaned,
)
from salescoach.speech.transcripts.read import read_transcript

NAMES = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=20)
WORDS = st.lists(
    st.text(st.characters(categories=["L"]), min_size=1, max_size=9), min_size=1, max_size=9
).map(" ".join)
TURNS = st.lists(
    st.tuples(NAMES, WORDS, st.integers(0, 3_600_000), st.integers(0, 60_000)), min_size=1
)


@given(TURNS)
def test_every_line_comes_back_in_the_order_they_began(
    turns: list[tuple[str, str, int, int]],
) -> None:
    written = {
        "turns": [
            {"speaker": name, "text": text, "start": start / 1000, "end": (start + length) / 1000}
            for name, text, start, length in turns
        ]
    }
    lines = read_transcript(json.dumps(written).encode()).lines
    assert sorted((line.name, line.text, line.start_ms) for line in lines) == sorted(
        (name, text, start) for name, text, start, _ in turns
    )
    starts = [line.start_ms for line in lines]
    assert starts == sorted(starts)
    assert all(line.start_ms < line.end_ms for line in lines)


@given(TURNS)
def test_captions_and_plain_text_say_the_same(turns: list[tuple[str, str, int, int]]) -> None:
    def stamp(ms: int) -> str:
        seconds, rest = divmod(ms, 1000)
        return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"

    spoken = [(f"N{name}", text) for name, text, _, _ in turns]
    cues = [
        f"{stamp(2_000 * at)} --> {stamp(2_000 * at + 1_999)}\n<v {name}>{text}"
        for at, (name, text) in enumerate(spoken)
    ]
    captions = read_transcript(("WEBVTT\n\n" + "\n\n".join(cues) + "\n").encode())
    plain = read_transcript("\n".join(f"{name}: {text}" for name, text in spoken).encode())
    assert [(line.name, line.text) for line in captions.lines] == spoken
    assert [(line.name, line.text) for line in plain.lines] == spoken


@given(st.one_of(st.binary(max_size=400), st.text(max_size=400).map(str.encode)))
def test_anything_else_is_read_within_bounds_or_refused(content: bytes) -> None:
    with suppress(InvalidInput):
        for line in read_transcript(content).lines:
            check(line)


def check(line: NamedLine) -> None:
    assert line.text.strip()
    for text in (line.name, line.text):
        assert not any(ord(letter) < 32 or 127 <= ord(letter) < 160 for letter in text)
        assert text == " ".join(text.split())
    assert len(line.name) <= LONGEST_NAME
    assert 0 <= line.start_ms <= LATEST_MS


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_texts_of_windows_programs_are_read(encoding: str) -> None:
    (line,) = read_transcript("Zoë: très cher".encode(encoding)).lines
    assert (line.name, line.text) == ("Zoë", "très cher")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b" \n",
        b"\x00\x01\x02",
        b'{"a": 1}',
        b'[{"file": "x"}]',
        b"WEBVTT\n",
        b"a" * (MAX_BYTES + 1),
        b"Sam: " + b"a" * 30_000,
    ],
    ids=["empty", "blank", "bytes", "object", "array", "no cue", "large", "long line"],
)
def test_what_is_no_transcript_is_refused(content: bytes) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_transcript(content)
    assert refused.value.code == "invalid_transcript"


CUES = """1
00:00:01,000 --> 00:00:04,000
Dr: Anna Reed: Hi there: is now okay?

2
00:00:03,500 --> 00:00:09,000
Bob: Note: it is too expensive.

3
00:00:05,000 --> 00:00:12,000
Dr: Anna Reed: I hear you.

4
00:00:12,000 --> 00:00:13,000
Bob: Goodbye.
"""


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_a_name_with_a_colon_is_told_from_words_with_one(line_end: str) -> None:
    lines = read_transcript(b"\xef\xbb\xbf" + CUES.replace("\n", line_end).encode()).lines
    assert [(line.name, line.text) for line in lines] == [
        ("Dr: Anna Reed", "Hi there: is now okay?"),
        ("Bob", "Note: it is too expensive."),
        ("Dr: Anna Reed", "I hear you."),
        ("Bob", "Goodbye."),
    ]


@pytest.mark.parametrize(
    ("turns", "why"),
    [
        ([("hi", 0.0)] * 50_001, "more than 50,000 lines"),
        ([("a" * 20_001, 0.0)], "more than 20,000 characters at once"),
    ],
)
def test_what_is_beyond_its_bounds_is_said(turns: list[tuple[str, float]], why: str) -> None:
    told = [{"speaker": "Rep", "text": text, "start": at, "end": at + 1} for text, at in turns]
    with pytest.raises(InvalidInput, match=why) as refused:
        read_transcript(json.dumps({"turns": told}).encode())
    assert refused.value.code == "invalid_transcript"


@pytest.mark.parametrize("start_ms", [-1, LATEST_MS + 1])
def test_no_line_begins_outside_its_call(start_ms: int) -> None:
    with pytest.raises(NotThisForm, match="before the call, or a day after"):
        cleaned([NamedLine("Rep", "hi", start_ms, start_ms + 1)])


MANY = 300_000
CUE = "WEBVTT\n\n00:01.000 --> 00:02.000\n"


@pytest.mark.parametrize(
    "text",
    [
        "1\n" + "\n" * MANY + "x",
        "1:11" + " " * MANY + "x",
        "[1:11]" + " " * MANY + "- " + " " * MANY + "D",
        "Dana" + "\t" * MANY + "(1:11" + " " * MANY,
        CUE + "a\n" * MANY,
        CUE + "A: b\n" * 10_000,
    ],
    ids=["line ends", "spaces", "bracket", "tabs", "cue", "names"],
)
def test_a_file_that_could_be_read_in_endless_ways_costs_no_more_than_its_length(text: str) -> None:
    """These once took minutes, and days at the size that is taken."""
    with suppress(InvalidInput):
        read_transcript(text.encode())


def test_a_word_without_end_is_no_word() -> None:
    (line,) = read_transcript(f"Dana: {'a-' * 5_000}".encode()).lines
    assert max(map(len, line.text.split())) <= LONGEST_WORD
