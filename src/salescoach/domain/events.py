"""Everything that happens in a call, as the flat events its log keeps.

The live page, the history and a restarted server all read this one log, so an event carries all
it needs and never changes its meaning. ``seq`` counts the durable events of a call from 1; an
interim transcription is only shown, never kept, and has none.
"""

from dataclasses import dataclass
from typing import Literal

from salescoach.domain.audio import Channel, Speaker
from salescoach.domain.coaching import Coaching
from salescoach.domain.coaching import CoachingMode as CoachingMode
from salescoach.domain.cue import CueKind
from salescoach.domain.guidance import Direction, Focus, GuidanceStage, ObjectiveProgress
from salescoach.domain.signal import (
    Commitment,
    Evidence,
    ObjectionType,
    Sentiment,
    SignalKind,
    Stage,
)
from salescoach.domain.suggestion import PrimarySuggestion, Source, SuggestionContext
from salescoach.kit.masking import Kind

GapReason = Literal["paused", "lost", "disconnected", "disk_full"]
Component = Literal["transcriber", "speech_service", "coach", "coach_service", "storage"]
"""``speech_service``: the service is away and the embedded engine hears the call;
``coach_service``: the language model is, and the embedded coach advises alone."""
DatedBy = Literal["user", "name", "file", "modified", "import"]
"""The user; a stamp in the file's name, what the file says of itself, its last change; or nobody,
and the call counts from its import."""
Timing = Literal["full", "starts", "none"]
"""What a call tells of when its lines were said: begin and end, the begin alone, or only in which
order. Where it is not ``full``, the rest is made up and nothing may be measured by it."""
EndReason = Literal["ended", "timeout", "shutdown", "replay", "failed"]


