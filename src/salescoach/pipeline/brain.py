"""What the coach makes of each committed turn.

Reads signals, stage and objectives, asks the coach, lets the policy decide, and emits the outcome.
It sees every turn in order; it never sees audio.
"""

from collections.abc import Callable
from dataclasses import dataclass

from salescoach.domain.audio import Speaker
from salescoach.domain.events import (
    CallEvent,
    CallMetrics,
    Cue,
    GuidanceShown,
    ObjectiveChanged,
    SignalHeard,
    StageChanged,
    SuggestionShown,
    SuggestionUsed,
    SuggestionWithdrawn,
)
from salescoach.domain.guidance import Guidance
from salescoach.domain.playbook import Playbook
from salescoach.domain.signal import Signal, SignalKind
from salescoach.domain.suggestion import Suggestion
from salescoach.domain.turn import Turn
from salescoach.embedding.contract import Embedder
from salescoach.pipeline import cues
from salescoach.pipeline.coach import CallView, Coach
from salescoach.pipeline.index import PlaybookIndex
from salescoach.pipeline.metrics import measure
from salescoach.pipeline.objectives import reached
from salescoach.pipeline.policy import has_expired, judge
from salescoach.pipeline.signals import Classifier, Reading, SignalReader
from salescoach.pipeline.stages import StageTracker
from salescoach.pipeline.state import CallState

CONTEXT_TURNS = 3
SCRIPT_SAID_SIMILARITY = 0.66
"""A salesperson's clause this near to the card's words counts as having said it."""

STAGE_REHEARD_TURNS = 12
"""Older turns have faded from the stage's memory."""

Emit = Callable[[CallEvent], None]
Latency = Callable[[Turn], tuple[int, bool]]
"""For a turn: milliseconds since its last audio arrived, and whether that is still to come."""


@dataclass(frozen=True, slots=True)
class Expertise:
    """All the brain needs to know before a call: the playbook, by meaning, and who reads it."""

    playbook: Playbook
    index: PlaybookIndex
    embedder: Embedder
    coach: Coach
    classifier: Classifier | None = None


