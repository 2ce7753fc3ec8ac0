"""Events of a short call, for the tests of this room."""

from salescoach.domain.audio import Channel, Speaker
from salescoach.domain.events import (
    CallEnded,
    CallStarted,
    Customer,
    Gap,
    NoteAdded,
    SpeakersSwapped,
    Transcription,
)

CALL = "01calltest"


def started(
    call_id: str = CALL, *, seq: int | None = 1, at: str = "2026-03-01T10:00:00+00:00"
) -> CallStarted:
    return CallStarted(
        call_id=call_id,
        seq=seq,
        channels=(Channel(0, Speaker.SALESPERSON), Channel(1, Speaker.CUSTOMER)),
        playbook_id="default",
        customer=Customer("Dana", "Northwind"),
        consent=True,
        started_at=at,
    )


def line(
    seq: int | None,
    text: str,
    *,
    turn_id: str = "t1",
    speaker: Speaker = Speaker.CUSTOMER,
    start_ms: int = 0,
    end_ms: int = 1000,
    call_id: str = CALL,
) -> Transcription:
    """Final when it has a ``seq``, interim without."""
    return Transcription(
        call_id=call_id,
        seq=seq,
        at_ms=end_ms,
        turn_id=turn_id,
        text=text,
        speaker=speaker,
        is_final=seq is not None,
        start_ms=start_ms,
        end_ms=end_ms,
        confidence=0.9,
        channel=1,
        committed_ms=end_ms,
    )


def gap(seq: int, start_ms: int, end_ms: int, *, channel: int | None = None) -> Gap:
    return Gap(
        call_id=CALL,
        seq=seq,
        at_ms=end_ms,
        channel=channel,
        start_ms=start_ms,
        end_ms=end_ms,
        reason="lost",
    )


def note(seq: int, *, call_id: str = CALL) -> NoteAdded:
    return NoteAdded(call_id=call_id, seq=seq, at_ms=seq, text=f"note {seq}", call_ms=seq)


def swapped(seq: int, *, call_id: str = CALL) -> SpeakersSwapped:
    return SpeakersSwapped(call_id=call_id, seq=seq)


def ended(seq: int, *, call_id: str = CALL, duration_s: float = 12.5) -> CallEnded:
    return CallEnded(call_id=call_id, seq=seq, duration_s=duration_s)
