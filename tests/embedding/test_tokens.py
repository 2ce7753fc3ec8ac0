from hypothesis import given
from hypothesis import strategies as st

from salescoach.embedding.tokens import BEFORE_PIECES, MAX_PIECES, TEXT_PIECES, Pieced

PIECED = Pieced()
START, END = 101, 102


def test_words_become_the_pieces_of_the_standard_vocabulary() -> None:
    assert PIECED.sentence("Hello world").ids == (START, 7592, 2088, END)


def test_without_a_line_before_everything_is_the_utterance() -> None:
    pieces = PIECED.utterance("Hello world", "")

    assert pieces == PIECED.sentence("Hello world")
    assert set(pieces.own) == {1}
    assert set(pieces.segments) == {0}


def test_the_line_before_is_told_apart() -> None:
    pieces = PIECED.utterance("world", "Hello")

    assert pieces.ids == (START, 7592, END, 2088, END)
    assert pieces.own == pieces.segments == (0, 0, 0, 1, 1)


def test_of_long_words_the_end_counts() -> None:
    pieces = PIECED.utterance("hello " * 200 + "world", "world " * 200)

    assert sum(pieces.own) == TEXT_PIECES + 1
    assert len(pieces.ids) == BEFORE_PIECES + TEXT_PIECES + 3
    assert pieces.ids[-2] == 2088
    assert len(PIECED.sentence("hello " * 200).ids) == MAX_PIECES + 2


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text_has_pieces_that_fit_together(text: str, before: str) -> None:
    pieces = PIECED.utterance(text, before)

    assert len(pieces.ids) == len(pieces.segments) == len(pieces.own)
    assert pieces.ids[0] == START
    assert pieces.ids[-1] == END
    assert pieces.own[-1] == 1
