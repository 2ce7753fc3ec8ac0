"""Asks a language model when the embedded coach shows a card, or when a customer's turn deserves
one and there is none.

The embedded card never waits. One request runs a call at a time; a newer moment cancels it. When
the model is late, busy, refused or spent, the embedded card simply stands, and the page is told
once. Every request leaves what it cost in the call's log.
"""

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass
from typing import Literal

from loguru import logger

from salescoach.domain.audio import Speaker
from salescoach.domain.events import CallEvent, Degraded, ModelUsed, Recovered
from salescoach.domain.playbook import Playbook
from salescoach.domain.suggestion import Source
from salescoach.domain.turn import Turn
from salescoach.llm.faults import LASTING, Fault, ModelError
from salescoach.llm.model import Answer, Ask, Prompt, Purpose
from salescoach.llm.shelf import LiveModel
from salescoach.pipeline.advice import Advice, playbook_grounds
from salescoach.pipeline.advised_card import AdvisedCard, Author, Moment
from salescoach.pipeline.cards import Cards
from salescoach.pipeline.coach import CallView, blank_card
from salescoach.pipeline.grounding import Grounds
from salescoach.pipeline.prompts import CallPrompts
from salescoach.pipeline.spending import with_spend
from salescoach.pipeline.state import CallState

MOST_OUTPUT_TOKENS = 300

COMPONENT: Literal["coach_service"] = "coach_service"


