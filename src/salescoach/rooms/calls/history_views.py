"""The history's list as the REST interface shows it, and what can be asked of many calls."""

from typing import Annotated

from pydantic import ConfigDict, Field, StringConstraints

from salescoach.domain.audio import Speaker
from salescoach.domain.history import (
    Choice,
    DeletedCall,
    FilterChoices,
    FoundCall,
    Hit,
    KeptCall,
    OutcomeBy,
    Piece,
    RaisedObjection,
)
from salescoach.domain.review import Outcome
from salescoach.domain.signal import Stage
from salescoach.infra.taken import Taken
from salescoach.rooms.calls.history import MAX_TAG, Deletion, FoundCalls
from salescoach.rooms.calls.views import CallView, View, call_fields

MAX_AT_ONCE = 200

CallIdText = Annotated[
    str, StringConstraints(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")
]
CallIds = Annotated[list[CallIdText], Field(min_length=1, max_length=MAX_AT_ONCE)]
TagText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_TAG)]


class PieceView(View):
    text: str
    found: bool

    @classmethod
    def of(cls, piece: Piece) -> "PieceView":
        return cls(text=piece.text, found=piece.found)


class HitView(View):
    """A turn that holds the words, cut to what stands around the first of them."""

    turn_id: str
    speaker: Speaker
    start_ms: int
    excerpt: list[PieceView]

    @classmethod
    def of(cls, hit: Hit) -> "HitView":
        return cls(
            turn_id=hit.turn_id,
            speaker=hit.speaker,
            start_ms=hit.start_ms,
            excerpt=[PieceView.of(piece) for piece in hit.excerpt],
        )


class RaisedObjectionView(View):
    type: str
    times: int

    @classmethod
    def of(cls, raised: RaisedObjection) -> "RaisedObjectionView":
        return cls(type=raised.type, times=raised.times)


class FoundCallView(CallView):
    stage_reached: Stage | None = Field(description="the furthest")
    outcome: Outcome | None
    outcome_by: OutcomeBy | None = Field(description="what the user said outweighs a review")
    score: float | None = Field(description="0-10, by the review; null without one")
    objections: list[RaisedObjectionView] = Field(description="in the order they first came up")
    tags: list[str]
    hits: list[HitView] = Field(description="the first few turns that hold the words")
    hit_count: int = Field(description="how many turns hold them")

    @classmethod
    def of_found(cls, found: FoundCall) -> "FoundCallView":
        return cls(
            **call_fields(found.call),
            stage_reached=found.stage_reached,
            outcome=found.outcome,
            outcome_by=found.outcome_by,
            score=found.score,
            objections=[RaisedObjectionView.of(each) for each in found.objections],
            tags=list(found.tags),
            hits=[HitView.of(hit) for hit in found.hits],
            hit_count=found.hit_count,
        )


class CallsView(View):
    calls: list[FoundCallView]
    next_cursor: str | None = Field(
        description="leads on in the same order; null when there are no more"
    )

    @classmethod
    def of(cls, page: FoundCalls) -> "CallsView":
        return cls(
            calls=[FoundCallView.of_found(each) for each in page.calls],
            next_cursor=page.next_cursor,
        )


class ChoiceView(View):
    value: str
    calls: int = Field(description="how many fit it")

    @classmethod
    def of(cls, choice: Choice) -> "ChoiceView":
        return cls(value=choice.value, calls=choice.calls)


class FilterChoicesView(View):
    """The most frequent first."""

    outcomes: list[ChoiceView]
    stages: list[ChoiceView]
    objections: list[ChoiceView]
    playbooks: list[ChoiceView]
    tags: list[ChoiceView]

    @classmethod
    def of(cls, choices: FilterChoices) -> "FilterChoicesView":
        return cls(
            outcomes=[ChoiceView.of(each) for each in choices.outcomes],
            stages=[ChoiceView.of(each) for each in choices.stages],
            objections=[ChoiceView.of(each) for each in choices.objections],
            playbooks=[ChoiceView.of(each) for each in choices.playbooks],
            tags=[ChoiceView.of(each) for each in choices.tags],
        )


class Asked(Taken):
    model_config = ConfigDict(frozen=True, extra="forbid")


class TagCalls(Asked):
    call_ids: CallIds
    add: list[TagText] = Field(default=[], max_length=20)
    remove: list[TagText] = Field(default=[], max_length=20)


class SetOutcome(Asked):
    """``outcome`` null takes back what was said."""

    call_ids: CallIds
    outcome: Outcome | None


class DeleteCalls(Asked):
    call_ids: CallIds


class ChangedView(View):
    changed: int = Field(description="how many of the ids are calls")


class DeletedCallView(View):
    id: str
    turns: int
    cards: int
    audio_bytes: int

    @classmethod
    def of(cls, call: DeletedCall) -> "DeletedCallView":
        return cls(id=call.id, turns=call.turns, cards=call.cards, audio_bytes=call.audio_bytes)


class KeptCallView(View):
    id: str
    code: str
    message: str

    @classmethod
    def of(cls, call: KeptCall) -> "KeptCallView":
        return cls(id=call.id, code=call.code, message=call.message)


class DeletionView(View):
    """What was there and is gone, and what could not be deleted."""

    deleted: list[DeletedCallView]
    kept: list[KeptCallView]

    @classmethod
    def of(cls, deletion: Deletion) -> "DeletionView":
        return cls(
            deleted=[DeletedCallView.of(each) for each in deletion.deleted],
            kept=[KeptCallView.of(each) for each in deletion.kept],
        )
