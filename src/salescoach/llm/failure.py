"""The one failure policy: every request to a language model goes through here.

Live, a late answer is worth nothing: one try, a deadline for the first words, and the embedded
coach's card stands. A review can wait: three tries with growing pauses. Either way a service that
keeps failing is left alone, a key that is refused is said once, a model that is gone is replaced by
the next best, and what was spent is booked, even for what was cancelled.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import aclosing
from dataclasses import dataclass, replace

from loguru import logger
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, stop_after_attempt
from tenacity.wait import wait_exponential, wait_random

from salescoach.infra.config_rules import is_own_network
from salescoach.kit.clock import Clock
from salescoach.llm.breaker import Breaker, Permit
from salescoach.llm.budget import Budget
from salescoach.llm.faults import AILING, LASTING, Fault, ModelError
from salescoach.llm.model import Answer, Ask, Engine, Partial, Purpose, T, Usage
from salescoach.llm.model_names import has_model
from salescoach.llm.prices import CAUTIOUS, Price, price_of
from salescoach.llm.tokens import estimate

TRIES = 3
LONGEST_WAIT_S = 60.0
"""A review whose service asks for a longer pause is given up instead."""
SECOND_LOOK_S = 600.0
"""After this a refused key or a missing model is tried again: either may have been mended."""

Sleep = Callable[[float], Awaitable[None]]
_BACKOFF = wait_exponential(multiplier=1, min=2, max=9) + wait_random(0, 1)


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds from the request to the first words and to the last."""

    first_words_s: float
    total_s: float