class Advisor:
    def __init__(
        self,
        model: LiveModel,
        playbook: Playbook,
        cards: Cards,
        state: CallState,
        emit: Callable[[CallEvent], None],
        latency_ms: Callable[[Turn], int],
    ) -> None:
        self._model = model
        self._playbook = playbook
        self._cards = cards
        self._state = state
        self._emit = emit
        self._latency_ms = latency_ms
        self._ready: asyncio.Task[tuple[CallPrompts, Grounds]] | None = None
        self._known: dict[str, tuple[str, Speaker]] = {}
        """Turns that the grounds hold, as they were then."""
        self._asked: tuple[str, str, str | None] | None = None
        self._task: asyncio.Task[None] | None = None
        self._one_at_a_time = asyncio.Lock()

    def announce(self) -> None:
        """At the start: what is already known to keep the model from answering, and what a call
        that goes on has spent."""
        self._ready = asyncio.create_task(self._prepare(), name="call-advisor-ready")
        self._model.guarded.budget.take_up(self._call_id, self._state.spent)
        fault = self._model.guarded.standing.fault
        if fault in LASTING:
            self._degrade(str(fault))

    def consider(self, view: CallView) -> None:
        """A turn that the embedded coach has finished with."""
        moment = self._moment(view)
        if moment is None:
            return
        asked = (moment.turn.id, moment.turn.text, moment.card_id)
        if asked == self._asked:
            return
        self._asked = asked
        if self._task is not None:
            self._task.cancel()
        self._task = asyncio.create_task(self._in_turn(moment), name="call-advisor")

    async def settled(self) -> None:
        """Returns when nothing is being asked."""
        if self._task is not None:
            await asyncio.wait({self._task})

    async def aclose(self) -> None:
        tasks = {task for task in (self._task, self._ready) if task is not None}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._model.guarded.budget.close_call(self._call_id)

    @property
    def _call_id(self) -> str:
        started = self._state.started
        return started.call_id if started is not None else ""

    def _moment(self, view: CallView) -> Moment | None:
        state, turn = self._state, view.turn
        if turn.speaker is Speaker.SALESPERSON or state.mode != "suggestion":
            return None
        if state.ended or state.paused_at_ms is not None:
            return None
        card = self._cards.of_turn(turn)
        if card is not None:
            written = card.shown.source is not Source.LOCAL
            return None if written else Moment(turn, card_id=card.shown.id)
        blank = blank_card(view, self._playbook, self._model.source)
        if blank is None or not self._cards.would_show(blank, turn):
            return None
        return Moment(turn, blank)

    async def _in_turn(self, moment: Moment) -> None:
        async with self._one_at_a_time:
            await self._advise(moment)

    async def _advise(self, moment: Moment) -> None:
        guarded = self._model.guarded
        before = guarded.budget.spent_on(self._call_id)
        request = _Request(guarded.wanted(Purpose.LIVE) or guarded.engine.label)
        try:
            await self._write(moment, request)
        except ModelError as error:
            request.fail(error)
            self._degrade(self._reason(error))
        except Exception as error:  # noqa: BLE001 - whatever fails, the embedded card stands
            logger.opt(exception=error).error("A language model's advice failed")
            request.outcome = "failed"
            self._degrade("failed")
        finally:
            spent = guarded.budget.spent_on(self._call_id).since(before)
            if spent.requests:
                # What was turned away before it was asked is no request.
                used = request.event(moment.turn, self._model.source)
                self._emit(with_spend(used, spent, estimated=request.estimated))

    async def _write(self, moment: Moment, request: "_Request") -> None:
        """Raises ``ModelError``."""
        prompts, grounds = await self._prepared()
        card = AdvisedCard(
            moment,
            self._cards,
            self._state,
            self._emit,
            grounds,
            self._playbook.never_say,
            self._latency_ms,
        )
        prompt = self._prompt(prompts, moment)
        ask = Ask(self._call_id, Purpose.LIVE, prompt, Advice, MOST_OUTPUT_TOKENS)
        request.begin()
        try:
            async with aclosing(self._model.guarded.stream(ask)) as items:
                async for item in items:
                    request.hear(item.model)
                    author = Author(self._model.source, item.model)
                    if isinstance(item, Answer):
                        request.estimated = item.usage.estimated
                        timely = card.finish(item.value, author)
                        self._recover()
                    else:
                        timely = card.grow(item.value, author)
                    if not timely:
                        request.outcome = "too_late"
                        return
        except ModelError as error:
            card.fail(error.fault)
            raise
        request.outcome = "shown" if card.shown else "unchanged"

    def _prompt(self, prompts: CallPrompts, moment: Moment) -> Prompt:
        card = self._cards.on_show() if moment.card_id is not None else None
        shown = card.shown.primary_suggestion.text if card is not None else ""
        turn = self._state.turns.get(moment.turn.id, moment.turn)
        return prompts.about(self._state, turn, shown)

    async def _prepare(self) -> tuple[CallPrompts, Grounds]:
        """Reading the playbook takes long enough to be felt by other calls: not on their loop."""
        started = self._state.started
        customer = started.customer if started is not None else None

        def read() -> tuple[CallPrompts, Grounds]:
            model, playbook = self._model, self._playbook
            prompts = CallPrompts(playbook, model.context_tokens, model.mask)
            return prompts, playbook_grounds(playbook, customer)

        return await asyncio.to_thread(read)

    async def _prepared(self) -> tuple[CallPrompts, Grounds]:
        """With every word that was said until now as grounds."""
        if self._ready is None:
            self._ready = asyncio.create_task(self._prepare(), name="call-advisor-ready")
        # A request that is cancelled while it waits leaves the reading to the next one.
        prompts, grounds = await asyncio.shield(self._ready)
        for turn in self._state.turns.values():
            if self._known.get(turn.id) != (turn.text, turn.speaker):
                self._known[turn.id] = (turn.text, turn.speaker)
                grounds.add(turn.text, theirs=turn.speaker is not Speaker.SALESPERSON)
        return prompts, grounds

    def _reason(self, error: ModelError) -> str:
        if error.fault is Fault.OVER_BUDGET:
            spent = self._model.guarded.budget.exhausted(self._call_id)
            return f"over_{spent.scope}_budget" if spent is not None else str(error.fault)
        return str(error.fault)

    def _degrade(self, reason: str) -> None:
        told = self._state.degraded.get(COMPONENT)
        # That it is left alone for a while says less than why.
        if told is None or (told != reason and reason != Fault.RESTING):
            self._emit(Degraded(component=COMPONENT, reason=reason))

    def _recover(self) -> None:
        if COMPONENT in self._state.degraded:
            self._emit(Recovered(component=COMPONENT))


@dataclass(slots=True)
class _Request:
    """What became of one request so far. ``wanted`` is the model that was asked for."""

    wanted: str
    outcome: Literal["shown", "unchanged", "superseded", "too_late", "failed"] = "superseded"
    model: str = ""
    fault: Fault | None = None
    first_words_ms: int | None = None
    estimated: bool | None = None
    began: float = 0.0

    def __post_init__(self) -> None:
        self.model = self.wanted

    def begin(self) -> None:
        self.began = asyncio.get_running_loop().time()

    def hear(self, model: str) -> None:
        self.model = model
        if self.first_words_ms is None:
            waited = asyncio.get_running_loop().time() - self.began
            self.first_words_ms = round(1000 * waited)

    def fail(self, error: ModelError) -> None:
        self.outcome, self.fault = "failed", error.fault
        self.model = error.model or self.model

    def event(self, turn: Turn, source: Source) -> ModelUsed:
        return ModelUsed(
            turn_id=turn.id,
            source=source,
            wanted=self.wanted,
            model=self.model,
            outcome=self.outcome,
            fault=str(self.fault) if self.fault is not None else None,
            first_words_ms=self.first_words_ms,
        )
