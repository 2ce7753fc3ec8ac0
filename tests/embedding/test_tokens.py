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


def test_parts_cover_their_own_pieces() -> None:
    pieces = PIECED.utterance("hello world, but hello", "before", ("hello world,", "but hello"))

    first, second = pieces.parts
    lead = pieces.ids.index(END) + 1
    assert first == (*(0,) * lead, 1, 1, 1, 0, 0, 0)
    assert second == (*(0,) * lead, 0, 0, 0, 1, 1, 0)


def test_a_part_that_was_cut_away_counts_as_the_whole() -> None:
    pieces = PIECED.utterance("first words " + "hello " * 200, "", ("first words", "hello"))

    assert pieces.parts[0] == pieces.own
    assert sum(pieces.parts[1]) <= 1 or pieces.parts[1] == pieces.own


@given(st.lists(st.text(min_size=1, max_size=30), min_size=1, max_size=6), st.text(max_size=50))
def test_any_parts_have_a_mask_each(parts: list[str], before: str) -> None:
    pieces = PIECED.utterance(" ".join(parts), before, parts)

    assert len(pieces.parts) == len(parts)
    for mask in pieces.parts:
        assert len(mask) == len(pieces.ids)
        assert any(mask)


def test_only_a_text_that_stands_alone_and_uncut_is_whole() -> None:
    assert PIECED.utterance("hello", "").is_whole_text
    assert not PIECED.utterance("hello", "world").is_whole_text
    assert not PIECED.utterance("hello " * 200, "").is_whole_text
    assert not PIECED.sentence("hello " * 200).is_whole_text
