import copy
from dataclasses import replace
from typing import Literal, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salescoach.domain.audio import Channel, Speaker
from salescoach.domain.events import (
    AudioSettled,
    CallEnded,
    CallEvent,
    CallMetrics,
    ChannelMuted,
    Cue,
    Degraded,
    Gap,
    LineSaid,
    ModeSet,
    ObjectiveChanged,
    Paused,
    Recovered,
    SignalHeard,
    SpeakersSwapped,
    StageChanged,
    SuggestionDismissed,
    SuggestionUpdated,
    SuggestionUsed,
    SuggestionVoted,
    SuggestionWithdrawn,
    Unpaused,
)
from salescoach.domain.signal import Evidence, Sentiment, SignalKind, Stage
from salescoach.domain.suggestion import PrimarySuggestion, Source, Urgency
from salescoach.infra.codec import decode_event, encode_event
from salescoach.pipeline.state import RECENT_SIGNALS, CallState, fold
from tests.pipeline.events import card, said, shown, started

st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))
ANY_EVENT = st.one_of(*(st.from_type(member) for member in get_args(CallEvent)))


@given(st.lists(ANY_EVENT, max_size=12), st.integers(0, 12))
def test_a_fold_does_not_care_where_it_was_interrupted(events: list[CallEvent], cut: int) -> None:
    whole = fold(events)
    resumed = copy.deepcopy(fold(events[:cut]))
    for event in events[cut:]:
        resumed.apply(decode_event(encode_event(event)))

    assert resumed == whole


def test_an_interim_leaves_no_trace() -> None:
    assert fold([started(), said("t1", 0, 900, is_final=False)]) == fold([started()])


def test_a_turn_that_grows_keeps_its_place() -> None:
    state = fold(
        [
            started(),
            said("t1", 0, 900, "We have"),
            said("t2", 1_000, 1_200, "Yes?", Speaker.SALESPERSON),
            said("t1", 0, 2_000, "We have two."),
        ]
    )

    assert [turn.text for turn in state.turns.values()] == ["We have two.", "Yes?"]
    assert state.committed_ms == {0: 1_200, 1: 2_000}
    assert state.heard_ms == 2_000
    assert [turn.id for turn in state.recent_turns(1)] == ["t2"]


def test_recent_turns_are_in_the_order_they_began() -> None:
    state = fold([said(f"t{n}", start, start + 50) for n, start in enumerate((0, 300, 200, 400))])

    assert [turn.start_ms for turn in state.recent_turns(3)] == [200, 300, 400]


def test_swapping_turns_both_sides_round_and_twice_is_nothing() -> None:
    events: list[CallEvent] = [
        started(), said("t1", 0, 900), said("t2", 950, 990, "Hm.", Speaker.UNKNOWN)
    ]  # fmt: skip
    before = fold(events)
    once = fold([*events, SpeakersSwapped()])
    twice = fold([*events, SpeakersSwapped(), SpeakersSwapped()])

    assert once.turns["t1"].speaker is Speaker.SALESPERSON
    assert once.turns["t2"].speaker is Speaker.UNKNOWN
    assert once.channels[0] == Channel(0, Speaker.CUSTOMER)
    assert once.speaker_of(1) is Speaker.SALESPERSON
    assert once.speaker_of(9) is Speaker.UNKNOWN
    assert twice == before


def test_a_gap_of_one_channel_is_not_one_of_the_other() -> None:
    state = fold([started(), Gap(channel=1, start_ms=100, end_ms=400, reason="lost")])

    assert state.timeline(1).position_ms(100) == 400
    assert state.timeline(0).position_ms(100) == 100


def test_a_gap_without_a_channel_is_one_of_all() -> None:
    state = fold([started(), Gap(channel=None, start_ms=100, end_ms=400, reason="paused")])

    assert [state.timeline(channel).position_ms(100) for channel in (0, 1)] == [400, 400]


@pytest.mark.parametrize(
    ("event", "outcome", "on_show"),
    [
        (SuggestionUsed(id="c1"), "used", "c1"),
        (SuggestionDismissed(id="c1"), "dismissed", None),
        (SuggestionWithdrawn(id="c1", reason="expired"), "withdrawn", None),
        (SuggestionVoted(id="c1", vote="useful"), "shown", "c1"),
        (SuggestionVoted(id="c1", vote="wrong"), "shown", None),
        (SuggestionUsed(id="c9"), "shown", "c1"),
    ],
)
def test_what_became_of_a_card(event: CallEvent, outcome: str, on_show: str | None) -> None:
    state = fold([shown(card()), event])

    assert state.cards["c1"].outcome == outcome
    assert state.current_card == on_show


