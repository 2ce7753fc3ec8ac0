"""What it takes to open a call: what the caller says, and what the house has settled."""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from salescoach.domain.audio import Channel
from salescoach.domain.events import CoachingMode, Customer
from salescoach.domain.privacy import Privacy
from salescoach.domain.suggestion import Source
from salescoach.kit.errors import InvalidInput
from salescoach.llm.shelf import LiveModel
from salescoach.rooms.live.call import FLUSH_WITHIN_S
from salescoach.speech.transcriber import Transcriber


@dataclass(frozen=True, slots=True)
class OpenCall:
    """What a caller has to say to begin. ``playbook_id`` None means the configured one.
    ``demo``: the recording that comes with the product, with the playbook that fits it.
    ``time_zone``: where the salesperson is, as an IANA name; one that nobody knows counts as
    none."""

    channels: tuple[Channel, ...]
    consent: bool
    playbook_id: str | None = None
    customer: Customer | None = None
    record_audio: bool = False
    mode: CoachingMode | None = None
    demo: bool = False
    time_zone: str | None = None


@dataclass(frozen=True, slots=True)
class DeskOptions:
    """``idle_timeout_s``: how long a call waits for its page to come back. A demo is nobody's
    call: it waits as long as a reload takes. ``demo_playbook``: id and version."""

    spool_dir: Path
    mode: CoachingMode = "suggestion"
    idle_timeout_s: float = 1800.0
    demo_timeout_s: float = 30.0
    demo_playbook: tuple[str | None, int | None] = (None, None)
    max_call_s: float = 14_400.0
    flush_within_s: float = FLUSH_WITHIN_S
    realtime: bool = True


PrivacyFor = Callable[[], Awaitable[Privacy]]
"""How the words of a call that begins now are to be treated."""


@dataclass(frozen=True, slots=True)
class Means:
    """What a call is given when it begins. ``model`` None: the embedded coach advises alone."""

    transcriber: Transcriber
    model: LiveModel | None
    privacy: Privacy

    @property
    def coach(self) -> str:
        """The engine that advises, by its name."""
        return (self.model.source if self.model is not None else Source.LOCAL).value


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def check_channels(channels: tuple[Channel, ...]) -> None:
    """Raises ``InvalidInput`` (``invalid_channels``)."""
    if len({channel.id for channel in channels}) != len(channels):
        raise InvalidInput("Each channel needs its own id.", code="invalid_channels")
    if not channels:
        raise InvalidInput("A call needs at least one channel.", code="invalid_channels")
