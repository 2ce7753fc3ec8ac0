from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salescoach.domain.review import FigureKey, PartKey, ScorePart
from salescoach.pipeline.review.rubric import DEFAULT_WEIGHTS, RUBRIC, score
from salescoach.pipeline.review.write import write_review
from tests.pipeline.review.talk import PLAYBOOK, C, S, Talk

KEYS: list[PartKey] = list(RUBRIC)


def test_the_weights_as_they_come_make_a_hundred() -> None:
    assert sum(DEFAULT_WEIGHTS.values()) == 100


def test_a_part_without_an_occasion_does_not_count() -> None:
    parts = (ScorePart("next_step", 8, ""), ScorePart("objections", None, ""))

    assert score(parts) == 8


def test_weights_move_the_score() -> None:
    parts = (ScorePart("next_step", 10, ""), ScorePart("listening", 0, ""))
    even = dict.fromkeys(KEYS, 10)

    assert score(parts, even) == 5
    assert score(parts, {**even, "listening": 30}) == 2.5
    assert score(parts, dict.fromkeys(KEYS, 0)) is None


@given(
    st.lists(st.one_of(st.none(), st.floats(0, 10)), min_size=5, max_size=5),
    st.lists(st.integers(0, 100), min_size=5, max_size=5),
)
def test_a_score_lies_between_its_parts(values: list[float | None], weights: list[int]) -> None:
    parts = [ScorePart(key, value, "") for key, value in zip(KEYS, values, strict=True)]
    weighed = dict(zip(KEYS, weights, strict=True))

    points = score(parts, weighed)

    counted = [p.score for p in parts if p.score is not None and weighed[p.key]]
    if not counted:
        assert points is None
    else:
        assert points is not None
        assert round(min(counted), 1) - 0.05 <= points <= round(max(counted), 1) + 0.05


def listening(talk: Talk) -> tuple[ScorePart, set[FigureKey]]:
    """The part, and which of all figures are out of their range."""
    review = write_review(talk.record(), PLAYBOOK)
    part = next(each for each in review.parts if each.key == "listening")
    return part, {each.key for each in review.figures if each.verdict in ("above", "below")}


def patient() -> Talk:
    talk = Talk()
    talk.says(S, "How do you handle the calls that come in after hours?", long_ms=4_000)
    talk.says(C, "They go to voicemail, and we lose maybe ten of them a week.", long_ms=6_000)
    talk.says(S, "Fernbell answers them for you, every one.", long_ms=3_000)
    talk.objects("That sounds expensive to me.")
    return talk


def test_listening_is_full_while_every_figure_is_in_its_range() -> None:
    talk = patient()
    talk.says(S, "What is one lost patient worth to you?", pause_ms=1_600)
    part, out = listening(talk)
    assert (part.score, out) == (10, set())
    assert part.because.startswith("In range: you talked")


def test_listening_loses_what_its_figures_say_is_out_of_range() -> None:
    talk = patient()
    talk.says(S, "It is a fair price, believe me. " * 30, pause_ms=50, long_ms=95_000)
    part, out = listening(talk)
    assert out == {"talk_ratio", "longest_monologue", "objection_pause"}
    # Talking above 80% of the time is far out.
    assert part.score == 10 - 2 * 3 - 2
    shown, _, rest = part.because.partition(". In range: ")
    assert shown == (
        "Out of range: you talked 91% of the time, your longest monologue took 1 min 35 s and you "
        "answered objections after 0.1 s"
    )
    assert "one question" not in rest


def test_a_length_is_spelled_as_in_the_rest_of_a_file() -> None:
    talk = patient()
    talk.says(S, "It is a fair price, believe me. " * 30, long_ms=75 * 60_000)
    part, _ = listening(talk)
    assert "your longest monologue took 1 h 15 min" in part.because


@pytest.mark.parametrize("asks", [True, False])
def test_nobody_who_asks_nothing_listens_well(asks: bool) -> None:
    talk = Talk()
    talk.says(S, "Fernbell answers your calls" + (", would that help you?" if asks else "."))
    talk.says(C, "It might, we miss quite a few of them.")
    part, _ = listening(talk)
    assert part.score == (10 if asks else 6)


def part_of(talk: Talk, key: PartKey) -> ScorePart:
    alone = replace(PLAYBOOK, objectives=())
    return next(p for p in write_review(talk.record(), alone).parts if p.key == key)


def test_questions_alone_are_not_all_of_discovery() -> None:
    def asked(answers: tuple[str, ...]) -> ScorePart:
        talk = Talk()
        for question, answer in zip(
            ("What do you use?", "What goes wrong with it?", "How many is that?", "Who decides?"),
            answers,
            strict=True,
        ):
            talk.says(S, question)
            talk.says(C, answer)
        talk.wants("Fernbell sounds good to me.")
        return part_of(talk, "discovery")

    told = asked(("A book.", "We lose calls every day.", "Forty a week.", "My wife and me."))
    kept = asked(("A book.", "Nothing much.", "I'd rather not say.", "I'm not sure yet."))

    assert told.score == 4 + 3 * 1.5
    assert "what troubles them, a figure and who decides" in told.because
    assert kept.score == 4


def test_in_a_call_that_ended_in_a_no_no_objection_was_met_well() -> None:
    def met(last: str) -> float | None:
        talk = patient()
        talk.says(S, "What is one lost patient worth to you?", pause_ms=1_600)
        talk.says(C, "A few hundred, but we have a girl for that.")
        talk.says(S, "Could I show you on Thursday?")
        talk.says(C, last)
        return part_of(talk, "objections").score

    lost, open_ = met("No, we're staying put, thank you."), met("I would have to see about that.")
    assert lost is not None
    assert open_ is not None
    assert lost <= 3 < open_


def test_whoever_asks_a_lot_still_listens() -> None:
    talk = Talk()
    for _ in range(30):
        talk.says(S, "And how do you do that today?", long_ms=6_000)
        talk.says(C, "By hand, and then somebody types it in again.", long_ms=8_000)
    part, out = listening(talk)

    assert "questions" in out
    assert "30 questions" not in part.because
