from dataclasses import replace
from typing import get_args

import pytest

from salescoach.domain.audio import Speaker
from salescoach.domain.cue import DEFAULT_CUES, CueKind, CueRule, CueRules
from salescoach.domain.events import CallEvent, Cue, Gap, Paused, SignalHeard, StageChanged
from salescoach.domain.signal import Evidence, ObjectionType, SignalKind, Stage
from salescoach.domain.turn import Turn
from salescoach.pipeline.cues import (
    AT_ONCE_REPEAT_MS,
    BETWEEN_MS,
    QUESTIONS_FROM_MS,
    REPEAT_AFTER_MS,
    TALK_RATIO_FROM_MS,
    DueCue,
    answering,
    due,
    silence,
)
from salescoach.pipeline.metrics import TalkMetrics
from salescoach.pipeline.never_say import NeverSaid
from salescoach.pipeline.state import fold
from tests.pipeline.events import said, started

OWN, THEIRS = Speaker.SALESPERSON, Speaker.CUSTOMER


def figures(
    *,
    ratio: float = 0.4,
    monologue_ms: int = 0,
    pace: int | None = 150,
    speaking_ms: int = 600_000,
    questions: int = 8,
) -> TalkMetrics:
    return TalkMetrics(ratio, monologue_ms, monologue_ms, questions, pace, speaking_ms)


def off(kind: CueKind) -> CueRules:
    return {**DEFAULT_CUES, kind: replace(DEFAULT_CUES[kind], on=False)}


def at(kind: CueKind, threshold: float) -> CueRules:
    return {**DEFAULT_CUES, kind: CueRule(True, threshold)}


def cue_after(
    events: list[CallEvent],
    seen: TalkMetrics | None = None,
    rules: CueRules = DEFAULT_CUES,
    forbidden: tuple[NeverSaid, ...] = (),
) -> DueCue | None:
    """The cue after the last turn of ``events``."""
    state = fold(events)
    last = list(state.turns.values())[-1]
    return due(state, seen or figures(), last, rules, forbidden)


TALK: list[CallEvent] = [said("t1", 0, 5_000, "Well, so it is.", OWN)]


def test_good_talk_needs_no_word() -> None:
    calm = figures(ratio=0.65, monologue_ms=89_999, pace=188)

    assert cue_after(TALK, calm) is None
    assert cue_after(TALK, figures(pace=None)) is None


@pytest.mark.parametrize(
    ("seen", "kind", "words"),
    [
        (figures(monologue_ms=90_000), "monologue", "Ask a question"),
        (figures(ratio=0.71), "talk_ratio", "71%"),
        (figures(pace=201), "pace", "201"),
    ],
)
def test_each_figure_has_its_cue_its_switch_and_its_threshold(
    seen: TalkMetrics, kind: CueKind, words: str
) -> None:
    cue = cue_after(TALK, seen)

    assert cue is not None
    assert cue.kind == kind
    assert words in cue.text
    assert cue_after(TALK, seen, off(kind)) is None
    assert cue_after(TALK, seen, at(kind, 1_000)) is None


def test_the_customers_turn_brings_no_word_on_delivery() -> None:
    events: list[CallEvent] = [*TALK, said("t2", 5_500, 6_000, "Fine.", THEIRS)]

    assert cue_after(events, figures(ratio=0.9)) is None


def test_the_ratio_says_nothing_early_in_a_call() -> None:
    assert cue_after(TALK, figures(ratio=0.9, speaking_ms=TALK_RATIO_FROM_MS - 1)) is None


def test_a_cue_rests_and_none_follows_another_closely() -> None:
    given: list[CallEvent] = [said("t1", 0, 10_000, "So.", OWN), Cue(kind="monologue", text="")]
    seen = figures(monologue_ms=90_000, pace=200)

    def kind_at(end_ms: int) -> str | None:
        cue = cue_after([*given, said("t2", 10_000, end_ms, "So.", OWN)], seen)
        return cue.kind if cue else None

    assert kind_at(9_999 + BETWEEN_MS) is None
    assert kind_at(10_000 + BETWEEN_MS) == "pace"
    assert kind_at(10_000 + REPEAT_AFTER_MS) == "monologue"


def objection(turn_id: str, confidence: float = 0.9) -> SignalHeard:
    return SignalHeard(
        kind=SignalKind.OBJECTION,
        objection_type=ObjectionType.PRICE,
        confidence=confidence,
        evidence=Evidence(turn_id, "Too much.", 0, 900),
    )


OBJECTED: list[CallEvent] = [said("t1", 0, 4_000, "That is too much.", THEIRS), objection("t1")]


def test_after_an_objection_comes_a_pause_at_once() -> None:
    cue = cue_after([*OBJECTED])

    assert cue is not None
    assert cue.kind == "pause"
    assert "1.5 s" in cue.text
    assert cue.evidence == Evidence("t1", "Too much.", 0, 900)
    assert cue_after([*OBJECTED], rules=off("pause")) is None
    assert cue_after([OBJECTED[0], objection("t1", 0.55)]) is None


