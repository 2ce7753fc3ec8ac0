"""Events and cards of a call, for the tests of the brain."""

from salescoach.domain.audio import Speaker
from salescoach.domain.events import CallStarted, SuggestionShown, Transcription
from salescoach.domain.signal import Evidence, Sentiment, Stage
from salescoach.domain.suggestion import (
    PrimarySuggestion,
    Source,
    Suggestion,
    SuggestionContext,
    Urgency,
)
from salescoach.domain.turn import Turn
from tests.fakes import BOTH

CALL = "01calltest"
CONTEXT = SuggestionContext(Stage.OPENING, False, None, False, Sentiment.NEUTRAL)


def started() -> CallStarted:
    return CallStarted(
        call_id=CALL, channels=BOTH, playbook_id="default", started_at="2026-03-01T10:00:00+00:00"
    )


def said(
    turn_id: str,
    start_ms: int,
    end_ms: int,
    text: str = "Well.",
    speaker: Speaker = Speaker.CUSTOMER,
    is_final: bool = True,
) -> Transcription:
    channel = 0 if speaker is Speaker.SALESPERSON else 1
    return Transcription(
        call_id=CALL,
        turn_id=turn_id,
        text=text,
        speaker=speaker,
        is_final=is_final,
        start_ms=start_ms,
        end_ms=end_ms,
        channel=channel,
        committed_ms=end_ms if is_final else 0,
    )


def turn(text: str, speaker: Speaker = Speaker.CUSTOMER, turn_id: str = "t1") -> Turn:
    return Turn(turn_id, speaker, text, 0, 2_000)


def card(
    text: str = "What would be fair?",
    *,
    end_ms: int = 1_000,
    turn_id: str = "t1",
    category: str | None = "price",
    script_id: str | None = None,
    urgency: Urgency = Urgency.NORMAL,
) -> Suggestion:
    return Suggestion(
        primary_suggestion=PrimarySuggestion(text, "Because.", 80, urgency),
        context=CONTEXT,
        highlight_toolkit=(category,) if category else (),
        next_move="Ask.",
        evidence=Evidence(turn_id, "Well.", max(0, end_ms - 500), end_ms),
        script_id=script_id,
    )


def shown(suggestion: Suggestion, card_id: str = "c1") -> SuggestionShown:
    return SuggestionShown(
        call_id=CALL,
        id=card_id,
        primary_suggestion=suggestion.primary_suggestion,
        context=suggestion.context,
        highlight_toolkit=suggestion.highlight_toolkit,
        script_id=suggestion.script_id,
        next_move=suggestion.next_move,
        source=Source.LOCAL,
        early=False,
        evidence=suggestion.evidence,
        latency_ms=10,
    )
