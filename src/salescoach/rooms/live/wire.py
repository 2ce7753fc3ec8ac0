"""The messages of the live socket; the audio frame is in ``frames``.

These models are the source of the page's types (`make types`). What happens in a call is sent as
the call's own events (``domain.events``); the messages here are about the connection.
"""

import json
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError

from salescoach.domain.audio import Speaker
from salescoach.domain.events import CoachingMode
from salescoach.infra.taken import OneLine, Taken
from salescoach.kit.errors import InvalidInput
from salescoach.rooms.live.frames import MAX_CHANNELS

Name = Annotated[str, StringConstraints(min_length=1, max_length=200), OneLine]
Id = Annotated[str, StringConstraints(min_length=1, max_length=100)]


class Message(Taken):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ChannelSpec(Message):
    id: int = Field(ge=0, lt=MAX_CHANNELS)
    role: Speaker


class CustomerSpec(Message):
    name: Name
    company: Name | None = None


class StartCall(Message):
    """``consent``: the customer agreed to be recorded. Without it nothing is recorded, whatever
    ``record_audio`` says, and no audio outlives its transcript. ``demo``: the sound is the recorded
    call of the product; it takes the playbook that fits it, whatever ``playbook_id`` says.
    ``attempt_id``: the same whenever a client asks again because it had no answer, and impossible
    to guess: it never opens a second call."""

    type: Literal["start_call"] = "start_call"
    channels: list[ChannelSpec] = Field(min_length=1, max_length=MAX_CHANNELS)
    playbook_id: Id | None = None
    customer: CustomerSpec | None = None
    consent: bool
    record_audio: bool = False
    mode: CoachingMode | None = None
    demo: bool = False
    time_zone: str | None = Field(default=None, max_length=100)
    attempt_id: str | None = Field(default=None, min_length=20, max_length=100)


class ResumeCall(Message):
    """``last_seq`` is the last durable event the client has seen, 0 for none."""

    type: Literal["resume_call"] = "resume_call"
    call_id: Id
    resume_token: Id
    last_seq: int = Field(ge=0, le=2**31)


class Pause(Message):
    type: Literal["pause"] = "pause"


class Unpause(Message):
    type: Literal["unpause"] = "unpause"


class Mute(Message):
    type: Literal["mute"] = "mute"
    channel: int = Field(ge=0, lt=MAX_CHANNELS)
    muted: bool


class SwapSpeakers(Message):
    type: Literal["swap_speakers"] = "swap_speakers"


class SetMode(Message):
    type: Literal["set_mode"] = "set_mode"
    mode: CoachingMode


class UseSuggestion(Message):
    type: Literal["use_suggestion"] = "use_suggestion"
    id: Id


class DismissSuggestion(Message):
    type: Literal["dismiss_suggestion"] = "dismiss_suggestion"
    id: Id


class Vote(Message):
    """A card voted wrong leaves the page. ``vote`` null takes back what was voted before."""

    type: Literal["vote"] = "vote"
    id: Id
    vote: Literal["useful", "wrong"] | None


class SetObjective(Message):
    type: Literal["set_objective"] = "set_objective"
    id: Id
    done: bool


class MarkMoment(Message):
    type: Literal["mark_moment"] = "mark_moment"
    label: Annotated[str, StringConstraints(max_length=200)] | None = None


class Note(Message):
    type: Literal["note"] = "note"
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]


class EndCall(Message):
    type: Literal["end_call"] = "end_call"


class Ping(Message):
    type: Literal["ping"] = "ping"


ClientMessage = (
    StartCall
    | ResumeCall
    | Pause
    | Unpause
    | Mute
    | SwapSpeakers
    | SetMode
    | UseSuggestion
    | DismissSuggestion
    | Vote
    | SetObjective
    | MarkMoment
    | Note
    | EndCall
    | Ping
)
client_message: TypeAdapter[ClientMessage] = TypeAdapter(
    Annotated[ClientMessage, Field(discriminator="type")]
)
CLIENT_TYPES = frozenset(model.model_fields["type"].default for model in get_args(ClientMessage))


class Said(BaseModel):
    """What the server says in its own words, so that there is nothing to clean."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ConnectionEstablished(Said):
    type: Literal["connection_established"] = "connection_established"
    connection_id: str


class CallOpened(Said):
    """Sent once to the one who started the call, before its first event. The token is a secret
    that never enters the call's log."""

    type: Literal["call_opened"] = "call_opened"
    call_id: str
    resume_token: str


class CallResumed(Said):
    """``audio`` maps a channel to the next frame ``seq`` the server expects of it."""

    type: Literal["call_resumed"] = "call_resumed"
    call_id: str
    last_seq: int
    audio: dict[int, int]


class AudioAck(Said):
    """Frames of ``channel`` up to and including ``seq`` are safe on disk."""

    type: Literal["audio_ack"] = "audio_ack"
    channel: int
    seq: int


class Pong(Said):
    type: Literal["pong"] = "pong"


class ErrorMessage(Message):
    type: Literal["error"] = "error"
    code: str
    message: str


ConnectionMessage = (
    ConnectionEstablished | CallOpened | CallResumed | AudioAck | Pong | ErrorMessage
)


def parse_message(text: str) -> ClientMessage:
    """Raises ``InvalidInput`` (``malformed_json``, ``unknown_type``, ``invalid_message``)."""
    try:
        fields = json.loads(text)
    except (ValueError, RecursionError):
        raise InvalidInput("This message is not JSON.", code="malformed_json") from None
    kind = fields.get("type") if isinstance(fields, dict) else None
    if not isinstance(kind, str) or kind not in CLIENT_TYPES:
        known = ", ".join(sorted(CLIENT_TYPES))
        raise InvalidInput(
            f"A message is an object whose type is one of {known}.", code="unknown_type"
        )
    try:
        return client_message.validate_python(fields)
    except ValidationError as error:
        places = sorted({".".join(str(part) for part in e["loc"][1:]) for e in error.errors()})
        raise InvalidInput(
            f"A {kind} message is wrong in: {', '.join(places) or 'its fields'}.",
            code="invalid_message",
        ) from None