PATIENCE: Mapping[Purpose, Patience] = {
    Purpose.LIVE: Patience(2.5, 8.0),
    Purpose.REVIEW: Patience(60.0, 300.0),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """How the model is, for a page: ``fault`` None means well. ``notes`` are standing remarks,
    such as a model that had to be replaced."""

    label: str
    fault: Fault | None = None
    message: str = ""
    again_in_s: float | None = None
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Lasting:
    error: ModelError
    until_ms: float


@dataclass(slots=True)
class _Request:
    """When patience with one request ends, on the loop's clock."""

    words_by: float
    over_by: float
    has_words: bool = False


class GuardedModel:
    """Keeps ``LanguageModel``."""

    def __init__(
        self,
        engine: Engine,
        budget: Budget,
        clock: Clock,
        *,
        patience: Mapping[Purpose, Patience] = PATIENCE,
        sleep: Sleep = asyncio.sleep,
        price: Price | None = None,
    ) -> None:
        """``price``: what the user says a model costs here, instead of what is listed."""
        self.engine = engine
        self.budget = budget
        self._clock = clock
        self._patience = patience
        self._sleep = sleep
        self._breakers = {purpose: Breaker(clock) for purpose in Purpose}
        self._last: dict[Purpose, ModelError] = {}
        self._lasting: _Lasting | None = None
        self._gone: dict[str, float] = {}
        self._price = price
        self._own_network = is_own_network(engine.host)

    async def stream(self, ask: Ask[T]) -> AsyncGenerator[Partial | Answer[T], None]:
        permit = self._admit(ask)
        patience = self._patience[ask.purpose]
        now = asyncio.get_running_loop().time()
        request = _Request(now + patience.first_words_s, now + patience.total_s)
        try:
            async with aclosing(self._by_candidates(ask, request)) as items:
                async for item in items:
                    if isinstance(item, Answer):
                        self._succeeded(ask, permit)
                    yield item
        except ModelError as error:
            self._failed(ask, error, permit)
            raise
        finally:
            permit.given_back()

    async def complete(self, ask: Ask[T]) -> Answer[T]:
        tries = AsyncRetrying(
            stop=stop_after_attempt(TRIES if ask.purpose is Purpose.REVIEW else 1),
            wait=_pause,
            retry=retry_if_exception(_worth_another),
            sleep=self._sleep,
            reraise=True,
        )
        async for attempt in tries:
            with attempt:
                return await self._once(ask)
        raise AssertionError("unreachable")

    async def missing(self) -> tuple[str, ...]:
        """Asks the server which models it has; returns the wanted ones that it has not. Raises
        ``ModelError``. A refused key that works again is noticed here."""
        offered = await self.engine.offered()
        self._lasting = None
        wanted = dict.fromkeys(self.engine.candidates(purpose)[0] for purpose in Purpose)
        return tuple(model for model in wanted if not has_model(model, offered))

    def wanted(self, purpose: Purpose) -> str:
        """The model that is asked next: the first that is not known to be gone."""
        candidates = self.engine.candidates(purpose)
        return next((each for each in candidates if not self._is_gone(each)), candidates[0])

    @property
    def standing(self) -> Standing:
        notes = tuple(self._note(model) for model in self._gone if self._is_gone(model))
        label = self.engine.label
        if self._lasting is not None:
            error = self._lasting.error
            return Standing(label, error.fault, error.message, notes=notes)
        for purpose, breaker in self._breakers.items():
            rests_s = breaker.rests_s
            if rests_s is not None and purpose in self._last:
                error = self._last[purpose]
                return Standing(label, error.fault, error.message, rests_s, notes)
        return Standing(label, notes=notes)

    async def aclose(self) -> None:
        await self.engine.aclose()

    async def _once(self, ask: Ask[T]) -> Answer[T]:
        async with aclosing(self.stream(ask)) as items:
            async for item in items:
                if isinstance(item, Answer):
                    return item
        raise AssertionError("a stream ends with an answer or an error")

    def _admit(self, ask: Ask[T]) -> Permit:
        label = self.engine.label
        spent = self.budget.exhausted(ask.call_id)
        if spent is not None:
            raise ModelError(Fault.OVER_BUDGET, label, detail=str(spent))
        lasting = self._lasting
        if lasting is not None and self._clock.now_ms() < lasting.until_ms:
            raise ModelError(lasting.error.fault, label, model=lasting.error.model, told=True)
        permit = self._breakers[ask.purpose].admit()
        if not isinstance(permit, Permit):
            raise ModelError(Fault.RESTING, label, retry_after_s=permit)
        return permit

    async def _by_candidates(
        self, ask: Ask[T], request: _Request
    ) -> AsyncGenerator[Partial | Answer[T], None]:
        """The wanted model, or the next best when the vendor no longer has it."""
        candidates = self.engine.candidates(ask.purpose)
        for model in candidates:
            if self._is_gone(model):
                continue
            try:
                async with aclosing(self._attempt(ask, model, request)) as items:
                    async for item in items:
                        yield item
            except ModelError as error:
                if error.fault is not Fault.RETIRED:
                    raise
                self._gone[model] = self._clock.now_ms() + 1000 * SECOND_LOOK_S
                logger.warning("{}", error.message)
            else:
                return
        raise ModelError(Fault.RETIRED, self.engine.label, model=candidates[0], told=True)

    async def _attempt(
        self, ask: Ask[T], model: str, request: _Request
    ) -> AsyncGenerator[Partial | Answer[T], None]:
        # Until the vendor says what a request costs, all of its prompt is taken to be billed.
        prompt = estimate(ask.prompt.fixed) + estimate(ask.prompt.asked)
        price = self._price or price_of(model, own_network=self._own_network)
        guessed = price is CAUTIOUS
        usage = Usage(input=prompt, estimated=True)
        try:
            async with aclosing(self.engine.attempt(ask, model)) as items:
                async for item in self._in_time(items, request):
                    usage = item.usage
                    if guessed:
                        item = replace(item, usage=replace(usage, estimated=True))
                    yield item
        except ModelError as error:
            # One that was turned away at the door costs nothing.
            if error.usage.total or error.fault not in (Fault.SLOW, Fault.TIMEOUT, Fault.CUT):
                usage = error.usage
            raise
        finally:
            booked = replace(usage, estimated=usage.estimated or (guessed and usage.total > 0))
            self.budget.book(ask.call_id, booked, price.of(usage))

    async def _in_time(
        self, items: AsyncGenerator[Partial | Answer[T], None], request: _Request
    ) -> AsyncGenerator[Partial | Answer[T], None]:
        while True:
            limit = request.over_by if request.has_words else request.words_by
            try:
                async with asyncio.timeout_at(limit):
                    item = await anext(items)
            except StopAsyncIteration:
                return
            except TimeoutError:
                fault = Fault.TIMEOUT if request.has_words else Fault.SLOW
                raise ModelError(fault, self.engine.label) from None
            request.has_words = True
            yield item

    def _succeeded(self, ask: Ask[T], permit: Permit) -> None:
        if self._lasting is not None or self._breakers[ask.purpose].rests_s is not None:
            logger.info("{} works again", self.engine.label)
        self._lasting = None
        self._last.pop(ask.purpose, None)
        permit.succeeded()

    def _failed(self, ask: Ask[T], error: ModelError, permit: Permit) -> None:
        if error.fault in LASTING:
            before = self._lasting
            error.told = before is not None and before.error.fault is error.fault
            until_ms = self._clock.now_ms() + 1000 * SECOND_LOOK_S
            self._lasting = _Lasting(error, until_ms)
            if not error.told:
                logger.error("{}", error.message)
            return
        if error.fault in AILING:
            self._last[ask.purpose] = error
            permit.failed(error.retry_after_s)
        logger.warning(
            "{} failed ({}, {}) for call {}",
            self.engine.label,
            ask.purpose,
            error.fault,
            ask.call_id,
        )

    def _note(self, gone: str) -> str:
        who = self.engine.label
        for purpose in Purpose:
            instead = self.wanted(purpose)
            if gone in self.engine.candidates(purpose) and not self._is_gone(instead):
                return f"{who} no longer has {gone}. {instead} answers in its place."
        return ModelError(Fault.RETIRED, who, model=gone).message

    def _is_gone(self, model: str) -> bool:
        return self._clock.now_ms() < self._gone.get(model, 0.0)


def _worth_another(error: BaseException) -> bool:
    return (
        isinstance(error, ModelError)
        and error.retryable
        and (error.retry_after_s or 0.0) <= LONGEST_WAIT_S
    )


def _pause(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    asked_for = error.retry_after_s if isinstance(error, ModelError) else None
    return max(_BACKOFF(state), asked_for or 0.0)
