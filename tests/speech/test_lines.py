import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salescoach.speech.lines import has_words, loops, without_loops


@pytest.mark.parametrize(
    ("heard", "kept"),
    [
        ("the cost the cost the cost the cost", "the cost the cost"),
        ("I think so. I think so. I think so. And you?", "I think so. I think so. And you?"),
        ("no " * 30, "no no no no"),
        ("Well, you know, you know, you know, you know", "Well, you know, you know,"),
    ],
)
def test_a_loop_is_cut(heard: str, kept: str) -> None:
    assert loops(heard)
    assert without_loops(heard) == kept


@pytest.mark.parametrize(
    "said",
    [
        "No, no, no, no.",
        "Bye bye. Thank you, thank you.",
        "It is what it is, and it was what it was.",
        "Call me at five five five one two three four.",
        "",
    ],
)
def test_what_people_say_is_kept(said: str) -> None:
    assert not loops(said)
    assert without_loops(said) == said


@given(st.lists(st.sampled_from(["a", "b", "c"]), max_size=40))
@settings(deadline=None)
def test_cutting_never_adds_and_keeps_the_order(words: list[str]) -> None:
    kept = without_loops(" ".join(words)).split()
    rest = iter(words)
    assert all(word in rest for word in kept)


@given(st.text(alphabet="xyz ", max_size=60))
@settings(deadline=None)
def test_every_word_survives_at_least_once(text: str) -> None:
    assert set(without_loops(text).split()) == set(text.split())


@pytest.mark.parametrize(("text", "answer"), [("...", False), (" ", False), ("Ok.", True)])
def test_punctuation_is_no_speech(text: str, answer: bool) -> None:
    assert has_words(text) is answer