def test_a_used_card_that_expires_leaves_the_page_and_was_used() -> None:
    state = fold(
        [shown(card()), SuggestionUsed(id="c1"), SuggestionWithdrawn(id="c1", reason="expired")]
    )

    assert state.cards["c1"].outcome == "used"
    assert state.current_card is None


def test_withdrawing_the_previous_card_leaves_the_new_one() -> None:
    state = fold(
        [
            shown(card()),
            shown(card("Another one"), "c2"),
            SuggestionWithdrawn(id="c1", reason="superseded"),
        ]
    )

    assert state.current_card == "c2"
    assert state.cards_shown == 2


def test_an_update_changes_only_what_it_names() -> None:
    finer = PrimarySuggestion("What would feel fair?", "Because.", 90, Urgency.HIGH)
    first = shown(card())

    state = fold([first, SuggestionUpdated(id="c1", primary_suggestion=finer)])
    again = fold([first, SuggestionUpdated(id="c1", next_move="Wait.", source=Source.CLAUDE)])

    assert state.cards["c1"].shown == replace(first, primary_suggestion=finer)
    assert again.cards["c1"].shown == replace(first, next_move="Wait.", source=Source.CLAUDE)


def vote(card_id: str, vote: Literal["useful", "wrong"] | None) -> SuggestionVoted:
    return SuggestionVoted(id=card_id, vote=vote)


def test_wrong_votes_count_cards_not_clicks_and_can_be_taken_back() -> None:
    cards = [shown(card("One"), "c1"), shown(card("Two"), "c2"), shown(card(category=None), "c3")]

    twice = fold([*cards, vote("c1", "wrong"), vote("c1", "wrong"), vote("c3", "wrong")])
    both = fold([*cards, vote("c1", "wrong"), vote("c2", "wrong")])
    back = fold([*cards, vote("c1", "wrong"), vote("c2", "wrong"), vote("c2", "useful")])

    assert (twice.wrong_votes("price"), both.wrong_votes("price")) == (1, 2)
    assert back.wrong_votes("price") == 1
    assert both.wrong_votes("timing") == 0


def test_taking_a_wrong_vote_back_brings_the_card_back_unless_it_has_gone() -> None:
    back = [vote("c1", "wrong"), vote("c1", None)]
    expired = SuggestionWithdrawn(id="c1", reason="expired")

    state = fold([shown(card()), *back])
    assert (state.current_card, state.cards["c1"].vote) == ("c1", None)
    assert fold([shown(card()), expired, *back]).current_card is None
    assert fold([shown(card()), shown(card("Two"), "c2"), *back]).current_card == "c2"


def heard(kind: SignalKind, sentiment: Sentiment | None = None) -> SignalHeard:
    return SignalHeard(
        kind=kind, sentiment=sentiment, confidence=0.7, evidence=Evidence("t1", "Well.", 0, 900)
    )


def test_signals_are_remembered_up_to_a_bound_and_sentiment_stays() -> None:
    state = fold(
        [
            heard(SignalKind.SENTIMENT, Sentiment.NEGATIVE),
            *[heard(SignalKind.QUESTION)] * (RECENT_SIGNALS + 3),
        ]
    )

    assert len(state.signals) == RECENT_SIGNALS
    assert state.sentiment is Sentiment.NEGATIVE


def test_the_rest_of_what_can_happen() -> None:
    stage = StageChanged(
        current=Stage.PITCH, confidence=0.6, time_in_stage_ms=10, entered_at_ms=4_000
    )
    events: list[CallEvent] = [
        started(),
        said("t1", 0, 900),
        stage,
        ModeSet(mode="guidance"),
        ObjectiveChanged(id="permission", done=True),
        ObjectiveChanged(id="permission", done=False, by="user"),
        ChannelMuted(channel=0, muted=True),
        Degraded(component="coach", reason="why"),
        Cue(kind="pace", text="Slow down."),
        Paused(call_ms=1_000),
    ]
    state = fold(events)

    assert (state.stage, state.stage_confidence, state.stage_entered_ms) == (
        Stage.PITCH, 0.6, 4_000
    )  # fmt: skip
    assert state.mode == "guidance"
    assert not state.objectives["permission"].done
    assert state.muted == {0}
    assert state.degraded == {"coach": "why"}
    assert state.cues == {"pace": 900}
    assert state.paused_at_ms == 1_000

    over: list[CallEvent] = [
        ChannelMuted(channel=0, muted=False),
        Recovered(component="coach"),
        Unpaused(call_ms=2_000),
        CallEnded(duration_s=1.0),
    ]
    after = fold([*events, *over])
    assert not after.muted
    assert not after.degraded
    assert after.paused_at_ms is None
    assert after.ended


