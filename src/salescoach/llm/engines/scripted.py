"""A model that says what it was told to: for tests, demonstrations and measurements without a
vendor. It keeps the whole contract, letter by letter and fault by fault."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from typing import Any

from salescoach.llm.faults import Fault, ModelError
from salescoach.llm.model import Answer, Ask, Partial, Purpose, T, Usage
from salescoach.llm.structured import Unusable, so_far, whole
from salescoach.llm.tokens import estimate

LABEL = "The scripted model"


@dataclass(frozen=True, slots=True)
class Line:
    """One answer: its JSON, in pieces of ``piece`` characters with ``pause_s`` before each. After
    its text it ends, breaks off with a ``fault``, or is ``silent`` for ever."""

    text: str = ""
    fault: Fault | None = None
    retry_after_s: float | None = None
    silent: bool = False
    pause_s: float = 0.0
    piece: int = 8


class ScriptedEngine:
    """Plays its lines in order and the last one for ever. ``asked`` holds every request with the
    model it was for. ``name`` is the engine it stands in for."""

    label = LABEL
    host = "localhost"

    def __init__(
        self,
        lines: Sequence[Line],
        models: tuple[str, ...] = ("scripted",),
        *,
        name: str = "scripted",
    ) -> None:
        if not lines or not models:
            raise ValueError("a script has a line and a model")
        self.name = name
        self.asked: list[tuple[str, Ask[Any]]] = []
        self.closed = False
        self._lines = tuple(lines)
        self._models = models

    def candidates(self, purpose: Purpose) -> tuple[str, ...]:
        return self._models

    async def attempt(self, ask: Ask[T], model: str) -> AsyncGenerator[Partial | Answer[T], None]:
        line = self._lines[min(len(self.asked), len(self._lines) - 1)]
        self.asked.append((model, ask))
        prompt = estimate(ask.prompt.fixed) + estimate(ask.prompt.asked)
        said = ""
        for start in range(0, len(line.text), line.piece):
            await asyncio.sleep(line.pause_s)
            said = line.text[: start + line.piece]
            value = so_far(said)
            if value:
                spent = Usage(prompt, output=estimate(said), estimated=True)
                yield Partial(value, model, spent)
        if line.silent:
            await asyncio.Event().wait()
        usage = Usage(prompt, output=estimate(said)) if said else Usage()
        if line.fault is not None:
            raise ModelError(
                line.fault, LABEL, model=model, retry_after_s=line.retry_after_s, usage=usage
            )
        try:
            yield Answer(whole(line.text, ask.schema), model, usage)
        except Unusable:
            raise ModelError(Fault.MALFORMED, LABEL, model=model, usage=usage) from None

    async def offered(self) -> tuple[str, ...]:
        return self._models

    async def aclose(self) -> None:
        self.closed = True
