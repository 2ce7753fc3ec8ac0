"""The messages of both dialects, as the vendor's client builds them, and what becomes of them."""

import copy
from typing import Any

import pytest
from deepgram.core.unchecked_base_model import construct_type

from salescoach.domain.playbook import Term
from salescoach.domain.transcript import Transcript
from salescoach.speech.engines.deepgram_flux import FluxLines
from salescoach.speech.engines.deepgram_nova import LONGEST_LINE_MS, NovaLines
from salescoach.speech.engines.deepgram_options import DeepgramOptions, key_terms
from salescoach.speech.engines.deepgram_sdk import (
    ListenV1Results,
    ListenV1UtteranceEnd,
    ListenV2FatalError,
    ListenV2TurnInfo,
)
from salescoach.speech.errors import SpeechError
from salescoach.speech.vocabulary import Mender
from tests.speech.engines.deepgram_service import shapes

NOTHING_TO_MEND = Mender(())
V1 = shapes("listen_v1.json")
V2 = shapes("listen_v2.json")


def nova(mender: Mender = NOTHING_TO_MEND, *, voices: bool = False) -> NovaLines:
    return NovaLines(1, mender, voices=voices)


def results(*words: tuple[str, float, float], **fields: Any) -> object:
    """Words with their start and end in seconds."""
    message = copy.deepcopy(V1["Results"]) | {"is_final": False, "speech_final": False} | fields
    heard = [
        {"word": word, "punctuated_word": word, "start": start, "end": end, "confidence": 0.8}
        for word, start, end in words
    ]
    text = " ".join(word for word, _, _ in words)
    message["channel"]["alternatives"] = [{"transcript": text, "confidence": 0.8, "words": heard}]
    return construct_type(type_=ListenV1Results, object_=message)


def utterance_end() -> object:
    return construct_type(type_=ListenV1UtteranceEnd, object_=V1["UtteranceEnd"])


def turn(event: str, text: str = "", index: int = 0, **fields: Any) -> object:
    message = V2["TurnInfo"] | {"event": event, "transcript": text, "turn_index": index} | fields
    return construct_type(type_=ListenV2TurnInfo, object_=message)


def texts(lines: list[Transcript]) -> list[tuple[str, bool]]:
    return [(line.text, line.is_final) for line in lines]


def test_a_result_is_a_line_with_its_words() -> None:
    lines = nova()
    message = construct_type(type_=ListenV1Results, object_=V1["Results"])
    *_, line = lines.take(message)
    assert (line.text, line.is_final) == ("That is too expensive.", True)
    assert (line.channel, line.start_ms, line.end_ms) == (1, 160, 1_120)
    assert [word.text for word in line.words] == ["That", "is", "too", "expensive."]
    assert line.confidence == pytest.approx(0.98, abs=0.01)
    assert (lines.heard_ms, lines.settled_ms) == (1_200, 1_200)
    assert not lines.unfinished


def test_settled_pieces_make_one_line_until_the_pause() -> None:
    lines = nova()
    heard = [
        *lines.take(results(("It", 0.1, 0.3), duration=0.5)),
        *lines.take(results(("It", 0.1, 0.3), ("is", 0.4, 0.6), is_final=True, duration=1.0)),
        *lines.take(results(("far", 1.1, 1.3), start=1.0, duration=0.4)),
        *lines.take(results(("far", 1.1, 1.3), ("off", 1.4, 1.6), start=1.0, duration=0.9,
                            is_final=True, speech_final=True)),
    ]  # fmt: skip
    assert texts(heard) == [
        ("It", False),
        ("It is", False),
        ("It is far", False),
        ("It is far off", False),
        ("It is far off", True),
    ]
    assert {line.line_id for line in heard} == {"0"}
    assert (heard[-1].start_ms, heard[-1].end_ms) == (100, 1_600)


def test_words_that_turn_out_to_be_nothing_go() -> None:
    lines = nova()
    list(lines.take(results(("um", 0.1, 0.3), duration=0.5)))
    assert texts(list(lines.take(results(is_final=True, duration=1.0)))) == [("", True)]
    assert not lines.unfinished
    assert list(lines.take(results(is_final=True, start=1.0))) == []


