from hypothesis import given
from hypothesis import strategies as st

from salescoach.domain.audio import Speaker
from salescoach.domain.review import Figure, FigureKey
from salescoach.domain.turn import Turn
from salescoach.pipeline.metrics import is_open, questions_in
from salescoach.pipeline.metrics_call import (
    answer_to,
    objection_figures,
    pause_before,
    talk_figures,
)
from salescoach.pipeline.metrics_catalogue import SPECS, benchmark_of, verdict

S, C = Speaker.SALESPERSON, Speaker.CUSTOMER


def turns(*said: tuple[Speaker, float, float, str]) -> list[Turn]:
    """Speaker, start and end in seconds, words."""
    return [
        Turn(f"t{number}", speaker, text, round(start * 1000), round(end * 1000))
        for number, (speaker, start, end, text) in enumerate(said)
    ]


CALL = turns(
    (S, 0, 10, "Hi Dana, um, this is Sam. Do you have a minute?"),
    (C, 11, 20, "I do. Go on."),
    (S, 20.5, 30.5, "How many calls do you miss in a week?"),
    (C, 32.5, 40, "Maybe ten, and it is getting worse."),
    (C, 45, 60, "Half of them never call back."),
    (S, 59, 70, "You know, we answer every one of them."),
    (C, 71, 74, "That sounds expensive."),
    (S, 76, 80, "What is one lost customer worth to you"),
)


def by_key(found: list[Figure]) -> dict[FigureKey, Figure]:
    return {figure.key: figure for figure in found}


def test_a_call_counted_by_hand() -> None:
    figures = by_key(talk_figures(CALL, 120_000))

    # Own: 10 + 10 + 11 + 4 = 35 s; theirs: 9 + 7.5 + 15 + 3 = 34.5 s.
    assert figures["talk_ratio"].value == round(35 / 69.5 * 100, 1)
    assert figures["talk_ratio"].verdict == "within"
    assert figures["longest_monologue"].value == 11_000
    assert figures["longest_customer_story"].value == 27_500
    assert figures["longest_customer_story"].moments[0].evidence.turn_id == "t3"
    assert figures["interactivity"].value == 3.0
    # Pauses before the answers: 0.5 s, none at all, 2 s.
    assert figures["patience"].value == 500
    assert (figures["questions"].value, figures["question_rate"].value) == (3, 15.0)
    assert (figures["open_questions"].value, figures["open_questions"].of) == (2, 3)
    # "um" and "You know" in 35 s.
    assert figures["fillers"].value == round(2 * 60 / 35, 1)
    assert [each.evidence.quote for each in figures["fillers"].moments] == ["um", "You know"]
    assert [each.evidence.turn_id for each in figures["interruptions"].moments] == ["t5"]
    assert figures["silence"].value == 5_000
    assert figures["silence"].moments[0].evidence.turn_id == "t3"


def test_what_was_off_the_record_is_no_silence() -> None:
    said = turns((S, 0, 2, "Hello there Dana."), (C, 20, 22, "Hello."))

    whole = by_key(talk_figures(said, 22_000))
    paused = by_key(talk_figures(said, 22_000, [(3_000, 12_000), (10_000, 19_000)]))

    assert whole["silence"].value == 18_000
    assert paused["silence"].value == 0


def test_an_objection_is_answered_by_three_words_or_more() -> None:
    said = turns(
        (C, 0, 4, "That sounds expensive."),
        (S, 4.2, 4.5, "Right."),
        (S, 5.5, 8, "What would be fair to you?"),
        (C, 9, 12, "And I have to ask my partner."),
    )

    figures = by_key(objection_figures([said[0], said[3]], said, 15_000))

    assert answer_to(said[0], said) == said[2]
    assert (figures["objections"].value, figures["objections"].of) == (1, 2)
    assert figures["objection_pause"].value == 1_500
    assert figures["objection_pause"].verdict == "within"


def test_the_pause_begins_when_the_customer_is_done() -> None:
    said = turns(
        (C, 0, 4, "That sounds expensive."),
        (S, 4.2, 4.5, "Right."),
        (C, 4.6, 9, "And we already pay for the phones, you know."),
        (S, 9.3, 12, "What would be fair to you?"),
    )

    figures = by_key(objection_figures([said[0]], said, 15_000))

    assert answer_to(said[0], said) == said[3]
    assert figures["objection_pause"].value == 300
    assert figures["objection_pause"].verdict == "below"


