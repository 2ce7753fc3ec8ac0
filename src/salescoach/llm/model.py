"""The contract every language model keeps, whoever serves it.

The caller asks for a value of a Pydantic model and gets it while it is being written: first words
matter more than last ones. An engine makes exactly one attempt and knows its vendor's protocol;
when to ask, when to try again and when to leave it is decided in one place (`failure.py`).
"""

from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, Protocol, TypeVar

from pydantic import BaseModel

T = TypeVar("T", bound=BaseModel)


class Purpose(StrEnum):
    """What an answer is for. Each has its own model, its own patience and its own breaker."""

    LIVE = "live"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Prompt:
    """``fixed`` says who the model is and holds the playbook: the same text all call long, so
    that a vendor can keep it. ``asked`` is what is new."""

    fixed: str
    asked: str


@dataclass(frozen=True, slots=True)
class Ask(Generic[T]):
    """One request. ``call_id`` is whose budget it counts against; it is not sent."""

    call_id: str
    purpose: Purpose
    prompt: Prompt
    schema: type[T]
    max_output_tokens: int = 600


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one request. ``input`` leaves out what was read from or written to the vendor's
    cache. ``estimated``: the vendor did not say, or not yet."""

    input: int = 0
    cache_read: int = 0
    cache_write: int = 0
    output: int = 0
    estimated: bool = False

    @property
    def prompt(self) -> int:
        return self.input + self.cache_read + self.cache_write

    @property
    def total(self) -> int:
        return self.prompt + self.output

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(
            self.input + other.input,
            self.cache_read + other.cache_read,
            self.cache_write + other.cache_write,
            self.output + other.output,
            self.estimated or other.estimated,
        )

    def since(self, before: "Usage") -> "Usage":
        """What was added to ``before``, an earlier state of the same sum."""
        return Usage(
            self.input - before.input,
            self.cache_read - before.cache_read,
            self.cache_write - before.cache_write,
            self.output - before.output,
            self.estimated,
        )


@dataclass(frozen=True, slots=True)
class Partial:
    """What stands so far: fields in the order of the schema, the last text perhaps cut inside a
    word. Not validated. ``model`` is the one that writes, as its vendor names it; ``usage`` what
    was spent until now."""

    value: Mapping[str, object]
    model: str
    usage: Usage


@dataclass(frozen=True, slots=True)
class Answer(Generic[T]):
    """The whole value. ``model`` is the one that answered, as its vendor names it."""

    value: T
    model: str
    usage: Usage


class Engine(Protocol):
    """One vendor's protocol behind one pooled client.

    ``attempt`` is a generator of one request: any number of ``Partial``, then one ``Answer``;
    closing it gives the connection back at once. All errors are ``ModelError``.
    """

    @property
    def name(self) -> str:
        """As COACH_ENGINE names it."""
        ...

    @property
    def label(self) -> str:
        """As people name it."""
        ...

    @property
    def host(self) -> str:
        """Where the words of a call go."""
        ...

    def candidates(self, purpose: Purpose) -> tuple[str, ...]:
        """Model names, the wanted one first, then the next best."""
        ...

    def attempt(self, ask: Ask[T], model: str) -> AsyncGenerator[Partial | Answer[T], None]: ...

    async def offered(self) -> tuple[str, ...]:
        """Model names the server has now: the smallest real request, which costs no tokens."""
        ...

    async def aclose(self) -> None: ...


class LanguageModel(Protocol):
    """What a coach or a review asks. Errors are ``ModelError``; see ``faults.py``."""

    def stream(self, ask: Ask[T]) -> AsyncIterator[Partial | Answer[T]]:
        """One try. Ends with an ``Answer`` or raises; may be closed at any time."""
        ...

    async def complete(self, ask: Ask[T]) -> Answer[T]:
        """The whole answer; a review is tried again when that can help."""
        ...
