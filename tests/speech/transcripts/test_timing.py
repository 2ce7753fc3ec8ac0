"""Which times of a transcript are its own: what is made up is said to be."""

import pytest

from salescoach.speech.transcripts.read import read_transcript

CUES = "WEBVTT\n\n{0} --> {1}\nRep: How do you handle calls today?\n\n{2} --> {3}\nDana: Badly.\n"
FULL = CUES.format("00:01.000", "00:03.000", "00:03.500", "00:04.200")
ZEROS = CUES.format(*["00:00.000"] * 4)
NO_ENDS = CUES.format("00:01.000", "00:01.000", "00:03.500", "00:03.500")


@pytest.mark.parametrize(
    ("content", "timing"),
    [
        (FULL, "full"),
        (ZEROS, "none"),
        (NO_ENDS, "starts"),
        ("Rep: How do you handle calls?\nDana: Badly.\n", "none"),
        ("[00:01] Rep: How do you handle calls?\n[00:04] Dana: Badly.\n", "starts"),
        ("[00:01] Rep: How do you handle calls?\nDana: Badly.\nRep: Why?\nDana: Ah.\n", "none"),
        ('{"turns": [{"text": "Hello there", "start": 0, "end": 0},'
         ' {"text": "Hi", "start": 0, "end": 0}]}', "none"),
        ('{"turns": [{"text": "Hello there", "start": 0, "end": 1.2},'
         ' {"text": "Hi", "start": 2, "end": 2.5}]}', "full"),
    ],
)  # fmt: skip
def test_times_are_what_the_file_says_and_no_more(content: str, timing: str) -> None:
    call = read_transcript(content.encode())
    assert call.timing == timing
    starts = [line.start_ms for line in call.lines]
    assert starts == sorted(set(starts))


def test_without_times_lines_stay_in_their_order() -> None:
    turns = ", ".join(f'{{"text": "line {n}", "start": 0, "end": 0}}' for n in range(12))
    call = read_transcript(f'{{"turns": [{turns}]}}'.encode())
    assert [line.text for line in call.lines] == [f"line {n}" for n in range(12)]
