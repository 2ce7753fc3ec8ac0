"""Transcripts from elsewhere become lines with a speaker and a time."""

from pathlib import Path

import pytest

from salescoach.domain.audio import Speaker
from salescoach.kit.errors import InvalidInput, NotFound
from salescoach.speech.transcripts.lines import PAUSE_MS
from salescoach.speech.written import read_written


def written(tmp_path: Path, name: str, content: str) -> Path:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    return path


def test_json_has_seconds_and_roles(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "call.json",
        '{"id": "x", "turns": [{"speaker": "salesperson", "text": "Hi.", "start": 0.5, "end": 1},'
        ' {"speaker": "customer", "text": "Hello.", "start": 1.25, "end": 2.5}]}',
    )
    first, second = read_written(path)
    assert (first.speaker, first.start_ms, first.end_ms) == (Speaker.SALESPERSON, 500, 1000)
    assert (second.speaker, second.text, second.end_ms) == (Speaker.CUSTOMER, "Hello.", 2500)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (
            "call.vtt",
            "WEBVTT\n\n00:00:01.250 --> 00:00:03.000\n<v Rep>Hi there\n\n"
            "00:00:04.000 --> 00:00:05.500\nCustomer: Too\nexpensive\n",
        ),
        (
            "call.srt",
            "1\n00:00:01,250 --> 00:00:03,000\nRep: Hi there\n\n"
            "2\n00:00:04,000 --> 00:00:05,500\nCustomer: Too\nexpensive\n",
        ),
    ],
)
def test_captions_have_voices_or_names(tmp_path: Path, name: str, content: str) -> None:
    first, second = read_written(written(tmp_path, name, content))
    assert (first.speaker, first.text, first.start_ms) == (Speaker.SALESPERSON, "Hi there", 1250)
    assert (second.speaker, second.text, second.end_ms) == (
        Speaker.CUSTOMER,
        "Too expensive",
        5500,
    )


def test_plain_text_gets_times_at_the_pace_of_speech(tmp_path: Path) -> None:
    path = written(tmp_path, "call.txt", "Rep: one two three\n\nCustomer: four\n")
    first, second = read_written(path)
    assert first.start_ms == 0
    assert second.start_ms == first.end_ms + PAUSE_MS


def test_a_name_is_no_role_until_somebody_says_so(tmp_path: Path) -> None:
    path = written(tmp_path, "call.txt", "Dana: Hi there.\nLee: Hello.\n")
    assert {line.speaker for line in read_written(path)} == {Speaker.UNKNOWN}
    dana, lee = read_written(path, salesperson="dana")
    assert (dana.speaker, lee.speaker) == (Speaker.SALESPERSON, Speaker.CUSTOMER)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("call.json", "{"),
        ("call.json", '{"turns": []}'),
        ("call.vtt", "no captions here"),
        ("call.txt", "\n \n"),
    ],
)
def test_what_cannot_be_read_is_refused(tmp_path: Path, name: str, content: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_written(written(tmp_path, name, content))
    assert refused.value.code == "invalid_transcript"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        read_written(tmp_path / "absent.txt")
