"""What the coach makes of each committed turn.

Reads signals, stage and objectives, asks the coach, lets the policy decide, and emits the outcome.
It sees every turn in order; it never sees audio. Whatever it has to remember is in the state, so a
brain that takes up a call from its log decides as the one before would have.
"""

from collections.abc import Callable
from dataclasses import dataclass

from salescoach.domain.audio import Speaker
from salescoach.domain.coaching import UNCHANGED, Coaching
from salescoach.domain.events import (
    CallEvent,
    CallMetrics,
    Cue,
    LineSaid,
    ObjectiveChanged,
    Recovered,
    SignalHeard,
    StageChanged,
    SuggestionUsed,
)
from salescoach.domain.guidance import Guidance
from salescoach.domain.playbook import Playbook
from salescoach.domain.signal import SignalKind, Stage
from salescoach.domain.turn import Turn
from salescoach.embedding.contract import Embedder
from salescoach.kit.spare_time import SpareTime
from salescoach.llm.shelf import LiveModel
from salescoach.pipeline import cues
from salescoach.pipeline.advisor import COMPONENT, Advisor
from salescoach.pipeline.cards import Cards
from salescoach.pipeline.coach import CallView, Coach
from salescoach.pipeline.early import EarlyReader
from salescoach.pipeline.guide import guidance_shown, says_the_same
from salescoach.pipeline.index import PlaybookIndex
from salescoach.pipeline.metrics import measure
from salescoach.pipeline.never_say import never_said
from salescoach.pipeline.objectives import reached
from salescoach.pipeline.promise_book import promise_changes
from salescoach.pipeline.said import is_answer, other_cards_said, questions_asked, scripts_said
from salescoach.pipeline.signals import Classifier, Reading, SignalReader
from salescoach.pipeline.small_heads import SmallHeads
from salescoach.pipeline.stage_heads import StageHeads
from salescoach.pipeline.stages import StageTracker
from salescoach.pipeline.state import CallState

CONTEXT_TURNS = 3

CONSIDERED_AGAIN = 6
"""A restarted server finishes with at most so many turns; older ones are past advice."""

Emit = Callable[[CallEvent], None]
Latency = Callable[[Turn], int]
"""For a turn: milliseconds since its last audio arrived."""


@dataclass(frozen=True, slots=True)
class Expertise:
    """All the brain needs to know before a call: the playbook, by meaning, who reads it, and how
    the user wants to be coached."""

    playbook: Playbook
    index: PlaybookIndex
    embedder: Embedder
    coach: Coach
    classifier: Classifier | None = None
    stage_heads: StageHeads | None = None
    coaching: Coaching = UNCHANGED
    small_heads: SmallHeads | None = None
    spare: SpareTime | None = None
    """When unfinished words of a live call are read; at once without."""

    def reader(self) -> SignalReader:
        """What reads a customer's words, in a call and wherever it is measured."""
        return SignalReader(self.index, self.embedder, self.classifier, self.small_heads)