def test_where_noise_hides_the_pause_the_end_of_the_utterance_ends_the_line() -> None:
    lines = nova()
    list(lines.take(results(("Well", 0.1, 0.4), is_final=True, duration=0.5)))
    assert texts(list(lines.take(utterance_end()))) == [("Well", True)]
    assert list(lines.take(utterance_end())) == []


def test_settled_silence_ends_a_line_that_nobody_ended() -> None:
    lines = nova()
    list(lines.take(results(("Well", 0.1, 0.4), is_final=True, duration=0.5)))
    assert list(lines.take(results(is_final=True, start=0.5, duration=1.0))) == []
    ended = list(lines.take(results(is_final=True, start=1.5, duration=1.0)))
    assert texts(ended) == [("Well", True)]


def test_a_line_does_not_grow_for_ever() -> None:
    lines = nova()
    seconds = LONGEST_LINE_MS / 1000
    first = results(("on", 0.0, 0.2), ("and", 4.0, seconds), is_final=True, duration=seconds)
    assert texts(list(lines.take(first)))[-1] == ("on and", True)
    (line,) = lines.take(results(("on", 13.0, 13.2), start=12.0))
    assert line.line_id == "1"


def test_what_was_flushed_is_final() -> None:
    flushed = results(("Yes", 0.1, 0.4), is_final=True, from_finalize=True)
    assert texts(list(nova().take(flushed)))[-1] == ("Yes", True)


def test_a_new_connection_goes_on_with_the_line_on_the_same_clock() -> None:
    lines = nova()
    list(lines.take(results(("It", 0.1, 0.3), is_final=True, duration=1.0)))
    lines.begin(1_000)
    *_, line = lines.take(results(("is", 0.1, 0.3), is_final=True, speech_final=True))
    assert (line.text, line.line_id, line.start_ms, line.end_ms) == ("It is", "0", 100, 1_300)


def test_a_change_of_voice_begins_a_line() -> None:
    lines = nova(voices=True)
    message = copy.deepcopy(V1["Results"])
    for word, voice in zip(
        message["channel"]["alternatives"][0]["words"], (0, 0, 1, 1), strict=True
    ):
        word["speaker"] = voice
    heard = list(lines.take(construct_type(type_=ListenV1Results, object_=message)))
    finals = [line for line in heard if line.is_final]
    assert [(line.text, line.voice) for line in finals] == [("That is", 0), ("too expensive.", 1)]
    assert [line.start_ms for line in finals] == [160, 480]


def test_words_that_turn_out_to_be_another_voice_s_move_to_its_line() -> None:
    lines = nova(voices=True)

    def said(voice: int, **fields: Any) -> list[Transcript]:
        message = copy.deepcopy(V1["Results"]) | fields
        for word in message["channel"]["alternatives"][0]["words"]:
            word["speaker"] = voice
        return list(lines.take(construct_type(type_=ListenV1Results, object_=message)))

    assert [line.voice for line in said(0, is_final=False, speech_final=False)] == [0]
    finals = [line for line in said(1) if line.is_final]
    assert [(line.text, line.voice) for line in finals] == [("", 0), ("That is too expensive.", 1)]


def test_names_are_mended() -> None:
    lines = nova(Mender((Term("Kontora", ("con tora",)),)))
    *_, line = lines.take(results(("con", 0, 0.1), ("tora", 0.1, 0.2), is_final=True))
    assert line.text == "Kontora"


def test_the_end_finishes_what_is_unfinished() -> None:
    lines = nova()
    assert list(lines.end()) == []
    list(lines.take(results(("Yes", 0.1, 0.4), is_final=True)))
    assert texts(list(lines.end())) == [("Yes", True)]


