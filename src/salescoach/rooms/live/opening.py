"""What it takes to open a call: what the caller says, and what the house has settled."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from salescoach.domain.audio import Channel
from salescoach.domain.events import CoachingMode, Customer
from salescoach.kit.errors import InvalidInput
from salescoach.rooms.live.call import FLUSH_WITHIN_S


@dataclass(frozen=True, slots=True)
class OpenCall:
    """What a caller has to say to begin. ``playbook_id`` None means the configured one.
    ``demo``: the recording that comes with the product, with the playbook that fits it."""

    channels: tuple[Channel, ...]
    consent: bool
    playbook_id: str | None = None
    customer: Customer | None = None
    record_audio: bool = False
    mode: CoachingMode | None = None
    demo: bool = False


@dataclass(frozen=True, slots=True)
class DeskOptions:
    """``idle_timeout_s``: how long a call waits for its page to come back. A demo is nobody's
    call: it waits as long as a reload takes. ``demo_playbook``: id and version."""

    spool_dir: Path
    mode: CoachingMode = "suggestion"
    stt_engine: str = "local"
    idle_timeout_s: float = 1800.0
    demo_timeout_s: float = 30.0
    demo_playbook: tuple[str | None, int | None] = (None, None)
    max_call_s: float = 14_400.0
    flush_within_s: float = FLUSH_WITHIN_S
    realtime: bool = True


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def check_channels(channels: tuple[Channel, ...]) -> None:
    """Raises ``InvalidInput`` (``invalid_channels``)."""
    if len({channel.id for channel in channels}) != len(channels):
        raise InvalidInput("Each channel needs its own id.", code="invalid_channels")
    if not channels:
        raise InvalidInput("A call needs at least one channel.", code="invalid_channels")
