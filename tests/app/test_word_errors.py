import pytest
from hypothesis import given
from hypothesis import strategies as st

from salescoach.app.word_errors import WordErrors, count_word_errors, words


@pytest.mark.parametrize(
    ("said", "heard", "errors", "matched"),
    [
        ("we answer your phone", "We answer your phone!", 0, 4),
        ("we answer your phone", "we answer the phone", 1, 3),
        ("we answer your phone", "we answer phone", 1, 3),
        ("we answer", "we always answer", 1, 2),
        ("we answer", "", 2, 0),
        ("", "noise", 1, 0),
        ("it costs twenty-one dollars", "It costs 21 dollars.", 0, 5),
        ("it’s the owner’s", "it's the owner's", 0, 3),
        ("he said 'maybe' to us", "he said maybe to us", 0, 5),
    ],
)
def test_errors_counted_by_hand(said: str, heard: str, errors: int, matched: int) -> None:
    counted = count_word_errors(said, heard)

    assert (counted.errors, counted.matched) == (errors, matched)
    assert counted.words == len(words(said))


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("0 7 13 20 42 99", "zero seven thirteen twenty forty two ninety nine"),
        ("100", "100"),
        ("3rd", "3rd"),
        ("'", ""),
    ],
)
def test_small_numbers_are_spelled(text: str, spoken: str) -> None:
    assert words(text) == spoken.split()


@given(st.text(alphabet="abc' 12", max_size=30), st.text(alphabet="abc' 12", max_size=30))
def test_errors_stay_within_bounds(said: str, heard: str) -> None:
    counted = count_word_errors(said, heard)
    longest = max(len(words(said)), len(words(heard)))

    assert 0 <= counted.errors <= longest
    assert 0 <= counted.matched <= counted.words
    assert count_word_errors(said, said).errors == 0


def test_pooled_errors_weigh_each_word_alike() -> None:
    pooled = WordErrors(10, 1, 9) + WordErrors(90, 9, 81)

    assert pooled == WordErrors(100, 10, 90)
    assert pooled.rate == 0.1
    assert WordErrors().rate == 0.0
