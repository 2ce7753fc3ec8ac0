"""The model that the configuration names, made once and shared by all calls."""

import asyncio

from loguru import logger

from salescoach.kit.clock import Clock
from salescoach.llm.registry import ModelSettings, ModelUnset, create_model
from salescoach.llm.shelf import CONTEXT_TOKENS, LiveModel, Mask, default_mask


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
