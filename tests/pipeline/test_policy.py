from dataclasses import replace
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salescoach.domain.audio import Speaker
from salescoach.domain.events import (
    CallEnded,
    CallEvent,
    LineSaid,
    Paused,
    SuggestionDismissed,
    SuggestionUsed,
    SuggestionVoted,
    SuggestionWithdrawn,
    Unpaused,
)
from salescoach.domain.signal import Evidence, Stage
from salescoach.domain.suggestion import Suggestion, Urgency
from salescoach.pipeline.policy import (
    CATEGORY_COOLDOWN_MS,
    EXPIRY_MS,
    EXPIRY_TURNS,
    LEAST_READING_MS,
    STALE_MS,
    Candidate,
    has_expired,
    is_small_talk,
    judge,
    reading_ms,
)
from salescoach.pipeline.state import CallState, fold
from tests.pipeline.events import card, said, shown


def refusal(before: list[CallEvent], candidate: Suggestion) -> str | None:
    return judge(fold(before), Candidate(candidate, Speaker.CUSTOMER)).reason


def other(**changes: object) -> Suggestion:
    """A card that nothing but time can hold back after ``card()``."""
    made: dict[str, object] = {"category": "timing", "turn_id": "t2"} | changes
    return card("Something else", **made)  # type: ignore[arg-type]  # a dict of keywords


def test_the_first_card_is_shown() -> None:
    assert refusal([said("t1", 0, 1_000)], card()) is None


@pytest.mark.parametrize("event", [Paused(call_ms=1), CallEnded(duration_s=1)])
def test_nothing_is_shown_off_the_record(event: CallEvent) -> None:
    assert refusal([event], card()) == "off the record"


def test_after_the_pause_cards_come_again() -> None:
    assert refusal([Paused(call_ms=1), Unpaused(call_ms=5)], card()) is None


def test_a_stale_card_is_dropped() -> None:
    later = [said("t1", 0, 1_000), said("t2", 1_500, 1_000 + STALE_MS, "...", Speaker.SALESPERSON)]

    assert refusal([*later], card(end_ms=1_000)) is None
    assert refusal([*later], card(end_ms=999)) == "the talk has moved on"


def test_the_last_card_gets_its_time_to_be_read() -> None:
    assert refusal([shown(card())], other(end_ms=1_000 + LEAST_READING_MS - 1)) == (
        "the last card is still being read"
    )
    assert refusal([shown(card())], other(end_ms=1_000 + LEAST_READING_MS)) is None


def test_a_longer_card_takes_longer() -> None:
    assert reading_ms(shown(card("word " * 24))) == 6_000
    assert reading_ms(shown(card("Hm?"))) == LEAST_READING_MS


@pytest.mark.parametrize("event", [SuggestionUsed(id="c1"), SuggestionDismissed(id="c1")])
def test_a_card_that_is_done_with_needs_no_more_reading(event: CallEvent) -> None:
    assert refusal([shown(card()), event], other(end_ms=1_500)) is None


def test_what_is_more_urgent_does_not_wait_unless_it_is_about_the_same_words() -> None:
    urgent = other(end_ms=1_500, urgency=Urgency.HIGH)
    same_turn = other(end_ms=1_500, urgency=Urgency.HIGH, turn_id="t1")
    again = other(end_ms=1_500, urgency=Urgency.NORMAL)

    assert refusal([shown(card())], urgent) is None
    assert refusal([shown(card())], same_turn) == "the last card is still being read"
    assert refusal([shown(card())], again) == "the last card is still being read"


def test_the_same_kind_of_moment_cools_down() -> None:
    soon = card("Other words", end_ms=1_000 + CATEGORY_COOLDOWN_MS - 1, turn_id="t2")
    later = card("Other words", end_ms=1_000 + CATEGORY_COOLDOWN_MS, turn_id="t2")

    assert refusal([shown(card())], soon) == "cooling down"
    assert refusal([shown(card())], later) is None


def test_a_turn_gets_one_card_of_a_kind_however_long_it_grows() -> None:
    grown = card("Other words", end_ms=1_000 + CATEGORY_COOLDOWN_MS)

    assert refusal([shown(card())], grown) == "this turn has its card"


def test_facts_of_no_category_do_not_cool_each_other_down() -> None:
    first = shown(card("It costs $5.", category=None))

    assert refusal([first], card("It is made here.", category=None, end_ms=5_000)) is None


@pytest.mark.parametrize(
    "repeat",
    [
        card(end_ms=900_000, turn_id="t9", category="timing"),
        card("Now in other words", end_ms=900_000, turn_id="t9", script_id="fair"),
    ],
)
def test_no_card_comes_twice_in_a_call(repeat: Suggestion) -> None:
    first = shown(card(script_id="fair"))

    assert refusal([first, SuggestionDismissed(id="c1")], repeat) == "already shown"


def test_two_cards_voted_wrong_mute_their_category() -> None:
    events: list[CallEvent] = [
        shown(card("One"), "c1"),
        shown(card("Two"), "c2"),
        SuggestionVoted(id="c1", vote="wrong"),
    ]
    late = card("Three", end_ms=900_000, turn_id="t9")

    assert refusal(events, late) is None
    events.append(SuggestionVoted(id="c2", vote="wrong"))
    assert refusal(events, late) == "voted wrong before"
    assert refusal(events, other(end_ms=900_000)) is None