def test_nobody_is_told_to_wait_who_is_answering() -> None:
    answered = [said("t2", 4_500, 6_000, "Let me explain.", OWN), *OBJECTED]

    assert cue_after(answered) is None


def test_a_pause_waits_for_no_other_cue_but_is_not_repeated_at_once() -> None:
    other: list[CallEvent] = [*OBJECTED, Cue(kind="pace", text="")]
    same: list[CallEvent] = [*OBJECTED, Cue(kind="pause", text="")]
    soon: list[CallEvent] = [
        said("t3", 5_000, 3_999 + AT_ONCE_REPEAT_MS, "No.", THEIRS),
        objection("t3"),
    ]
    later: list[CallEvent] = [
        said("t3", 5_000, 4_000 + AT_ONCE_REPEAT_MS, "No.", THEIRS),
        objection("t3"),
    ]

    assert cue_after(other) is not None
    assert cue_after([*same, *soon]) is None
    assert cue_after([*same, *later]) is not None


def test_a_turn_that_grows_brings_its_cue_once() -> None:
    given = Cue(kind="pause", text="", evidence=Evidence("t1", "Too much.", 0, 900))
    grown = said("t1", 0, 40_000, "That is too much, it really is.", THEIRS)

    assert cue_after([*OBJECTED, given, grown]) is None


@pytest.mark.parametrize(
    ("start_ms", "fast"),
    [(3_400, False), (3_600, True), (4_299, True), (4_300, False), (6_000, False)],
)
def test_an_answer_at_once_is_noticed(start_ms: int, fast: bool) -> None:
    answer = said("t2", start_ms, 9_000, "But it saves you more.", OWN)

    cue = cue_after([*OBJECTED, answer])

    assert (cue is not None and cue.kind == "fast_answer") is fast


def test_only_an_objection_asks_for_patience() -> None:
    quick = [said("t1", 0, 4_000, "Yes.", THEIRS), said("t2", 4_100, 9_000, "Good.", OWN)]

    assert cue_after(list(quick)) is None


def words(count: int) -> str:
    return "word " * count


def test_who_speeds_up_after_an_objection_is_told_by_how_much() -> None:
    calm = said("t0", -40_000, -10_000, words(87), OWN)  # 174 a minute
    hurried = said("t2", 6_000, 16_000, words(32), OWN)  # 192
    even = said("t2", 6_000, 16_000, words(30), OWN)  # 180
    short = said("t2", 6_000, 11_000, words(16), OWN)

    cue = cue_after([calm, *OBJECTED, hurried])

    assert cue is not None
    assert (cue.kind, cue.text) == ("speed_up", "You sped up: from 174 to 192 words a minute.")
    assert cue_after([calm, *OBJECTED, even]) is None
    assert cue_after([calm, *OBJECTED, short]) is None
    assert cue_after([*OBJECTED, hurried]) is None
    assert cue_after([calm, *OBJECTED, hurried], rules=at("speed_up", 12)) is None
    assert cue_after([calm, OBJECTED[0], hurried]) is None


def test_somebody_slow_is_not_told_off_for_a_normal_pace() -> None:
    slow = said("t0", -40_000, -10_000, words(60), OWN)  # 120
    normal = said("t2", 6_000, 16_000, words(28), OWN)  # 168

    assert cue_after([slow, *OBJECTED, normal]) is None


def cut_in(turn_id: str, start_ms: int, text: str = "But what about this?") -> list[CallEvent]:
    return [
        said(f"c{turn_id}", start_ms, start_ms + 5_000, "So we thought about it", THEIRS),
        said(turn_id, start_ms + 2_000, start_ms + 4_000, text, OWN),
    ]


def test_cutting_in_again_is_said() -> None:
    twice = [*cut_in("t1", 0), *cut_in("t2", 30_000)]

    cue = cue_after(twice)

    assert cue is not None
    assert cue.kind == "interruption"
    assert cue_after(cut_in("t1", 0)) is None
    assert cue_after([*cut_in("t1", 0), *cut_in("t2", 400_000)]) is None
    assert cue_after([*cut_in("t1", 0), *cut_in("t2", 30_000, "Right.")]) is None
    assert cue_after(twice, rules=at("interruption", 3)) is None


def test_few_questions_depend_on_how_far_the_call_is() -> None:
    late = said("t1", 0, QUESTIONS_FROM_MS, "So.", OWN)
    early = said("t1", 0, QUESTIONS_FROM_MS - 1, "So.", OWN)
    closing = StageChanged(
        current=Stage.CLOSE, confidence=0.9, time_in_stage_ms=0, entered_at_ms=1_000
    )

    cue = cue_after([late], figures(questions=1))

    assert cue is not None
    assert (cue.kind, cue.text[:27]) == ("few_questions", "1 question in 6 minutes. As")
    assert cue_after([early], figures(questions=0)) is None
    assert cue_after([late], figures(questions=2)) is None
    assert cue_after([late, closing], figures(questions=0)) is None


