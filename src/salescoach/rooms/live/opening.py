"""What it takes to open a call: what the caller says, and what the house has settled."""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from salescoach.domain.audio import Channel
from salescoach.domain.events import CallStarted, CoachingMode, Customer, DatedBy, Timing
from salescoach.domain.privacy import Privacy
from salescoach.domain.suggestion import Source
from salescoach.kit.errors import InvalidInput
from salescoach.kit.ids import new_call_id
from salescoach.llm.shelf import LiveModel
from salescoach.pipeline.brain import Expertise
from salescoach.rooms.live.call import FLUSH_WITHIN_S, LiveCall
from salescoach.speech.transcriber import Transcriber


@dataclass(frozen=True, slots=True)
class OpenCall:
    """What a caller has to say to begin. ``playbook_id`` None means the configured one.
    ``demo``: the recording that comes with the product, with the playbook that fits it.
    ``time_zone``: where the salesperson is, as an IANA name; one that nobody knows counts as
    none. ``began_at``: when the call took place, now when left out, and ``dated_by`` who says so;
    ``imported_from``: the name of the file it is read from, and ``salesperson`` the name it gives
    the one who sells."""

    channels: tuple[Channel, ...]
    consent: bool
    playbook_id: str | None = None
    customer: Customer | None = None
    record_audio: bool = False
    mode: CoachingMode | None = None
    demo: bool = False
    time_zone: str | None = None
    began_at: datetime | None = None
    dated_by: DatedBy | None = None
    imported_from: str | None = None
    salesperson: str | None = None
    timing: Timing = "full"


@dataclass(frozen=True, slots=True)
class Opened:
    call: LiveCall
    resume_token: str


@dataclass(frozen=True, slots=True)
class DeskOptions:
    """``idle_timeout_s``: how long a call waits for its page to come back. A demo is nobody's
    call: it waits as long as a reload takes. ``demo_playbook``: id and version. ``max_occupying``:
    calls at a time whose engine keeps a processor busy."""

    spool_dir: Path
    mode: CoachingMode = "suggestion"
    idle_timeout_s: float = 1800.0
    demo_timeout_s: float = 30.0
    demo_playbook: tuple[str | None, int | None] = (None, None)
    max_call_s: float = 14_400.0
    flush_within_s: float = FLUSH_WITHIN_S
    realtime: bool = True
    max_occupying: int | None = None


PrivacyFor = Callable[[], Awaitable[Privacy]]
"""How the words of a call that begins now are to be treated."""


@dataclass(frozen=True, slots=True)
class Means:
    """What a call is given when it begins. ``model`` None: the embedded coach advises alone."""

    transcriber: Transcriber
    model: LiveModel | None
    privacy: Privacy

    @property
    def occupies(self) -> bool:
        """Whether its engine keeps about a processor busy."""
        return self.transcriber.capabilities.occupies

    @property
    def coach(self) -> str:
        """The engine that advises, by its name."""
        return (self.model.source if self.model is not None else Source.LOCAL).value


def start_of(
    request: OpenCall, expertise: Expertise, means: Means, mode: CoachingMode, now: datetime
) -> CallStarted:
    """The first event of a call. ``mode`` is what a call starts with when nobody says otherwise."""
    return CallStarted(
        call_id=new_call_id(),
        seq=1,
        channels=request.channels,
        playbook_id=expertise.playbook.id,
        playbook_version=expertise.playbook.version,
        customer=request.customer,
        consent=request.consent,
        record_audio=request.record_audio and request.consent and means.privacy.keep_audio,
        mode=request.mode or expertise.coaching.mode or mode,
        stt_engine=means.transcriber.capabilities.name,
        coach_engine=means.coach,
        started_at=(request.began_at or now).isoformat(),
        demo=request.demo,
        imported_from=request.imported_from,
        salesperson=request.salesperson,
        dated_by=request.dated_by,
        timing=request.timing,
        time_zone=request.time_zone,
        coaching=expertise.coaching,
    )


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def check_channels(channels: tuple[Channel, ...]) -> None:
    """Raises ``InvalidInput`` (``invalid_channels``)."""
    if len({channel.id for channel in channels}) != len(channels):
        raise InvalidInput("Each channel needs its own id.", code="invalid_channels")
    if not channels:
        raise InvalidInput("A call needs at least one channel.", code="invalid_channels")