class Brain:
    def __init__(
        self, expertise: Expertise, state: CallState, emit: Emit, latency: Latency
    ) -> None:
        self._expertise = expertise
        self._state = state
        self._emit = emit
        self._latency = latency
        self._reader = SignalReader(expertise.index, expertise.embedder, expertise.classifier)
        self._stages = StageTracker(expertise.index)

    async def recall(self) -> None:
        """Takes up the stage's memory from the state's last turns, after a restart."""
        for turn in self._state.recent_turns(STAGE_REHEARD_TURNS):
            reading = await self._reader.read(turn, ())
            self._stages.hear(turn, reading.vectors, (), self._state.stage)

    async def consider(self, turn: Turn) -> None:
        """One committed turn, or a turn that grew."""
        recent = self._state.recent_turns(CONTEXT_TURNS + 1)
        before = [
            known for known in recent if known.id != turn.id and known.start_ms < turn.start_ms
        ]
        reading = await self._reader.read(turn, before)
        if turn.speaker is Speaker.SALESPERSON:
            self._notice_said(turn, reading)
        fresh = self._emit_signals(turn, reading)
        self._follow_stage(turn, reading, fresh)
        self._tick_objectives(turn, reading)
        self._emit_metrics()
        if has_expired(self._state) and self._state.current_card is not None:
            self._emit(SuggestionWithdrawn(id=self._state.current_card, reason="expired"))
        await self.ask_coach(turn, reading)

    async def ask_coach(self, turn: Turn, reading: Reading) -> None:
        view = CallView(self._state, turn, reading)
        async for advice in self._expertise.coach.advise(view, self._expertise.playbook):
            if isinstance(advice, Guidance):
                self._show_guidance(advice)
            else:
                self._show_card(advice, turn)

    def _emit_signals(self, turn: Turn, reading: Reading) -> list[Signal]:
        """Emits the signals that are new for this turn, and returns them."""
        known = {
            (signal.kind, signal.objection_type, signal.sentiment)
            for signal in self._state.signals
            if signal.evidence.turn_id == turn.id
        }
        fresh: list[Signal] = []
        for signal in reading.signals:
            if (signal.kind, signal.objection_type, signal.sentiment) in known:
                continue
            if signal.kind is SignalKind.SENTIMENT and signal.sentiment is self._state.sentiment:
                continue
            fresh.append(signal)
            self._emit(
                SignalHeard(
                    kind=signal.kind,
                    objection_type=signal.objection_type,
                    sentiment=signal.sentiment,
                    confidence=signal.confidence,
                    evidence=signal.evidence,
                    basis=signal.basis,
                )
            )
        return fresh

    def _follow_stage(self, turn: Turn, reading: Reading, fresh: list[Signal]) -> None:
        state = self._state
        heard = self._stages.hear(turn, reading.vectors, fresh, state.stage)
        if heard.stage is state.stage:
            return
        self._emit(
            StageChanged(
                current=heard.stage,
                confidence=heard.confidence,
                time_in_stage_ms=max(0, turn.start_ms - state.stage_entered_ms),
                entered_at_ms=turn.start_ms,
                evidence=heard.evidence,
            )
        )

    def _tick_objectives(self, turn: Turn, reading: Reading) -> None:
        found = reached(
            self._expertise.index, turn, reading.pieces, reading.vectors, self._state.objectives
        )
        for goal in found:
            self._emit(ObjectiveChanged(id=goal.objective.id, done=True, evidence=goal.evidence))

    def _emit_metrics(self) -> None:
        figures = measure(list(self._state.turns.values()))
        self._emit(
            CallMetrics(
                talk_ratio=figures.talk_ratio,
                longest_monologue_ms=figures.longest_monologue_ms,
                questions=figures.questions,
                pace_wpm=figures.pace_wpm,
            )
        )
        cue = cues.due(self._state, figures)
        if cue is not None:
            self._emit(Cue(kind=cue.kind, text=cue.text))

    def _notice_said(self, turn: Turn, reading: Reading) -> None:
        card = self._state.cards.get(self._state.current_card or "")
        if card is None or card.outcome != "shown" or card.shown.script_id is None:
            return
        said = self._expertise.index.said.nearest(reading.vectors)
        nearest = said[0] if said and said[0].similarity >= SCRIPT_SAID_SIMILARITY else None
        if nearest is not None and nearest.owner.id == card.shown.script_id:
            self._emit(SuggestionUsed(id=card.shown.id, by="heard"))

    def _show_card(self, card: Suggestion, turn: Turn) -> None:
        verdict = judge(self._state, card)
        if not verdict.allowed:
            return
        previous = self._state.cards.get(self._state.current_card or "")
        if previous is not None and previous.outcome == "shown":
            self._emit(SuggestionWithdrawn(id=previous.shown.id, reason="superseded"))
        latency_ms, early = self._latency(turn)
        self._emit(
            SuggestionShown(
                id=f"c{self._state.cards_shown + 1}",
                primary_suggestion=card.primary_suggestion,
                context=card.context,
                highlight_toolkit=card.highlight_toolkit,
                script_id=card.script_id,
                next_move=card.next_move,
                source=card.source,
                early=early,
                evidence=card.evidence,
                latency_ms=latency_ms,
            )
        )

    def _show_guidance(self, guidance: Guidance) -> None:
        shown = self._state.guidance
        event = GuidanceShown(
            stage=guidance.stage,
            focus=guidance.focus,
            objectives=guidance.objectives,
            guidance=guidance.guidance,
            source=guidance.source,
        )
        if shown is not None and (
            shown.focus == event.focus
            and shown.objectives == event.objectives
            and shown.stage.current is event.stage.current
        ):
            return
        self._emit(event)
