"""Subtitles hold for any turns: times that players take, in order, and the words again."""

import re
from pathlib import Path

import webvtt
from hypothesis import given
from hypothesis import strategies as st

from salescoach.domain.audio import Speaker
from salescoach.domain.turn import Turn
from salescoach.rooms.export.subtitles import srt, vtt
from salescoach.speech.written import read_written
from tests.rooms.export.turns import any_turns

TIME = re.compile(r"^(\d{2,}):([0-5]\d):([0-5]\d)[,.](\d{3})$")


def _ms(time: str) -> int:
    found = TIME.match(time)
    assert found, time
    hours, minutes, seconds, ms = map(int, found.groups())
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms


def _blocks(text: str) -> list[list[str]]:
    return [block.split("\n") for block in text.strip("\n").split("\n\n") if block]


def _spans(lines: list[str]) -> list[tuple[int, int]]:
    spans = []
    for line in lines:
        start, _, end = line.partition(" --> ")
        spans.append((_ms(start), _ms(end)))
    return spans


@given(any_turns())
def test_srt_has_numbered_cues_in_order(turns: list[Turn]) -> None:
    blocks = _blocks(srt(turns))

    assert all(len(block) == 3 for block in blocks)
    assert [block[0] for block in blocks] == [str(n) for n in range(1, len(blocks) + 1)]
    spans = _spans([block[1] for block in blocks])
    assert all(start < end for start, end in spans)
    assert spans == sorted(spans, key=lambda span: span[0])
    assert len(blocks) == sum(bool(turn.text.split()) for turn in turns)


@given(any_turns())
def test_vtt_has_cues_in_order(turns: list[Turn]) -> None:
    head, *blocks = _blocks(vtt(turns))

    assert head == ["WEBVTT"]
    assert all(len(block) == 2 for block in blocks)
    spans = _spans([block[0] for block in blocks])
    assert all(start < end for start, end in spans)
    assert spans == sorted(spans, key=lambda span: span[0])
    for _, said in blocks:
        assert re.match(r"^<v (Salesperson|Customer|Unknown)>[^<>]*$", said)


@given(st.lists(st.sampled_from(["a < b & c", "x --> y", "</v><b>loud</b>", "&amp;", "plain"])))
def test_vtt_text_builds_no_tags(texts: list[str]) -> None:
    turns = [
        Turn(f"t{n}", Speaker.CUSTOMER, text, n * 1000, n * 1000 + 900)
        for n, text in enumerate(texts)
    ]

    read = [caption.voice for caption in webvtt.from_string(vtt(turns)).captions]

    assert read == ["Customer"] * len(texts)


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    turns = [
        Turn("t1", Speaker.SALESPERSON, "Hi Dana.", 0, 1200),
        Turn("t2", Speaker.CUSTOMER, "Hours:\nnine to five", 3_599_999, 3_661_001),
    ]
    for name, text in (("call.srt", srt(turns)), ("call.vtt", vtt(turns))):
        file = tmp_path / name
        file.write_text(text, encoding="utf-8")

        lines = read_written(file)

        assert [(each.speaker, each.text, each.start_ms, each.end_ms) for each in lines] == [
            (Speaker.SALESPERSON, "Hi Dana.", 0, 1200),
            (Speaker.CUSTOMER, "Hours: nine to five", 3_599_999, 3_661_001),
        ]


def test_a_call_without_words() -> None:
    assert srt([]) == ""
    assert vtt([]) == "WEBVTT\n"
