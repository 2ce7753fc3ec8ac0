import json
from pathlib import Path

import pytest

from salescoach.domain.audio import Speaker
from salescoach.domain.transcript import Transcript
from salescoach.speech.voices import APART, MOST_OF_A_LINE, CallVoices, SideWeights, Voices

WEIGHTS = SideWeights(0.0, {"show": 2.5, "cost": -2.5, "well": 0.0})
DEMO = Path(__file__).parents[2] / "fixtures" / "calls" / "demo-call.json"


def talk(voices: Voices, count: int, seller: int = 0, buyer: int = 1) -> None:
    for _ in range(count):
        voices.hear(seller, "Show")
        voices.hear(buyer, "Cost")


def test_two_voices_are_named_once_they_are_far_apart() -> None:
    voices = Voices(WEIGHTS)
    talk(voices, 1)
    assert voices.role_of(0) is voices.role_of(1) is Speaker.UNKNOWN
    talk(voices, 1)
    assert APART <= 4 * 2.5
    assert voices.role_of(0) is Speaker.SALESPERSON
    assert voices.role_of(1) is Speaker.CUSTOMER
    voices.swap()
    assert voices.role_of(0) is Speaker.CUSTOMER


def test_one_voice_alone_is_nobody() -> None:
    voices = Voices(WEIGHTS)
    for _ in range(20):
        voices.hear(0, "Show")
    voices.hear(1, "Cost")
    assert voices.role_of(0) is voices.role_of(1) is Speaker.UNKNOWN


def test_among_three_voices_nobody_is_named() -> None:
    voices = Voices(WEIGHTS)
    talk(voices, 9)
    voices.hear(2, "Well")
    assert voices.role_of(0) is Speaker.SALESPERSON
    assert voices.role_of(2) is Speaker.UNKNOWN
    voices.hear(2, "Well")
    assert {voices.role_of(number) for number in (0, 1, 2)} == {Speaker.UNKNOWN}


def test_a_name_goes_when_what_is_said_speaks_against_it() -> None:
    voices = Voices(WEIGHTS)
    talk(voices, 2)
    talk(voices, 1, seller=1, buyer=0)
    assert voices.role_of(0) is Speaker.UNKNOWN


def test_a_line_weighs_only_so_much_and_unknown_words_nothing() -> None:
    assert SideWeights(0.0, {"show": 50.0}).of("show") == MOST_OF_A_LINE
    assert WEIGHTS.of("Zeigen Sie mir show") == 0.0
    assert WEIGHTS.of("...") == 0.0
    assert WEIGHTS.of("well, show") == 2.5


def test_another_language_proves_nothing() -> None:
    voices = Voices()
    for _ in range(50):
        voices.hear(0, "Darf ich Ihnen zeigen, wie das in der Praxis aussieht?")
        voices.hear(1, "Das ist uns ehrlich gesagt zu teuer, wir haben kein Budget.")
    assert voices.role_of(0) is voices.role_of(1) is Speaker.UNKNOWN


@pytest.mark.parametrize("seller", [0, 1])
def test_the_sides_of_a_sales_call_are_found_and_never_mistaken(seller: int) -> None:
    voices = Voices()
    named = 0
    for turn in json.loads(DEMO.read_text(encoding="utf-8"))["turns"]:
        side = Speaker(turn["speaker"])
        number = seller if side is Speaker.SALESPERSON else 1 - seller
        voices.hear(number, turn["text"])
        role = voices.role_of(number)
        assert role in (side, Speaker.UNKNOWN)
        named += role is side
    assert named >= 10


def test_another_stream_of_the_engine_is_another_numbering() -> None:
    voices = CallVoices()
    turns = json.loads(DEMO.read_text(encoding="utf-8"))["turns"]
    for place, turn in enumerate(turns):
        number = int(turn["speaker"] == "customer")
        voices.speaker_of(Transcript(0, str(place), turn["text"], True, 0, 1, voice=number))
    silent = Transcript(0, "last", "", True, 0, 1, voice=0)
    assert voices.speaker_of(silent) is Speaker.SALESPERSON
    voices.swap()
    assert voices.speaker_of(silent) is Speaker.CUSTOMER
    voices.begin_anew()
    assert voices.speaker_of(silent) is Speaker.UNKNOWN
    assert voices.speaker_of(Transcript(0, "x", "Hello", True, 0, 1)) is Speaker.UNKNOWN
