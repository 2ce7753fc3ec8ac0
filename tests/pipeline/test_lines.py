import re

from hypothesis import given
from hypothesis import strategies as st

from salescoach.pipeline.lines import clauses
from salescoach.pipeline.metrics import count_words

WORDS = st.sampled_from(
    (
        *("we", "have", "two", "phones,", "but", "because", "so", "and", "i", "then", "although"),
        *("budget,", "it's", "fine.", "okay?", "no!", "however", "unless", "", "\n", "yes"),
    )
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=60).map(" ".join))


@given(TEXTS)
def test_every_clause_is_a_verbatim_piece_and_only_borders_lie_between(text: str) -> None:
    at = 0
    left_out = ""
    for clause in clauses(text):
        place = text.index(clause, at)
        left_out += text[at:place]
        at = place + len(clause)
        assert clause.strip() == clause
        assert clause
    left_out += text[at:]

    assert re.fullmatch(r"[\s,]*", left_out)


@given(TEXTS)
def test_no_word_is_lost(text: str) -> None:
    assert sum(count_words(clause) for clause in clauses(text)) == count_words(text)


def test_sentences_stand_alone() -> None:
    assert clauses("Fine. What does it cost? Wow!") == ("Fine.", "What does it cost?", "Wow!")


def test_a_long_sentence_falls_apart_where_its_thought_turns() -> None:
    text = (
        "We had somebody for that until last summer and it went rather well, "
        "but the price is more than we could pay."
    )

    assert clauses(text) == (
        "We had somebody for that until last summer and it went rather well",
        "but the price is more than we could pay.",
    )


def test_a_short_sentence_stays_whole() -> None:
    assert clauses("It is nice but dear.") == ("It is nice but dear.",)


def test_a_scrap_belongs_to_what_came_before() -> None:
    text = "We had somebody for that until last summer and it went rather well for us, but no."

    assert clauses(text) == (text,)


def test_a_word_that_only_contains_a_joint_is_none() -> None:
    text = "We would butter bread and sow seeds and think about something soft all day long there"

    assert clauses(text) == (text,)


def test_nothing_has_no_clauses() -> None:
    assert clauses("") == clauses("  \n") == ()