def test_seq_is_the_highest_seen() -> None:
    state = CallState()
    for seq in (1, 2, None, 5):
        state.apply(ModeSet(mode="guidance", seq=seq))

    assert state.seq == 5


def quoted(words: str) -> Evidence:
    return Evidence("t1", words, 0, 900)


def test_the_evidence_of_a_tick_that_was_taken_back_is_remembered() -> None:
    tick = ObjectiveChanged(id="permission", done=True, evidence=quoted("Go on."))
    again = ObjectiveChanged(id="permission", done=True, evidence=quoted("Sure."))
    by_hand = ObjectiveChanged(id="permission", done=True, by="user")
    back = ObjectiveChanged(id="permission", done=False, by="user")

    assert fold([tick, back, again, back]).undone == {
        "permission": (quoted("Go on."), quoted("Sure."))
    }
    assert fold([by_hand, back]).undone == {}
    assert fold([tick, by_hand]).undone == {}


def test_a_turn_waits_until_all_of_it_was_considered() -> None:
    said_it = said("t1", 0, 900, "We have")
    grown = said("t1", 0, 2_000, "We have two.")

    def considered(until_ms: int, turn_id: str | None = "t1") -> CallMetrics:
        return CallMetrics(
            talk_ratio=None, longest_monologue_ms=0, questions=0, pace_wpm=None,
            turn_id=turn_id, until_ms=until_ms,
        )  # fmt: skip

    assert fold([said_it]).unconsidered == {"t1": 900}
    assert fold([said_it, considered(900)]).unconsidered == {}
    assert fold([said_it, grown, considered(900)]).unconsidered == {"t1": 2_000}
    assert fold([said_it, considered(900), grown]).unconsidered == {"t1": 2_000}
    assert fold([said_it, considered(900, None), considered(900, "t9")]).unconsidered == {"t1": 900}


def test_silence_that_was_heard_moves_the_end_of_the_text() -> None:
    settled = AudioSettled(channel=1, until_ms=30_000)
    earlier = AudioSettled(channel=1, until_ms=10_000)

    assert fold([started(), said("t1", 0, 900), settled, earlier]).committed_ms == {1: 30_000}


def test_what_was_said_of_the_playbook_is_kept_apart() -> None:
    state = fold(
        [
            LineSaid(what="script", id="fair", evidence=quoted("Fair?")),
            LineSaid(what="question", id="Why?", evidence=quoted("Why though?")),
        ]
    )

    assert state.scripts_said == {"fair": quoted("Fair?")}
    assert state.questions_asked == {"Why?": quoted("Why though?")}


def test_an_early_card_is_unconfirmed_until_the_finished_words_say_so() -> None:
    early = replace(shown(card()), early=True)
    whole = quoted("That is far too much.")
    confirmed = fold([early, SuggestionUpdated(id="c1", evidence=whole)])
    turned = fold([early, SuggestionWithdrawn(id="c1", reason="sentence_turned")])
    used = fold([early, SuggestionUsed(id="c1"), SuggestionWithdrawn(id="c1", reason="expired")])

    assert not fold([early]).cards["c1"].confirmed
    assert fold([shown(card())]).cards["c1"].confirmed
    assert confirmed.cards["c1"].confirmed
    assert confirmed.cards["c1"].shown.evidence == whole
    assert (turned.cards["c1"].outcome, turned.current_card) == ("turned", None)
    assert used.cards["c1"].outcome == "used"


def test_a_cue_remembers_the_turn_it_was_about() -> None:
    state = fold([said("t1", 0, 900), Cue(kind="pause", text="Wait.", evidence=quoted("No."))])

    assert (state.cues, state.cue_turns) == ({"pause": 900}, {"pause": "t1"})