@dataclass(frozen=True, slots=True)
class Customer:
    name: str
    company: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """``at_ms``: milliseconds from the call's first audio frame to the moment of emission."""

    call_id: str = ""
    seq: int | None = None
    at_ms: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CallStarted(Event):
    """``started_at`` is UTC in ISO 8601."""

    type: Literal["call_started"] = "call_started"
    channels: tuple[Channel, ...]
    playbook_id: str
    playbook_version: int | None = None
    """None in logs that were written before playbooks had versions."""
    customer: Customer | None = None
    consent: bool = False
    record_audio: bool = False
    mode: CoachingMode = "suggestion"
    stt_engine: str = "local"
    coach_engine: str = "local"
    started_at: str
    time_zone: str | None = None
    """Where the salesperson is, as an IANA name; None when it is not known."""
    coaching: Coaching | None = None
    """What the call began with and keeps, whatever is chosen meanwhile; None in old logs."""
    demo: bool = False
    """The recorded call that comes with the product."""
    imported_from: str | None = None
    """The name of the file the call was read from; None for one that was live here."""
    salesperson: str | None = None
    """What that file calls the one who sells, where it is a person's name."""
    dated_by: DatedBy | None = None
    """Who says when an imported call began; None for one that was live here, and in old logs."""
    timing: Timing = "full"


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcription(Event):
    """The whole text of a turn so far; it replaces what came before under its ``turn_id``.

    ``committed_ms``: audio of ``channel`` up to here (call time) is covered by final text.
    """

    type: Literal["transcription"] = "transcription"
    turn_id: str
    text: str
    speaker: Speaker
    is_final: bool
    start_ms: int
    end_ms: int
    confidence: float | None = None
    channel: int
    committed_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalHeard(Event):
    """``objection_type`` is set for an objection, ``sentiment`` for a sentiment, ``commitment`` for
    a commitment. A later commitment of the same id replaces it; ``withdrawn``: it was none after
    all, the sentence went on."""

    type: Literal["signal"] = "signal"
    kind: SignalKind
    objection_type: ObjectionType | None = None
    sentiment: Sentiment | None = None
    confidence: float
    evidence: Evidence
    basis: str = ""
    commitment: Commitment | None = None
    withdrawn: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StageChanged(Event):
    """``time_in_stage_ms`` is the call time spent in the stage that was left."""

    type: Literal["stage"] = "stage"
    current: Stage
    confidence: float
    time_in_stage_ms: int
    entered_at_ms: int
    """Call time at which the current stage began."""
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectiveChanged(Event):
    type: Literal["objective"] = "objective"
    id: str
    done: bool
    evidence: Evidence | None = None
    by: Literal["coach", "user"] = "coach"


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionShown(Event):
    """A card. ``latency_ms`` runs from the arrival of the frame that holds ``evidence.end_ms`` to
    emission; 0 and ``early`` when the card came before the words had ended."""

    type: Literal["suggestion"] = "suggestion"
    id: str
    primary_suggestion: PrimarySuggestion
    context: SuggestionContext
    highlight_toolkit: tuple[str, ...]
    script_id: str | None = None
    next_move: str
    source: Source
    early: bool
    evidence: Evidence
    latency_ms: int
    model: str | None = None
    """The language model that wrote it, None for the embedded coach."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionUpdated(Event):
    """A model refined the card, or the finished sentence confirmed one that came early
    (``evidence`` then holds the whole of it). Fields that are None stay as they were."""

    type: Literal["suggestion_update"] = "suggestion_update"
    id: str
    primary_suggestion: PrimarySuggestion | None = None
    next_move: str | None = None
    source: Source | None = None
    evidence: Evidence | None = None
    model: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionWithdrawn(Event):
    type: Literal["suggestion_withdrawn"] = "suggestion_withdrawn"
    id: str
    reason: Literal["expired", "superseded", "sentence_turned", "refused", "answered"]
    """``refused``: the model that wrote it took it back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionUsed(Event):
    """``by`` says whether the user pressed it or was heard saying it."""

    type: Literal["suggestion_used"] = "suggestion_used"
    id: str
    by: Literal["user", "heard"] = "user"


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionDismissed(Event):
    type: Literal["suggestion_dismissed"] = "suggestion_dismissed"
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionVoted(Event):
    """``vote`` None takes back what was voted before."""

    type: Literal["suggestion_voted"] = "suggestion_voted"
    id: str
    vote: Literal["useful", "wrong"] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelUsed(Event):
    """One request to a language model, about ``turn_id``, is over. ``wanted`` is the model that
    was asked for; ``model`` the one that answered, another when the first is gone. Tokens of the
    prompt are those that are billed in full; ``cached_tokens`` were read from the vendor's cache,
    ``cache_write_tokens`` put there. ``estimated``: the vendor did not say what was spent.
    ``usd``: US dollars by list price, 0 on this machine. ``first_words_ms``: None when none came.
    """

    type: Literal["model_used"] = "model_used"
    turn_id: str
    source: Source
    wanted: str
    model: str
    outcome: Literal["shown", "unchanged", "superseded", "too_late", "failed"]
    """``unchanged``: nothing better than the card on show; ``too_late``: the moment had passed."""
    fault: str | None = None
    first_words_ms: int | None = None
    prompt_tokens: int = 0
    cached_tokens: int = 0
    cache_write_tokens: int = 0
    output_tokens: int = 0
    estimated: bool = False
    usd: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidanceShown(Event):
    type: Literal["coaching_guidance"] = "coaching_guidance"
    stage: GuidanceStage
    focus: Focus
    objectives: ObjectiveProgress
    guidance: Direction
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue(Event):
    """A word on delivery. ``evidence``: the words it rests on, None for a figure of the call."""

    type: Literal["cue"] = "cue"
    kind: CueKind
    text: str
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LineSaid(Event):
    """The salesperson said something the playbook holds: a script (``id`` is the script's) or a
    key question (``id`` is the question)."""

    type: Literal["line_said"] = "line_said"
    what: Literal["script", "question"]
    id: str
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class CallMetrics(Event):
    """``talk_ratio``: the salesperson's share of the words' time, 0-1, None before anybody spoke.
    ``questions`` counts the salesperson's; ``pace_wpm`` is the salesperson's, None when unknown;
    ``interruptions``: how often the salesperson cut in.

    It is the last word on a turn: ``turn_id`` up to ``until_ms`` has been considered."""

    type: Literal["call_metrics"] = "call_metrics"
    talk_ratio: float | None
    longest_monologue_ms: int
    questions: int
    pace_wpm: int | None
    interruptions: int = 0
    turn_id: str | None = None
    until_ms: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AudioSettled(Event):
    """No words of ``channel`` that began before ``until_ms`` (call time) are still to come: its
    audio up to there was heard and is silence, or has its text."""

    type: Literal["audio_settled"] = "audio_settled"
    channel: int
    until_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap(Event):
    """Call time of which no audio is held. ``channel`` None means every channel."""

    type: Literal["gap"] = "gap"
    channel: int | None
    start_ms: int
    end_ms: int
    reason: GapReason


