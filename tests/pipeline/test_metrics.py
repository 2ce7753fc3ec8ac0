from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salescoach.domain.audio import Speaker
from salescoach.domain.turn import Turn
from salescoach.pipeline.metrics import (
    count_questions,
    count_words,
    interruptions,
    last_spoken,
    measure,
    pace_of,
)

S, C, U = Speaker.SALESPERSON, Speaker.CUSTOMER, Speaker.UNKNOWN


def turns(*said: tuple[Speaker, float, float, str]) -> list[Turn]:
    """Speaker, start and end in seconds, words."""
    return [
        Turn(f"t{number}", speaker, text, round(start * 1000), round(end * 1000))
        for number, (speaker, start, end, text) in enumerate(said)
    ]


def test_a_call_counted_by_hand() -> None:
    figures = measure(
        turns(
            (S, 0, 6, "Hi, this is Sam. How are you? Got a minute?"),  # 10 words
            (C, 6, 8, "Sure. What is it?"),
            (S, 8, 12, "It answers your phone."),  # 4 words
            (S, 13, 18, "Every one of them, day and night."),  # 7 words
            (C, 20, 25, "I see."),
        )
    )

    assert figures.talk_ratio == round(15 / 22, 3)
    assert figures.speaking_ms == 22_000
    assert figures.longest_monologue_ms == 10_000
    assert figures.current_monologue_ms == 0
    assert figures.questions == 2
    assert figures.pace_wpm == round(21 / 15 * 60)


def test_nobody_has_spoken() -> None:
    figures = measure([])

    assert figures.talk_ratio is None
    assert figures.pace_wpm is None
    assert (figures.longest_monologue_ms, figures.questions, figures.speaking_ms) == (0, 0, 0)


def test_a_monologue_goes_on_while_the_last_word_is_the_salespersons() -> None:
    figures = measure(turns((C, 0, 1, "Go on."), (S, 1, 40, "Well,"), (S, 41, 62, "and so on")))

    assert figures.current_monologue_ms == figures.longest_monologue_ms == 61_000


def test_a_long_silence_or_a_pause_of_the_call_is_no_monologue() -> None:
    figures = measure(turns((S, 0, 10, "Well,"), (S, 310, 315, "here I am again.")))

    assert figures.longest_monologue_ms == 10_000
    assert figures.current_monologue_ms == 5_000


def test_an_unknown_speaker_counts_for_neither_side() -> None:
    figures = measure(turns((S, 0, 4, "Hello there."), (U, 4, 60, "Hm?"), (C, 60, 64, "Hello.")))

    assert figures.talk_ratio == 0.5
    assert figures.questions == 0


def test_pace_needs_speech_and_looks_at_the_last_minute() -> None:
    slow = ["word " * 60] * 3  # 60 words in 30 s, then a quick minute

    assert measure(turns((S, 0, 4.9, "a b c"))).pace_wpm is None
    figures = measure(
        turns(
            *((S, 60.0 * n, 60.0 * n + 30, text) for n, text in enumerate(slow)),
            (S, 300, 360, "word " * 200),
        )
    )
    assert figures.pace_wpm == 200


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("", 0),
        ("Really?? You do?!", 2),
        ("It is. Is it? No.", 1),
        ("? ?", 0),
        ("What about 3.5 percent?", 1),
        ("no mark at all", 0),
    ],
)
def test_questions_are_told_by_their_mark(text: str, questions: int) -> None:
    assert count_questions(text) == questions


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("how do you handle calls after hours today", 1),
        ("Okay. do you have a minute. Great.", 1),
        ("is that alright with you", 1),
        ("So what would you need to see first", 1),
        ("I'm on your street this week, have you got a second", 1),
        ("could we meet on Thursday. what time suits you", 2),
        ("Who looks after that on your side", 1),
        ("What about the other site", 1),
        ("does the owner decide. how many calls do you miss", 2),
        ("Hi, is this Mrs. Hall?", 1),
        ("Hi, is this Mrs. Hall", 1),
        ("What happens next is I send you the agreement.", 0),
        ("We do that, and so do we at the other site.", 0),
        ("You can go on the page, type the code, and do it there.", 0),
        ("Have a look. Do the sums. Will do.", 0),
        ("That is what we do. I know how you feel. It's fine, isn't it.", 0),
        ("What matters is the price.", 0),
        ("Do it tomorrow.", 0),
        ("Have it ready by Friday.", 0),
        ("Don't you worry about that.", 0),
        ("What happened was that nobody called.", 0),
        ("what happened after that", 1),
        ("Which is why I don't want you to take my word.", 0),
        ("which is the better one", 1),
        ("do you use it. have they told you. don't we all", 3),
        ("If it works, great.", 0),
    ],
)
def test_a_question_without_its_mark_is_told_by_its_form(text: str, questions: int) -> None:
    assert count_questions(text) == questions


def test_a_long_turn_without_any_mark_is_counted() -> None:
    """An exponential pattern would never come back from it."""
    assert count_questions("and so we talk " * 500) == 0


def test_words_with_apostrophes_are_one() -> None:
    assert count_words("It's the owner's, isn't it?") == 5


@given(
    st.lists(
        st.tuples(
            st.sampled_from([S, C, U]),
            st.integers(0, 600_000),
            st.integers(1, 20_000),
            st.text(max_size=20),
        ),
        max_size=12,
    ),
    st.randoms(use_true_random=False),
)
def test_the_order_in_which_turns_come_does_not_matter(
    said: list[tuple[Speaker, int, int, str]], random: Random
) -> None:
    # Two turns that begin together have no order of their own.
    said = list({start: (who, start, length, text) for who, start, length, text in said}.values())
    made = [
        Turn(str(number), who, text, start, start + length)
        for number, (who, start, length, text) in enumerate(said)
    ]
    shuffled = list(made)
    random.shuffle(shuffled)

    figures = measure(made)

    assert figures == measure(shuffled)
    assert figures.talk_ratio is None or 0 <= figures.talk_ratio <= 1
    assert figures.current_monologue_ms <= figures.longest_monologue_ms


@pytest.mark.parametrize(
    ("start", "words", "cuts_in"),
    [
        (2.0, "But what about this?", True),
        (2.0, "Right, yes.", False),
        (0.3, "But what about this?", False),
        (4.6, "But what about this?", False),
        (5.2, "But what about this?", False),
    ],
)
def test_cutting_in_is_to_begin_inside_the_customers_words(
    start: float, words: str, cuts_in: bool
) -> None:
    talk = turns((C, 0, 5, "So we thought about it"), (S, start, start + 2, words))

    assert bool(interruptions(talk)) is cuts_in
    assert measure(talk).interruptions == int(cuts_in)


def test_who_is_unknown_neither_cuts_in_nor_is_cut_off() -> None:
    talk = turns((U, 0, 5, "So we thought about it"), (U, 2, 4, "But what about this?"))

    assert interruptions(talk) == []


def test_the_pace_of_a_stretch_needs_enough_of_it() -> None:
    talk = turns((S, 0, 10, "word " * 30), (S, 20, 30, "word " * 20))

    assert pace_of(talk) == 150
    assert pace_of(talk, 20_001) is None
    assert last_spoken(talk, 5_000) == [talk[1]]
    assert last_spoken(talk, 10_001) == [talk[1], talk[0]]
