"""What a language model is asked to write of a call: only words, each with the turn and the quote
they rest on.

It has no field for a score, an outcome or a figure: those are counted, and nobody can talk a count
up.
"""

from typing import Literal

from pydantic import BaseModel, Field

from salescoach.domain.signal import ObjectionType

_TURN = Field(description="The number n of the turn that the quote stands in.")
_QUOTE = Field(
    description="Three to thirty words of that turn, copied letter by letter: nothing left out, "
    "nothing mended."
)

Kind = Literal["summary", "worked", "missed", "tip", "insight", "objection", "next_step"]


class Rests(BaseModel):
    """What every item has."""

    turn: int = _TURN
    quote: str = _QUOTE


class Note(Rests):
    """One thing worth keeping of a part of a call."""

    kind: Kind
    text: str = Field(
        description="What it is, in one or two sentences. For an objection: how the salesperson "
        "met it. For a next_step: the deed, beginning with its verb."
    )
    more: str = Field(
        description="worked: what it brought about. missed: what to do or say instead. tip: why. "
        "objection: its type. next_step: who does it and by when. Else empty."
    )


class Notes(BaseModel):
    notes: list[Note] = Field(description="In the order of the call, at most 20.")


class SummaryPoint(Rests):
    text: str


class WhatWorked(Rests):
    text: str = Field(description="What the salesperson did well.")
    why: str = Field(description="What it brought about in this call.")


class MissedOpportunity(Rests):
    opportunity: str = Field(description="What was possible at this moment and did not happen.")
    what_to_do: str = Field(
        description="What to do or say instead, with the playbook's words if it has some."
    )


class ImprovementTip(Rests):
    tip: str = Field(description="One habit to practise, as an instruction.")
    why: str = Field(description="What in this call shows that it is needed.")


class KeyInsight(SummaryPoint):
    text: str = Field(description="Something to remember of this customer.")


class ObjectionMet(Rests):
    type: ObjectionType
    how: str = Field(description="How the salesperson met it and what came of it.")


class AgreedStep(Rests):
    owner: Literal["salesperson", "customer", "both"]
    what: str = Field(description="The deed, beginning with its verb, without the time.")
    due: str = Field(description="The words of the time as they were said; empty without any.")


class FollowUpMail(BaseModel):
    subject: str
    body: str = Field(
        description="As the salesperson would write it: greeting, a few short paragraphs or "
        "lines, the steps that were agreed with their days, their own name at the end."
    )


class WholeReview(BaseModel):
    """In this order, so that what counts most is written first."""

    summary: list[SummaryPoint] = Field(description="The call in two to four sentences.")
    missed_opportunities: list[MissedOpportunity] = Field(
        description="At most six, the costliest first. None is a good answer for a good call."
    )
    what_worked: list[WhatWorked] = Field(description="At most five, the most telling first.")
    improvement_tips: list[ImprovementTip] = Field(description="At most three.")
    key_insights: list[KeyInsight] = Field(description="At most six.")
    objections: list[ObjectionMet]
    next_steps: list[AgreedStep] = Field(description="Only what somebody said they would do.")
    follow_up_mail: FollowUpMail | None = Field(
        description="Null when there was no conversation or the customer said no."
    )