@pytest.mark.parametrize("name", sorted(V1))
def test_no_message_of_nova_does_harm(name: str) -> None:
    lines = nova()
    list(lines.take(construct_type(type_=ListenV1Results, object_=V1["Results"])))
    # What it imports warns, except after the engine's own import.
    from deepgram.listen.v1.socket_client import V1SocketClientResponse

    built = construct_type(type_=V1SocketClientResponse, object_=V1[name])  # type: ignore[arg-type]
    assert built.type == name
    heard = list(lines.take(built))
    assert bool(heard) == (name == "Results")


def test_a_turn_of_flux_is_a_line() -> None:
    lines = FluxLines(1, NOTHING_TO_MEND)
    lines.begin(0)
    words = V2["TurnInfo"]["words"]
    heard = [
        *lines.take(turn("Update", words=[], audio_window_end=0.25)),
        *lines.take(turn("StartOfTurn", "That", words=words[:1], audio_window_end=0.5)),
        *lines.take(turn("EagerEndOfTurn", "That is too expensive.")),
        *lines.take(turn("TurnResumed", "That is too expensive. Really", words=words)),
        *lines.take(turn("EndOfTurn", "That is too expensive. Really.", audio_window_end=2.0)),
        *lines.take(turn("Update", index=1, words=[], audio_window_end=2.25)),
    ]
    assert texts(heard) == [
        ("That", False),
        ("That is too expensive.", False),
        ("That is too expensive. Really", False),
        ("That is too expensive. Really.", True),
    ]
    assert len({line.line_id for line in heard}) == 1
    assert (heard[-1].start_ms, heard[-1].end_ms) == (160, 1_120)
    assert (lines.heard_ms, lines.settled_ms) == (2_250, 2_000)


def test_a_turn_without_times_of_words_has_those_of_its_audio() -> None:
    lines = FluxLines(1, NOTHING_TO_MEND)
    lines.begin(3_000)
    bare = [{"word": "Yes.", "confidence": 0.9}]
    (line,) = lines.take(turn("EndOfTurn", "Yes.", words=bare, audio_window_end=0.8))
    assert (line.start_ms, line.end_ms) == (3_000, 3_800)


def test_a_turn_whose_end_was_never_told_ends_with_the_next() -> None:
    lines = FluxLines(1, NOTHING_TO_MEND)
    lines.begin(0)
    list(lines.take(turn("Update", "One")))
    assert texts(list(lines.take(turn("Update", "Two", index=1)))) == [
        ("One", True),
        ("Two", False),
    ]


def test_flux_that_gives_up_is_an_error() -> None:
    lines = FluxLines(1, NOTHING_TO_MEND)
    message = construct_type(type_=ListenV2FatalError, object_=V2["Error"])
    with pytest.raises(SpeechError, match="INTERNAL_SERVER_ERROR") as raised:
        list(lines.take(message))
    assert raised.value.code == "deepgram_down"


def test_key_terms_keep_within_what_the_service_takes() -> None:
    assert key_terms((Term("Kontora"), Term(" Brix,  Inc "), Term("Kontora")), "nova-3") == [
        "Kontora",
        "Brix Inc",
    ]
    many = tuple(Term(f"Term{number}") for number in range(500))
    assert 50 < len(key_terms(many, "nova-3-medical")) <= 100
    assert len(key_terms((Term("x" * 1_000), Term("y" * 1_000)), "flux-general-en")) == 1
    assert key_terms((Term("Kontora"),), "nova-2") == []


def test_each_model_has_its_languages() -> None:
    assert "de" in DeepgramOptions("k").languages
    assert DeepgramOptions("k", model="flux-general-en").languages == ("en",)
    assert "de" in DeepgramOptions("k", model="flux-general-multi").languages


def test_voices_of_a_new_connection_are_others() -> None:
    lines = nova(voices=True)
    message = copy.deepcopy(V1["Results"])
    for word in message["channel"]["alternatives"][0]["words"]:
        word["speaker"] = 1
    heard = [
        line.voice for line in lines.take(construct_type(type_=ListenV1Results, object_=message))
    ]
    lines.begin(2_000)
    again = [
        line.voice for line in lines.take(construct_type(type_=ListenV1Results, object_=message))
    ]
    assert set(heard) == {1}
    assert set(again) == {3}
