"""No word is longer than somebody could say; what is said is left alone."""

import pytest

from salescoach.kit.long_words import LONGEST_WORD, broken, has_word_beyond

SAID = "We'd take the state-of-the-art one, see https://example.com/" + "a/" * 200


@pytest.mark.parametrize("word", ["x", "a-", "’s", "1"])
def test_a_word_without_end_is_broken(word: str) -> None:
    text = f"so {word * 50_000}, he said"
    assert has_word_beyond(2_000, text)
    assert not has_word_beyond(LONGEST_WORD, broken(text))
    assert broken(text).replace(" ", "") == text.replace(" ", "")


def test_what_is_said_is_left_alone() -> None:
    assert broken(SAID) == SAID
    assert not has_word_beyond(LONGEST_WORD, SAID)
    just = "x" * LONGEST_WORD
    assert broken(f"{just} {just}") == f"{just} {just}"
