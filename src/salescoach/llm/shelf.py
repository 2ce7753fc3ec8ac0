"""Who is the model for this call: asked once, when a call begins or is taken up again.

Whatever knows the answer (the environment, settings with stored keys) keeps ``ModelShelf``; a call
knows nothing of keys and addresses. What is chosen stays for the whole call.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from loguru import logger

from salescoach.domain.suggestion import Source
from salescoach.kit.clock import Clock
from salescoach.kit.masking import Masker
from salescoach.llm.failure import GuardedModel
from salescoach.llm.registry import ModelSettings, ModelUnset, create_model

CONTEXT_TOKENS = 16_000

Mask = Callable[[str], str]
"""Takes out of a text what must not leave the machine."""


def default_mask() -> Mask:
    """Card, account, identity and phone numbers and e-mail addresses."""
    masker = Masker()
    return lambda text: masker.mask(text).text


@dataclass(frozen=True, slots=True)
class LiveModel:
    """A model for one call. Calls may share ``guarded``, and with it breaker and budget: whoever
    lends it closes it. Every text that it is given goes through ``mask`` first.
    ``context_tokens``: the most of playbook and call in one request."""

    guarded: GuardedModel
    mask: Mask = field(default_factory=default_mask)
    context_tokens: int = CONTEXT_TOKENS

    @property
    def source(self) -> Source:
        """As a card names its engine."""
        return Source(self.guarded.engine.name)


class ModelShelf(Protocol):
    """Gives a call its model.

    ``for_call`` returns None when the embedded coach advises alone: because it was chosen, or
    because what a model needs is missing, which whoever keeps the shelf says where settings are
    shown. It never raises and never asks the network: a call begins with or without a model.
    Asked on the event loop of live calls, so that what takes long runs in a thread.
    """

    async def for_call(self) -> LiveModel | None: ...


class EmbeddedOnly:
    """No model."""

    async def for_call(self) -> LiveModel | None:
        return None


class ConfiguredShelf:
    """One model for all calls, as the configuration names it. ``engine`` is a value of
    COACH_ENGINE."""

    def __init__(
        self,
        engine: str,
        settings: ModelSettings,
        clock: Clock,
        *,
        mask: Mask | None = None,
        context_tokens: int = CONTEXT_TOKENS,
    ) -> None:
        self._engine = engine
        self._settings = settings
        self._clock = clock
        self._mask = mask or default_mask()
        self._context_tokens = context_tokens
        self._model: LiveModel | None = None
        self._making = asyncio.Lock()

    async def for_call(self) -> LiveModel | None:
        if self._engine == "local":
            return None
        async with self._making:
            if self._model is None:
                self._model = await self._make()
            return self._model

    async def warm_up(self) -> None:
        """Loads the vendor's library, which takes seconds."""
        await self.for_call()

    async def aclose(self) -> None:
        if self._model is not None:
            await self._model.guarded.aclose()

    async def _make(self) -> LiveModel | None:
        try:
            guarded = await asyncio.to_thread(
                create_model, self._engine, self._settings, self._clock
            )
        except ModelUnset as error:
            logger.error("The embedded coach advises alone: {}", error.message)
            return None
        return LiveModel(guarded, self._mask, self._context_tokens)
