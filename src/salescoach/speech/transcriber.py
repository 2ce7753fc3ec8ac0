"""The contract every speech engine keeps, embedded or remote.

An engine is opened once for a call and hears all its channels; what it declares about itself lets
the caller choose, instead of asking which vendor it is.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from salescoach.domain.audio import AudioFrame, Channel
from salescoach.domain.playbook import Term
from salescoach.domain.transcript import Transcript
from salescoach.speech.errors import SpeechError


@dataclass(frozen=True, slots=True)
class Capabilities:
    """``max_channels`` None means any number. ``languages`` are BCP 47 codes."""

    name: str
    max_channels: int | None
    interim: bool
    diarization: bool
    languages: tuple[str, ...]
    network: bool
    """Whether audio leaves the machine."""
    occupies: bool = False
    """Whether a call of it keeps about a processor of this machine busy."""
    hears: bool = True
    """Whether the sound matters to it; if not, nobody needs to clean what it gets."""


@dataclass(frozen=True, slots=True)
class TranscribeOptions:
    """``realtime`` False says that audio comes as fast as it is taken (a file): an engine may then
    trade latency for throughput, never accuracy."""

    channels: tuple[Channel, ...]
    language: str = "en"
    vocabulary: tuple[Term, ...] = ()
    realtime: bool = True


class TranscriptStream(Protocol):
    """One call being transcribed.

    ``send`` waits when the engine cannot take more (the caller keeps the audio); it never blocks
    the event loop. ``finish`` says that no more audio comes: the last words are flushed and then
    iteration ends. ``aclose`` gives everything back at once and may be called at any time, twice.
    Errors are ``SpeechError``, raised by ``send`` and by iteration.
    """

    async def send(self, frame: AudioFrame) -> None: ...

    async def finish(self) -> None: ...

    async def aclose(self) -> None: ...

    def set_economy(self, on: bool) -> None:
        """Cheaper settings (fewer interims) while the caller lags behind; False returns."""
        ...

    def heard_ms(self, channel: int) -> int:
        """Milliseconds of the channel's stream that were heard, not counting those whose lines
        still wait to be iterated. A line's final may still come a pause after its last word."""
        ...

    def __aiter__(self) -> AsyncIterator[Transcript]: ...


class Transcriber(Protocol):
    @property
    def capabilities(self) -> Capabilities: ...

    async def open(self, options: TranscribeOptions) -> TranscriptStream: ...

    async def warm_up(self) -> None:
        """Returns when a call could begin without a wait. Optional, never needed."""
        ...

    async def aclose(self) -> None:
        """Gives back what the engine keeps between calls (a warm worker, a connection pool)."""
        ...


@runtime_checkable
class Backed(Protocol):
    """An engine with another one behind it."""

    @property
    def away(self) -> SpeechError | None:
        """Why streams that are opened now are the other one's, None when they are its own."""
        ...