def test_many_questions_are_too_many_while_asking_is_all_that_happens() -> None:
    pitch = StageChanged(
        current=Stage.PITCH, confidence=0.9, time_in_stage_ms=0, entered_at_ms=1_000
    )

    cue = cue_after(TALK, figures(questions=15))

    assert cue is not None
    assert cue.kind == "many_questions"
    assert cue_after(TALK, figures(questions=14)) is None
    assert cue_after([*TALK, pitch], figures(questions=15)) is None


def test_what_must_not_be_said_goes_first() -> None:
    forbidden = (NeverSaid("It never makes a mistake.", "never makes a mistake"),)

    cue = cue_after(TALK, figures(pace=220), forbidden=forbidden)

    assert cue is not None
    assert cue.kind == "never_say"
    assert cue.evidence is not None
    assert cue.evidence.quote == "never makes a mistake"
    assert "It never makes a mistake." in cue.text
    again = cue_after(TALK, figures(pace=220), off("never_say"), forbidden)
    assert again is not None
    assert again.kind == "pace"


QUIET: list[CallEvent] = [started(), said("t1", 0, 2_000, "We lose some.", THEIRS)]


def test_a_long_silence_is_said_once() -> None:
    state = fold(QUIET)
    cue = silence(state, 10_000, DEFAULT_CUES)

    assert cue is not None
    assert cue.kind == "silence"
    assert silence(state, 9_999, DEFAULT_CUES) is None
    assert silence(state, 10_000, off("silence")) is None
    state.apply(Cue(kind="silence", text="", evidence=cue.evidence))
    assert silence(state, 900_000, DEFAULT_CUES) is None


def test_a_question_is_left_hanging_as_long_as_it_takes() -> None:
    asked = said("t2", 2_500, 4_000, "And what does one cost you?", OWN)

    assert silence(fold([*QUIET, asked]), 60_000, DEFAULT_CUES) is None


def test_time_off_the_record_is_no_silence() -> None:
    pause: list[CallEvent] = [Gap(channel=None, start_ms=3_000, end_ms=90_000, reason="paused")]

    assert silence(fold([*QUIET, *pause]), 95_000, DEFAULT_CUES) is None
    assert silence(fold([*QUIET, *pause]), 97_100, DEFAULT_CUES) is not None
    assert silence(fold([*QUIET, Paused(call_ms=3_000)]), 60_000, DEFAULT_CUES) is None


def test_before_anybody_spoke_nothing_is_said() -> None:
    assert silence(fold([started()]), 60_000, DEFAULT_CUES) is None


def test_every_cue_there_is_can_be_given() -> None:
    """A cue without a rule would never come."""
    assert set(DEFAULT_CUES) == set(get_args(CueKind))


def test_a_turn_of_nobody_known_asks_for_a_pause_but_for_no_delivery() -> None:
    unknown = Turn("t1", Speaker.UNKNOWN, "That is too much.", 0, 4_000)
    state = fold([said("t1", 0, 4_000, "That is too much.", Speaker.UNKNOWN), objection("t1")])

    cue = due(state, figures(pace=300), unknown, DEFAULT_CUES)

    assert cue is not None
    assert cue.kind == "pause"


@pytest.mark.parametrize(
    ("start_ms", "words", "speaker", "told"),
    [
        (4_200, "But it is worth", OWN, True),
        (4_200, "But it", OWN, False),
        (6_500, "But it is worth", OWN, False),
        (4_200, "But it is worth", THEIRS, False),
    ],
)
def test_who_answers_at_once_is_told_while_he_does(
    start_ms: int, words: str, speaker: Speaker, told: bool
) -> None:
    being_said = Turn("t2", speaker, words, start_ms, start_ms + 900)

    cue = answering(fold(OBJECTED), being_said, DEFAULT_CUES)

    assert (cue is not None and cue.kind == "fast_answer") is told


def test_what_was_told_early_is_not_told_again_at_the_end() -> None:
    given = Cue(
        kind="fast_answer", text="Breathe.", evidence=Evidence("t2", "But it is", 4_200, 5_000)
    )
    whole = said("t2", 4_200, 7_000, "But it is worth it.", OWN)

    assert cue_after([*OBJECTED, whole]) is not None
    assert cue_after([*OBJECTED, given, whole]) is None
    assert answering(fold([*OBJECTED, whole]), Turn("t2", OWN, "But it is", 4_200, 5_000),
                     DEFAULT_CUES) is None  # fmt: skip


def test_a_switched_off_cue_is_not_given_early() -> None:
    being_said = Turn("t2", OWN, "But it is worth it", 4_200, 5_000)

    assert answering(fold(OBJECTED), being_said, off("fast_answer")) is None
