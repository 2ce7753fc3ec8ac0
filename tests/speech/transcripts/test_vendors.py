"""What speech services write as JSON."""

import json

import pytest

from salescoach.speech.transcripts.lines import NotThisForm
from salescoach.speech.transcripts.vendors import read_vendor_json


def said(written: object) -> list[tuple[str, str, int, int]]:
    call = read_vendor_json(json.dumps(written).encode())
    return [(line.name, line.text, line.start_ms, line.end_ms) for line in call.lines]


def word(text: str, start: float, end: float, speaker: int | None = None) -> dict[str, object]:
    return {"word": text.lower(), "punctuated_word": text, "start": start, "end": end,
            "confidence": 0.99, "speaker": speaker}  # fmt: skip


def test_deepgram_utterances_name_the_voice_or_the_channel() -> None:
    channel = {"alternatives": [{"transcript": "", "words": []}]}
    utterance = {"start": 0.5, "end": 1.25, "transcript": "Hi.", "speaker": 1, "channel": 1}
    results = {"channels": [channel], "utterances": [utterance]}
    assert said({"metadata": {}, "results": results}) == [("Speaker 1", "Hi.", 500, 1_250)]
    assert said({"results": results | {"channels": [channel, channel]}})[0][0] == "Channel 2"


def test_deepgram_words_become_lines_at_ends_and_pauses_and_turns() -> None:
    words = [
        word("Hi.", 0.0, 0.4, 0),
        word("Too", 0.5, 0.7, 1),
        word("dear", 0.8, 1.0, 1),
        word("Well", 3.0, 3.4, 1),
    ]
    results = {"channels": [{"alternatives": [{"words": words}]}]}
    assert said({"results": results}) == [
        ("Speaker 0", "Hi.", 0, 400),
        ("Speaker 1", "Too dear", 500, 1_000),
        ("Speaker 1", "Well", 3_000, 3_400),
    ]


def test_deepgram_channels_are_the_speakers_of_a_call_with_a_channel_each() -> None:
    def channel(*words: dict[str, object]) -> dict[str, object]:
        return {"alternatives": [{"words": list(words)}]}

    results = {"channels": [channel(word("Hi.", 0, 0.4)), channel(word("Yes.", 0.5, 1.0))]}
    assert [line[:2] for line in said({"results": results})] == [
        ("Channel 1", "Hi."),
        ("Channel 2", "Yes."),
    ]


def test_assemblyai_counts_in_milliseconds() -> None:
    utterances = [{"speaker": "A", "start": 250, "end": 900, "text": "Hi.", "confidence": 1}]
    written = {"id": "x", "status": "completed", "audio_duration": 12, "words": []}
    assert said(written | {"utterances": utterances}) == [("Speaker A", "Hi.", 250, 900)]
    words = [{"text": "Hi.", "start": 250, "end": 900, "speaker": None}]
    assert said(written | {"utterances": None, "words": words}) == [("", "Hi.", 250, 900)]


def test_whisper_has_segments_and_perhaps_speakers() -> None:
    segments = [{"id": 0, "start": 1, "end": 2.5, "text": " Hi.", "speaker": "SPEAKER_00"}]
    assert said({"text": "Hi.", "segments": segments}) == [("SPEAKER_00", " Hi.", 1_000, 2_500)]


def test_turns_are_in_seconds() -> None:
    turns = [{"speaker": "customer", "text": "Hello.", "start": 1.25, "end": 2}]
    assert said({"turns": turns}) == [("customer", "Hello.", 1_250, 2_000)]


@pytest.mark.parametrize(
    "written",
    [
        {},
        [],
        {"turns": []},
        {"turns": [{"text": "Hi.", "start": -1, "end": 2}]},
        {"turns": [{"text": "Hi.", "start": 1, "end": 1e9}]},
        {"audio_duration": 3, "utterances": None, "words": None},
        {"results": {"channels": []}},
    ],
)
def test_other_json_is_no_transcript(written: object) -> None:
    with pytest.raises(NotThisForm):
        said(written)