@dataclass(frozen=True, slots=True, kw_only=True)
class Degraded(Event):
    type: Literal["degraded"] = "degraded"
    component: Component
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovered(Event):
    type: Literal["recovered"] = "recovered"
    component: Component


@dataclass(frozen=True, slots=True, kw_only=True)
class Paused(Event):
    """Off the record from ``call_ms`` on (call time)."""

    type: Literal["paused"] = "paused"
    call_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Unpaused(Event):
    type: Literal["unpaused"] = "unpaused"
    call_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelMuted(Event):
    type: Literal["muted"] = "muted"
    channel: int
    muted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakersSwapped(Event):
    """From here on the two channels carry each other's role; earlier turns swap as well."""

    type: Literal["speakers_swapped"] = "speakers_swapped"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModeSet(Event):
    type: Literal["mode"] = "mode"
    mode: CoachingMode


@dataclass(frozen=True, slots=True, kw_only=True)
class MomentMarked(Event):
    type: Literal["moment"] = "moment"
    label: str | None
    call_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Masked(Event):
    """How much was taken out of a turn, by kind, never what. ``stored``: before it was kept;
    ``sent``: only from what a language model is given. It replaces what was said of the turn."""

    type: Literal["masked"] = "masked"
    turn_id: str
    stored: dict[Kind, int]
    sent: dict[Kind, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteAdded(Event):
    type: Literal["note"] = "note"
    text: str
    call_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnCorrected(Event):
    """After the call somebody said what a turn's words or its speaker really were. It replaces
    what was corrected of the turn before; None is what was heard."""

    type: Literal["turn_corrected"] = "turn_corrected"
    turn_id: str
    text: str | None = None
    speaker: Speaker | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallDated(Event):
    """After the call somebody said when it really began. ``started_at`` is UTC in ISO 8601."""

    type: Literal["call_dated"] = "call_dated"
    started_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerNamed(Event):
    """After the call somebody said with whom it really was; None is nobody that is known."""

    type: Literal["customer_named"] = "customer_named"
    customer: Customer | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallEnded(Event):
    type: Literal["call_ended"] = "call_ended"
    duration_s: float
    reason: EndReason = "ended"


CallEvent = (
    CallStarted
    | Transcription
    | SignalHeard
    | StageChanged
    | ObjectiveChanged
    | SuggestionShown
    | SuggestionUpdated
    | SuggestionWithdrawn
    | SuggestionUsed
    | SuggestionDismissed
    | SuggestionVoted
    | ModelUsed
    | GuidanceShown
    | Cue
    | LineSaid
    | CallMetrics
    | AudioSettled
    | Gap
    | Degraded
    | Recovered
    | Paused
    | Unpaused
    | ChannelMuted
    | SpeakersSwapped
    | ModeSet
    | MomentMarked
    | Masked
    | NoteAdded
    | TurnCorrected
    | CallDated
    | CustomerNamed
    | CallEnded
)


def is_durable(event: CallEvent) -> bool:
    """Whether the event belongs in the log (all but interim transcriptions do)."""
    return not (isinstance(event, Transcription) and not event.is_final)
