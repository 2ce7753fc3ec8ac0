"""The state of a call is a fold of its events.

``CallState.apply`` is the only place where state changes, for a live call and for one rebuilt from
its log alike; whatever the session decides, it decides from here.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Literal

from salescoach.domain.audio import Channel, Speaker
from salescoach.domain.cue import CueKind
from salescoach.domain.events import (
    AudioSettled,
    CallDated,
    CallEnded,
    CallEvent,
    CallMetrics,
    CallStarted,
    ChannelMuted,
    CoachingMode,
    Cue,
    CustomerNamed,
    Degraded,
    Gap,
    GuidanceShown,
    LineSaid,
    Masked,
    ModelUsed,
    ModeSet,
    ObjectiveChanged,
    Paused,
    Recovered,
    SignalHeard,
    SpeakersSwapped,
    StageChanged,
    SuggestionDismissed,
    SuggestionShown,
    SuggestionUpdated,
    SuggestionUsed,
    SuggestionVoted,
    SuggestionWithdrawn,
    Timing,
    Transcription,
    TurnCorrected,
    Unpaused,
)
from salescoach.domain.signal import Evidence, Sentiment, SignalKind, Stage
from salescoach.domain.turn import Turn
from salescoach.llm.budget import Spend
from salescoach.pipeline.spending import spend_of
from salescoach.pipeline.time_zones import zone_of
from salescoach.pipeline.timeline import Timeline

RECENT_SIGNALS = 50


@dataclass(slots=True)
class ShownCard:
    """What the policy needs to know of a card. ``turned``: it came early and the sentence went
    another way, so it counts as never shown. ``confirmed``: it rests on finished words.
    ``since_ms``: when it can first be read, in call time."""

    shown: SuggestionShown
    outcome: Literal["shown", "used", "dismissed", "withdrawn", "turned"] = "shown"
    vote: Literal["useful", "wrong"] | None = None
    confirmed: bool = True
    since_ms: int = 0


@dataclass(slots=True)
class CallState:
    """Everything the brain knows of a call. Read freely; change only through ``apply``."""

    seq: int = 0
    started: CallStarted | None = None
    ended: bool = False
    channels: dict[int, Channel] = field(default_factory=dict)
    timelines: dict[int, Timeline] = field(default_factory=dict)
    committed_ms: dict[int, int] = field(default_factory=dict)
    """For each channel, up to where (call time) no words are still to come."""
    turns: dict[str, Turn] = field(default_factory=dict)
    heard: dict[str, Turn] = field(default_factory=dict)
    """Turns that were corrected, as they were heard."""
    turn_channels: dict[str, int] = field(default_factory=dict)
    heard_ms: int = 0
    """Call time up to which turns are committed."""
    unconsidered: dict[str, int] = field(default_factory=dict)
    """Turns that the brain has not finished with, and where they end."""
    signals: deque[SignalHeard] = field(default_factory=lambda: deque(maxlen=RECENT_SIGNALS))
    weighty: deque[SignalHeard] = field(default_factory=lambda: deque(maxlen=RECENT_SIGNALS))
    """Objections and buying signals, which many others may follow in a long call."""
    sentiment: Sentiment = Sentiment.NEUTRAL
    commitments: dict[str, SignalHeard] = field(default_factory=dict)
    """Id of a promise -> how it was last said."""
    stage: Stage = Stage.OPENING
    stage_confidence: float = 0.5
    stage_entered_ms: int = 0
    objectives: dict[str, ObjectiveChanged] = field(default_factory=dict)
    undone: dict[str, tuple[Evidence, ...]] = field(default_factory=dict)
    """Evidence of ticks that the user took back."""
    scripts_said: dict[str, Evidence] = field(default_factory=dict)
    questions_asked: dict[str, Evidence] = field(default_factory=dict)
    cards: dict[str, ShownCard] = field(default_factory=dict)
    current_card: str | None = None
    cards_shown: int = 0
    mode: CoachingMode = "suggestion"
    paused_at_ms: int | None = None
    muted: set[int] = field(default_factory=set)
    degraded: dict[str, str] = field(default_factory=dict)
    metrics: CallMetrics | None = None
    cues: dict[CueKind, int] = field(default_factory=dict)
    """Kind of cue -> when it was last given (call time of the last turn then)."""
    cue_turns: dict[CueKind, str] = field(default_factory=dict)
    """Kind of cue -> the turn it was last about."""
    guidance: GuidanceShown | None = None
    masked: dict[str, Masked] = field(default_factory=dict)
    """Id of a turn -> how much was taken out of it."""
    spent: Spend = field(default_factory=Spend)
    """On language models."""

    @property
    def timing(self) -> Timing:
        return "full" if self.started is None else self.started.timing

    def said_on(self, turn: Turn) -> date | None:
        """The day a turn was said, where the salesperson is; where the server is, when nobody told.
        None when the call's day is unknown."""
        if self.started is None:
            return None
        begun = datetime.fromisoformat(self.started.started_at)
        said = begun + timedelta(milliseconds=turn.start_ms)
        return said.astimezone(zone_of(self.started.time_zone)).date()

    def timeline(self, channel: int) -> Timeline:
        return self.timelines.get(channel, Timeline())

    def speaker_of(self, channel: int) -> Speaker:
        known = self.channels.get(channel)
        return known.role if known else Speaker.UNKNOWN

    def wrong_votes(self, category: str) -> int:
        """Cards of a toolkit category that were voted wrong in this call."""
        return sum(
            1
            for card in self.cards.values()
            if card.vote == "wrong" and category in card.shown.highlight_toolkit
        )

    def recent_turns(self, count: int) -> list[Turn]:
        """The last ``count`` turns by the time they began."""
        last = list(self.turns.values())[-count - 4 :]
        return sorted(last, key=lambda turn: turn.start_ms)[-count:]

    def apply(self, event: CallEvent) -> None:
        if event.seq is not None:
            self.seq = max(self.seq, event.seq)
        match event:
            case CallStarted():
                self.started = event
                self.mode = event.mode
                self.channels = {channel.id: channel for channel in event.channels}
            case Transcription(is_final=True):
                self._apply_turn(event)
            case SignalHeard():
                self.signals.append(event)
                if event.kind in (SignalKind.OBJECTION, SignalKind.BUYING_SIGNAL):
                    self.weighty.append(event)
                if event.kind is SignalKind.SENTIMENT and event.sentiment is not None:
                    self.sentiment = event.sentiment
                self._apply_commitment(event)
            case StageChanged():
                self.stage = event.current
                self.stage_confidence = event.confidence
                self.stage_entered_ms = event.entered_at_ms
            case ObjectiveChanged():
                self._apply_objective(event)
            case LineSaid(what="script"):
                self.scripts_said[event.id] = event.evidence
            case LineSaid():
                self.questions_asked[event.id] = event.evidence
            case SuggestionShown():
                # A file that is heard faster than it lasts runs ahead of the clock of ``at_ms``.
                since = max(event.at_ms, event.evidence.end_ms)
                self.cards[event.id] = ShownCard(event, confirmed=not event.early, since_ms=since)
                self.current_card = event.id
                self.cards_shown += 1
            case (
                SuggestionUpdated()
                | SuggestionUsed()
                | SuggestionDismissed()
                | SuggestionWithdrawn()
                | SuggestionVoted()
            ):
                self._apply_to_card(event)
            case GuidanceShown():
                self.guidance = event
            case ModelUsed():
                self.spent += spend_of(event)
            case ModeSet():
                self.mode = event.mode
            case Gap():
                for channel in self._gap_channels(event):
                    timeline = self.timelines.setdefault(channel, Timeline())
                    timeline.declare_gap(event.start_ms, event.end_ms)
            case Paused():
                self.paused_at_ms = event.call_ms
            case Unpaused():
                self.paused_at_ms = None
            case ChannelMuted():
                (self.muted.add if event.muted else self.muted.discard)(event.channel)
            case SpeakersSwapped():
                self._swap_speakers()
            case Degraded():
                self.degraded[event.component] = event.reason
            case Recovered():
                self.degraded.pop(event.component, None)
            case CallMetrics():
                self.metrics = event
                if self.unconsidered.get(event.turn_id or "", event.until_ms + 1) <= event.until_ms:
                    del self.unconsidered[event.turn_id or ""]
            case AudioSettled():
                settled = max(event.until_ms, self.committed_ms.get(event.channel, 0))
                self.committed_ms[event.channel] = settled
            case Cue():
                self.cues[event.kind] = self.heard_ms
                if event.evidence is not None:
                    self.cue_turns[event.kind] = event.evidence.turn_id
            case Masked():
                self.masked[event.turn_id] = event
            case TurnCorrected():
                self._correct(event)
            case CallDated() if self.started is not None:
                self.started = replace(self.started, started_at=event.started_at)
            case CustomerNamed() if self.started is not None:
                self.started = replace(self.started, customer=event.customer)
            case CallEnded():
                self.ended = True
            case _:
                pass

    def _apply_turn(self, event: Transcription) -> None:
        committed = max(event.committed_ms, self.committed_ms.get(event.channel, 0))
        self.committed_ms[event.channel] = committed
        self.turn_channels[event.turn_id] = event.channel
        self.heard_ms = max(self.heard_ms, event.end_ms)
        self.unconsidered[event.turn_id] = event.end_ms
        self.heard.pop(event.turn_id, None)
        self.turns[event.turn_id] = Turn(
            event.turn_id,
            event.speaker,
            event.text,
            event.start_ms,
            event.end_ms,
            event.confidence,
        )

    def _correct(self, event: TurnCorrected) -> None:
        turn = self.turns.get(event.turn_id)
        if turn is None:
            return
        heard = self.heard.setdefault(event.turn_id, turn)
        self.turns[event.turn_id] = replace(
            heard, text=event.text or heard.text, speaker=event.speaker or heard.speaker
        )

    def _apply_objective(self, event: ObjectiveChanged) -> None:
        before = self.objectives.get(event.id)
        if event.by == "user" and before is not None and before.evidence and not event.done:
            refused = self.undone.get(event.id, ())
            self.undone[event.id] = (*refused, before.evidence)
        self.objectives[event.id] = event

    def _apply_to_card(
        self,
        event: SuggestionUpdated
        | SuggestionUsed
        | SuggestionDismissed
        | SuggestionWithdrawn
        | SuggestionVoted,
    ) -> None:
        card = self.cards.get(event.id)
        if card is None:
            return
        match event:
            case SuggestionUpdated():
                card.shown = replace(
                    card.shown,
                    primary_suggestion=event.primary_suggestion or card.shown.primary_suggestion,
                    next_move=event.next_move or card.shown.next_move,
                    source=event.source or card.shown.source,
                    evidence=event.evidence or card.shown.evidence,
                    model=event.model or card.shown.model,
                )
                card.confirmed = card.confirmed or event.evidence is not None
            case SuggestionVoted():
                card.vote = event.vote
                if event.vote == "wrong":
                    self._take_down(event.id)
                elif card.outcome in ("shown", "used") and event.id == next(reversed(self.cards)):
                    self.current_card = event.id
            case SuggestionUsed():
                card.outcome = "used"
            case SuggestionDismissed():
                card.outcome = "dismissed"
                self._take_down(event.id)
            case SuggestionWithdrawn():
                if card.outcome == "shown":
                    # A used card that leaves the page was used all the same.
                    turned = event.reason == "sentence_turned"
                    card.outcome = "turned" if turned else "withdrawn"
                self._take_down(event.id)

    def _apply_commitment(self, event: SignalHeard) -> None:
        if event.commitment is None:
            return
        if event.withdrawn:
            self.commitments.pop(event.commitment.id, None)
        else:
            self.commitments[event.commitment.id] = event

    def _take_down(self, card_id: str) -> None:
        if self.current_card == card_id:
            self.current_card = None

    def _gap_channels(self, event: Gap) -> list[int]:
        return list(self.channels) if event.channel is None else [event.channel]

    def _swap_speakers(self) -> None:
        self.channels = {
            channel.id: replace(channel, role=channel.role.other)
            for channel in self.channels.values()
        }
        for turns in (self.turns, self.heard):
            for turn_id, turn in turns.items():
                turns[turn_id] = replace(turn, speaker=turn.speaker.other)
        self.commitments = {
            key: replace(event, commitment=replace(promise, who=promise.who.other))
            for key, event in self.commitments.items()
            if (promise := event.commitment) is not None
        }


def fold(events: Iterable[CallEvent]) -> CallState:
    """The state after ``events``, oldest first."""
    state = CallState()
    for event in events:
        state.apply(event)
    return state