class Brain:
    def __init__(
        self,
        expertise: Expertise,
        state: CallState,
        emit: Emit,
        latency: Latency,
        model: LiveModel | None = None,
    ) -> None:
        self._expertise = expertise
        self._state = state
        self._emit = emit
        self._latency = latency
        self._reader = expertise.reader()
        self._cards = Cards(expertise.playbook, frozenset(expertise.coaching.muted), state, emit)
        self._advisor = (
            Advisor(model, expertise.playbook, self._cards, state, emit, latency)
            if model is not None
            else None
        )
        self._early = EarlyReader(expertise.index, expertise.embedder, expertise.classifier)
        self._stages = StageTracker(expertise.index, expertise.embedder, expertise.stage_heads)

    def unfinished(self) -> list[Turn]:
        """After a restart: the last turns that the log holds and nobody has finished with."""
        waiting = (self._state.turns[turn_id] for turn_id in self._state.unconsidered)
        return sorted(waiting, key=lambda turn: turn.end_ms)[-CONSIDERED_AGAIN:]

    async def read(self, turn: Turn) -> Reading:
        """What a turn means after what was said before it."""
        return await self._reader.read(
            turn, self._before(turn), self._state.said_on(turn), self._state.sentiment
        )

    async def consider(self, turn: Turn) -> None:
        """One committed turn, or a turn that grew. Considering one again changes nothing that was
        decided."""
        try:
            reading = await self.read(turn)
            if turn.speaker is Speaker.SALESPERSON:
                await self._notice_said(turn, reading)
            self._emit_signals(turn, reading)
            await self._keep_promises(turn, reading)
            await self._follow_stage()
            await self._tick_objectives(turn, reading)
            self._emit_cue(turn)
            self._cards.settle(turn, reading)
            await self._ask_coach(turn, reading)
        except Exception:
            # Who failed on a turn once is not asked about it again; who was stopped is.
            self._emit_metrics(turn)
            raise
        self._emit_metrics(turn)
        if self._advisor is not None:
            self._advisor.consider(self._view(turn, reading))

    def begin(self) -> None:
        """The call begins, or is taken up again."""
        if self._advisor is not None:
            self._advisor.announce()
        elif COMPONENT in self._state.degraded:
            # The call goes on without a model: nobody is missed any more.
            self._emit(Recovered(component=COMPONENT))

    async def advised(self) -> None:
        """Returns when no language model is being asked."""
        if self._advisor is not None:
            await self._advisor.settled()

    async def aclose(self) -> None:
        """No language model is asked any more."""
        if self._advisor is not None:
            await self._advisor.aclose()

    async def consider_early(self, turn: Turn) -> None:
        """Words that are still being said: a card before their end, or the end of one that came
        so."""
        coaching = self._expertise.coaching
        if not coaching.early_cards or self._state.mode == "guidance":
            return
        if turn.speaker is not Speaker.CUSTOMER:
            return
        reading = await self._early.read(turn, self._before(turn))
        pending = self._cards.of_turn(turn)
        if pending is not None:
            self._cards.doubt(pending, reading)
            return
        view = self._view(turn, reading)
        for card in self._early.cards(view, self._expertise.playbook):
            if self._cards.offer(card, turn, early=True, latency_ms=0):
                return

    def vanish(self, turn: Turn) -> None:
        """What seemed to be said was nothing."""
        self._cards.vanish(turn)

    def hear_silence(self, call_ms: int) -> None:
        """Nobody has spoken up to ``call_ms``."""
        self._give(cues.silence(self._state, call_ms, self._expertise.coaching.cues))

    def overhear(self, turn: Turn) -> None:
        """Words that are still being said: who answers at once hears of it while he does."""
        self._cards.overhear(turn)
        self._give(cues.answering(self._state, turn, self._expertise.coaching.cues))

    def _give(self, cue: cues.DueCue | None) -> None:
        if cue is not None:
            self._emit(Cue(kind=cue.kind, text=cue.text, evidence=cue.evidence))

    def _before(self, turn: Turn) -> list[Turn]:
        recent = self._state.recent_turns(CONTEXT_TURNS + 1)
        return [known for known in recent if known.id != turn.id and known.start_ms < turn.start_ms]

    def _view(self, turn: Turn, reading: Reading) -> CallView:
        return CallView(self._state, turn, reading, frozenset(self._expertise.coaching.muted))

    async def _ask_coach(self, turn: Turn, reading: Reading) -> None:
        view = self._view(turn, reading)
        async for advice in self._expertise.coach.advise(view, self._expertise.playbook):
            if isinstance(advice, Guidance):
                self._show_guidance(advice)
            elif self._cards.offer(advice, turn, early=False, latency_ms=self._latency(turn)):
                return

    def _emit_signals(self, turn: Turn, reading: Reading) -> None:
        """Emits the signals that are new for this turn."""
        known = {
            (signal.kind, signal.objection_type, signal.sentiment)
            for signal in self._state.signals
            if signal.evidence.turn_id == turn.id
        }
        for signal in reading.signals:
            if signal.kind is SignalKind.COMMITMENT:
                continue
            if (signal.kind, signal.objection_type, signal.sentiment) in known:
                continue
            if signal.kind is SignalKind.SENTIMENT and signal.sentiment is self._state.sentiment:
                continue
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

    async def _keep_promises(self, turn: Turn, reading: Reading) -> None:
        changes = await promise_changes(
            turn,
            " ".join(reading.pieces),
            reading.signals,
            self._state.commitments,
            self._expertise.embedder,
        )
        for event in changes:
            self._emit(event)

    async def _follow_stage(self) -> None:
        state = self._state
        heard = await self._stages.read(state)
        if heard.stage is state.stage or heard.entered_at_ms is None:
            return
        self._emit(
            StageChanged(
                current=heard.stage,
                confidence=heard.confidence,
                time_in_stage_ms=heard.entered_at_ms - state.stage_entered_ms,
                entered_at_ms=heard.entered_at_ms,
                evidence=heard.evidence,
            )
        )

    async def _tick_objectives(self, turn: Turn, reading: Reading) -> None:
        expertise, state = self._expertise, self._state
        before = self._before(turn)
        hits = await reached(
            expertise.index, turn, before, reading.pieces, state, expertise.embedder
        )
        for goal in hits:
            self._emit(ObjectiveChanged(id=goal.objective.id, done=True, evidence=goal.evidence))
            if goal.objective.stage is Stage.OBJECTION and turn.speaker is Speaker.CUSTOMER:
                self._cards.note_answered()

    def _emit_cue(self, turn: Turn) -> None:
        rules = self._expertise.coaching.cues
        phrases = self._expertise.playbook.never_say
        own = turn.speaker is Speaker.SALESPERSON
        forbidden = never_said(phrases, turn.text) if own else ()
        figures = measure(list(self._state.turns.values()))
        self._give(cues.due(self._state, figures, turn, rules, forbidden))

    def _emit_metrics(self, turn: Turn) -> None:
        if self._state.timing != "full":
            return
        figures = measure(list(self._state.turns.values()))
        self._emit(
            CallMetrics(
                talk_ratio=figures.talk_ratio,
                longest_monologue_ms=figures.longest_monologue_ms,
                questions=figures.questions,
                pace_wpm=figures.pace_wpm,
                interruptions=figures.interruptions,
                turn_id=turn.id,
                until_ms=turn.end_ms,
            )
        )

    async def _notice_said(self, turn: Turn, reading: Reading) -> None:
        index, state = self._expertise.index, self._state
        whole = await self._expertise.embedder.embed([*reading.pieces, " ".join(reading.pieces)])
        for line in scripts_said(index, state, turn, reading.pieces, whole):
            self._emit(LineSaid(what="script", id=line.id, evidence=line.evidence))
        self._cards.note_said()
        waiting = self._cards.waiting_for_answer(turn)
        if waiting is not None:
            quote = await self._expertise.embedder.embed([waiting.shown.evidence.quote])
            if is_answer(index, waiting.shown, quote, reading.pieces, whole):
                self._cards.note_answered()
        for card_id in await other_cards_said(index, state, turn, whole, self._expertise.embedder):
            self._emit(SuggestionUsed(id=card_id, by="heard"))
        asked = questions_asked(index, turn, reading.pieces, reading.vectors, state.questions_asked)
        for line in asked:
            self._emit(LineSaid(what="question", id=line.id, evidence=line.evidence))

    def _show_guidance(self, guidance: Guidance) -> None:
        if not says_the_same(self._state.guidance, guidance):
            self._emit(guidance_shown(guidance))
