import pytest

from salescoach.domain.audio import Speaker
from salescoach.domain.events import (
    CallEnded,
    CallEvent,
    Paused,
    SuggestionDismissed,
    SuggestionUsed,
    SuggestionVoted,
    Unpaused,
)
from salescoach.domain.suggestion import Suggestion, Urgency
from salescoach.pipeline.policy import (
    CATEGORY_COOLDOWN_MS,
    EXPIRY_MS,
    EXPIRY_TURNS,
    LEAST_READING_MS,
    STALE_MS,
    has_expired,
    judge,
    reading_ms,
)
from salescoach.pipeline.state import fold
from tests.pipeline.events import card, said, shown


def refusal(before: list[CallEvent], candidate: Suggestion) -> str | None:
    verdict = judge(fold(before), candidate)
    return None if verdict.allowed else verdict.reason


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
