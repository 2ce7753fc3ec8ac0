from hypothesis import given
from hypothesis import strategies as st

from salescoach.domain.audio import Speaker
from salescoach.domain.turn import Turn
from salescoach.pipeline.analyst.passages import halves, lines_of, passages

WORDS = st.lists(st.text("abcdé ", min_size=1, max_size=12), min_size=1, max_size=80)
TURNS = st.lists(WORDS.map(" ".join), max_size=40)


def turns_of(texts: list[str]) -> list[Turn]:
    return [Turn(f"t{at}", Speaker.CUSTOMER, text, at, at + 1) for at, text in enumerate(texts)]


@given(TURNS, st.integers(40, 400))
def test_every_word_is_in_exactly_one_part(texts: list[str], most: int) -> None:
    lines = lines_of(turns_of(texts), str)
    found = passages(lines, most)

    said: dict[int, str] = {}
    for passage in found:
        for line in passage:
            said[line.number] = said.get(line.number, "") + line.text
    bare = {line.number: line.text.replace(" ", "") for line in lines}
    assert {number: text.replace(" ", "") for number, text in said.items()} == bare
    assert [line.number for part in found for line in part] == sorted(
        line.number for part in found for line in part
    )


@given(TURNS, st.integers(40, 400))
def test_no_part_is_longer_than_it_may_be(texts: list[str], most: int) -> None:
    for passage in passages(lines_of(turns_of(texts), str), most):
        assert sum(line.tokens for line in passage) <= most


def test_a_word_without_an_end_is_cut_rather_than_left_out() -> None:
    (line,) = lines_of(turns_of(["a" * 5_000]), str)
    found = passages([line], 60)

    assert len(found) > 1
    assert "".join(piece.text for part in found for piece in part) == "a" * 5_000


def test_what_must_not_leave_is_taken_out_before() -> None:
    (line,) = lines_of(turns_of(["call Dana <now>"]), lambda text: text.replace("Dana", "[x]"))
    assert line.text == "call [x] ‹now›"


def test_a_part_halves_until_it_is_one_turn() -> None:
    lines = lines_of(turns_of(["a", "b", "c"]), str)
    assert halves(lines) == (lines[:1], lines[1:])
    assert halves(lines[:1]) == (lines[:1],)