def test_a_card_expires_with_time() -> None:
    on_show = shown(card(end_ms=1_000))

    assert not has_expired(fold([on_show, said("t1", 0, 1_000 + EXPIRY_MS)]))
    assert has_expired(fold([on_show, said("t1", 0, 1_001 + EXPIRY_MS)]))


def test_a_card_expires_with_turns() -> None:
    turns = [said(f"t{n}", 1_001 + n, 1_010 + n) for n in range(EXPIRY_TURNS + 1)]

    assert not has_expired(fold([shown(card()), *turns[:-1]]))
    assert has_expired(fold([shown(card()), *turns]))


def test_without_a_card_nothing_expires() -> None:
    gone: list[CallEvent] = [shown(card()), SuggestionDismissed(id="c1"), said("t1", 0, 900_000)]

    assert not has_expired(fold(gone))


def by(speaker: Speaker, confidence: int, *, early: bool = False) -> str | None:
    made = card()
    main = replace(made.primary_suggestion, confidence=confidence)
    candidate = Candidate(replace(made, primary_suggestion=main), speaker, early)
    return judge(CallState(), candidate).reason


def test_the_salespersons_own_words_bring_no_card() -> None:
    assert by(Speaker.SALESPERSON, 100) == "your own words"


@pytest.mark.parametrize(
    ("speaker", "early", "least"),
    [
        (Speaker.CUSTOMER, False, 60),
        (Speaker.CUSTOMER, True, 80),
        (Speaker.UNKNOWN, False, 80),
    ],
)
def test_doubt_needs_more_confidence(speaker: Speaker, early: bool, least: int) -> None:
    assert by(speaker, least - 1, early=early) == "not sure enough"
    assert by(speaker, least, early=early) is None


def test_an_unknown_speaker_brings_no_card_before_the_end() -> None:
    assert by(Speaker.UNKNOWN, 100, early=True) == "not sure enough"


def test_a_muted_script_stays_away() -> None:
    candidate = Candidate(card(script_id="fair"), Speaker.CUSTOMER)

    assert judge(CallState(), candidate, {"fair"}).reason == "muted"
    assert judge(CallState(), candidate, {"other"}).allowed


def test_what_was_said_already_is_not_suggested() -> None:
    said_it = LineSaid(what="script", id="fair", evidence=Evidence("t0", "Fair?", 0, 900))
    asked_it = LineSaid(what="question", id="fair", evidence=Evidence("t0", "Fair?", 0, 900))

    assert refusal([said_it], card(script_id="fair")) == "said already"
    assert refusal([asked_it], card(script_id="fair")) is None


def quoting(text: str, start_ms: int = 0, end_ms: int = 2_000) -> Suggestion:
    made = card(end_ms=end_ms)
    return replace(made, evidence=Evidence("t1", text, start_ms, end_ms))


@pytest.mark.parametrize(
    ("text", "small"),
    [
        ("Hi, how are you?", True),
        ("Good morning, nice to meet you.", True),
        ("Thanks, bye.", True),
        ("...", True),
        ("Yes, sure.", False),
        ("How much is it?", False),
        ("Hello, we are not interested.", False),
    ],
)
def test_small_talk_brings_no_card(text: str, small: bool) -> None:
    assert is_small_talk(text) is small
    assert (refusal([], quoting(text)) == "small talk") is small


@pytest.mark.parametrize(
    ("quote", "before", "early_yes"),
    [
        ("Make it eleven.", "Is ten o'clock any good?", True),
        ("I'd like to order two.", "How can I help you?", False),
        ("Make it eleven.", "I would send somebody round.", False),
        ("Yes, let's do that.", "Would you like to go ahead with the plan?", False),
        ("Thursday at ten is fine.", "You wanted a demo. Would Thursday at ten suit you?", False),
    ],
)
def test_an_answer_before_anything_was_offered_brings_no_closing_card(
    quote: str, before: str, early_yes: bool
) -> None:
    made = card(category="closing", end_ms=3_000)
    closing = replace(
        made,
        context=replace(made.context, buying_signal=True),
        evidence=replace(made.evidence, quote=quote),
    )
    call: list[CallEvent] = [
        said("t0", 0, 1_000, before, Speaker.SALESPERSON),
        said("t1", 2_500, 3_000, quote),
    ]

    assert (refusal(call, closing) == "nothing was offered yet") is early_yes
    later = replace(closing, context=replace(closing.context, call_stage=Stage.PITCH))
    assert refusal(call, later) is None


def test_an_echo_of_the_salesperson_brings_no_card() -> None:
    own = said("t0", 0, 2_000, "It is far too expensive for most of them.", Speaker.SALESPERSON)
    echo = quoting("far too expensive for most of them", 300, 2_200)
    later = quoting("far too expensive for most of them", 2_600, 4_600)

    assert refusal([own], echo) == "an echo of your words"
    assert refusal([own], later) is None