def test_a_sign_of_listening_is_no_answer_while_the_customer_goes_on() -> None:
    said = turns(
        (C, 0, 4, "That sounds expensive."),
        (S, 4.2, 5, "Right, I see."),
        (C, 5.5, 9, "And my partner would have to agree."),
    )
    answered = [*said, *turns((C, 9, 9, ""), (S, 10.5, 12, "What would she ask first?"))]

    assert answer_to(said[0], said) is None
    assert answer_to(said[0], said[:2]) == said[1]
    assert answer_to(said[0], answered) == answered[-1]
    assert pause_before(answered[-1], said[0], answered) == 1_500


def test_an_answer_into_their_words_has_no_pause() -> None:
    said = turns(
        (C, 0, 4, "That sounds expensive, and I"),
        (C, 4.2, 9, "would have to ask my partner about it."),
        (S, 7, 12, "What would be fair to you?"),
    )

    assert pause_before(said[2], said[0], said) == 0


def test_nobody_was_waited_for_before_the_first_words_and_after_the_last() -> None:
    said = turns((S, 20, 22, "Hello there Dana."), (C, 26, 28, "Hello."))

    assert by_key(talk_figures(said, 90_000))["silence"].value == 4_000
    assert "between the first words and the last" in SPECS["silence"].definition


def test_a_short_call_is_not_held_to_the_questions_of_a_long_one() -> None:
    figure = by_key(talk_figures(CALL, 299_999))["questions"]

    assert figure.verdict is None
    assert by_key(talk_figures(CALL, 600_000))["questions"].verdict == "below"
    # Nine in six minutes are plenty; nine in an hour are few, and twenty no interrogation.
    assert [verdict("questions", 9, minutes * 60_000) for minutes in (6, 30, 60)] == [
        "within",
        "below",
        "below",
    ]
    assert [verdict("questions", 20, minutes * 60_000) for minutes in (30, 60)] == [
        "above",
        "within",
    ]
    shown = benchmark_of("questions", 360_000)
    assert shown is not None
    assert (shown.low, shown.high) == (2, 14)


def test_a_call_without_words_has_no_figures_but_its_length() -> None:
    figures = by_key(talk_figures([], 9_000))

    assert figures["duration"].value == 9_000
    assert figures["talk_ratio"].value is None
    assert figures["patience"].value is None
    assert figures["pace"].value is None
    assert figures["silence"].value is None


def test_a_question_is_heard_without_its_mark() -> None:
    assert questions_in("I understand. what is one lost patient worth to you,")
    assert questions_in("How many calls do you miss in a week")
    assert not questions_in("I'll show you how calls are answered. You know what I mean.")
    assert not questions_in("That is when we pick up, and where it ends.")
    assert is_open("What happens then?")
    assert not is_open("Is Thursday fine?")


def test_every_figure_is_defined_once() -> None:
    made = [*talk_figures(CALL, 1_000), *objection_figures([], CALL, 1_000)]

    assert len({figure.key for figure in made}) == len(made)
    rest: set[FigureKey] = {"objectives", "own_promises", "their_promises"}
    assert {figure.key for figure in made} | rest == set(SPECS)


spoken = st.lists(
    st.tuples(
        st.sampled_from([S, C, Speaker.UNKNOWN]),
        st.integers(0, 60),
        st.integers(1, 30),
        st.sampled_from(
            ["Yes.", "What is it?", "um, we do that every day", "", "Go on then, tell."]
        ),
    ),
    max_size=12,
)


@given(spoken)
def test_the_order_of_turns_does_not_matter_and_shares_are_shares(
    said: list[tuple[Speaker, int, int, str]],
) -> None:
    heard = turns(*((who, start, start + length, text) for who, start, length, text in said))
    mixed = list(reversed(heard))

    figures = by_key(talk_figures(heard, 100_000))

    assert by_key(talk_figures(mixed, 100_000)) == figures
    share = figures["talk_ratio"].value
    assert share is None or 0 <= share <= 100
    assert (figures["open_questions"].value or 0) <= (figures["questions"].value or 0)
    assert 0 <= (figures["silence"].value or 0) <= 100_000
    known = {turn.id: turn.text for turn in heard}
    for figure in figures.values():
        for moment in figure.moments:
            assert moment.evidence.quote in known[moment.evidence.turn_id]