def test_a_card_taken_back_counts_as_never_shown() -> None:
    gone = SuggestionWithdrawn(id="c1", reason="sentence_turned")
    taken_back: list[CallEvent] = [replace(shown(card(script_id="fair")), early=True), gone]

    assert refusal(taken_back, card(script_id="fair", end_ms=1_500)) is None
    again = Candidate(card(script_id="fair", end_ms=1_500), Speaker.CUSTOMER, early=True)
    sure = replace(again.card.primary_suggestion, confidence=95)
    again = replace(again, card=replace(again.card, primary_suggestion=sure))
    assert judge(fold(taken_back), again).reason == "taken back once"


def test_an_early_card_interrupts_no_reading_however_urgent() -> None:
    urgent = other(end_ms=1_500, urgency=Urgency.CRITICAL)
    sure = replace(urgent, primary_suggestion=replace(urgent.primary_suggestion, confidence=99))

    assert refusal([shown(card())], sure) is None
    early = judge(fold([shown(card())]), Candidate(sure, Speaker.CUSTOMER, early=True))
    assert early.reason == "the last card is still being read"


# What must hold however a call goes: candidates and clicks in any order, shown when allowed.

Click = Literal["use", "dismiss", "wrong", "useful", "turn", "none"]
CATEGORIES = ("price", "timing", "trust")

moments = st.lists(
    st.tuples(
        st.integers(100, 15_000),  # how long after the moment before
        st.sampled_from(CATEGORIES),
        st.integers(0, 3),  # which script
        st.sampled_from(list(Urgency)),
        st.booleans(),  # early
        st.booleans(),  # the same turn as before
        st.sampled_from(["use", "dismiss", "wrong", "useful", "turn", "none"]),
    ),
    max_size=25,
)


def clicked(card_id: str, click: Click) -> list[CallEvent]:
    made: dict[str, CallEvent] = {
        "use": SuggestionUsed(id=card_id),
        "dismiss": SuggestionDismissed(id=card_id),
        "wrong": SuggestionVoted(id=card_id, vote="wrong"),
        "useful": SuggestionVoted(id=card_id, vote="useful"),
        "turn": SuggestionWithdrawn(id=card_id, reason="sentence_turned"),
    }
    return [made[click]] if click in made else []


@given(moments)
def test_no_call_breaks_the_policy(
    call: list[tuple[int, str, int, Urgency, bool, bool, Click]],
) -> None:
    state = CallState()
    at, turn, shows = 0, 0, 0
    for step, category, script, urgency, early, same_turn, click in call:
        at, turn = at + step, turn if same_turn else turn + 1
        made = card(
            f"{category} {script} " * 6,
            end_ms=at,
            turn_id=f"t{turn}",
            category=category,
            script_id=f"{category}_{script}",
            urgency=urgency,
        )
        main = replace(made.primary_suggestion, confidence=90)
        candidate = Candidate(replace(made, primary_suggestion=main), Speaker.CUSTOMER, early)
        on_show = state.cards.get(state.current_card or "")
        if not judge(state, candidate, {"trust_0"}).allowed:
            continue
        kept = [c.shown for c in state.cards.values() if c.outcome != "turned"]
        assert made.script_id != "trust_0"
        assert made.script_id not in {before.script_id for before in kept}
        assert all(
            made.evidence.end_ms - before.evidence.end_ms >= CATEGORY_COOLDOWN_MS
            for before in kept
            if before.highlight_toolkit == made.highlight_toolkit
        )
        assert state.wrong_votes(category) < 2
        if on_show is not None and on_show.outcome == "shown":
            read = at - on_show.shown.evidence.end_ms >= reading_ms(on_show.shown)
            assert read or (not early and urgency is not Urgency.LOW)
        shows += 1
        state.apply(replace(shown(made, f"c{shows}"), early=early))
        for event in clicked(f"c{shows}", click):
            state.apply(event)


@given(moments, st.integers(0, 24))
def test_a_card_taken_back_leaves_no_trace(
    call: list[tuple[int, str, int, Urgency, bool, bool, Click]], which: int
) -> None:
    """A call in which a card came early and went again decides, from finished words, as one in
    which it never came."""
    whole: list[CallEvent] = []
    at = 0
    for place, (step, category, script, urgency, _, _, click) in enumerate(call):
        at += step
        made = card("Words", end_ms=at, turn_id=f"t{place}", category=category,
                    script_id=f"{category}_{script}", urgency=urgency)  # fmt: skip
        whole += [shown(made, f"c{place}"), *clicked(f"c{place}", click)]
        if place == which:
            early = replace(shown(card("Early", end_ms=at, turn_id="te", category="trust",
                                       script_id="trust_9")), early=True, id="e")  # fmt: skip
            gone = SuggestionWithdrawn(id="e", reason="sentence_turned")
            whole += [SuggestionWithdrawn(id=f"c{place}", reason="superseded"), early, gone]
    without = [event for event in whole if getattr(event, "id", "") != "e"]
    later = card("Later", end_ms=at + 2_000, turn_id="tn", category="trust", script_id="trust_9")

    assert refusal(list(whole), later) == refusal(list(without), later)
