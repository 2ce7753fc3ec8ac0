"""What is known of a customer, over HTTP."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import ConfigDict, Field, StringConstraints

from salescoach.domain.audio import Speaker
from salescoach.domain.review import Handling, Outcome
from salescoach.domain.signal import Evidence, ObjectionType, Stage
from salescoach.infra.taken import Taken
from salescoach.rooms.calls.history_views import CallIdText
from salescoach.rooms.calls.views import View
from salescoach.rooms.customers.brief import Brief, OpenObjection, OpenPromise
from salescoach.rooms.customers.service import CustomerService, Known


class SaidAtView(View):
    call_id: str
    turn_id: str
    quote: str
    start_ms: int | None = Field(description="null where the call came without times")

    @classmethod
    def of(cls, call_id: str, evidence: Evidence, untimed: Collection[str]) -> "SaidAtView":
        """``untimed``: ids of calls without times."""
        return cls(
            call_id=call_id,
            turn_id=evidence.turn_id,
            quote=evidence.quote,
            start_ms=None if call_id in untimed else evidence.start_ms,
        )


class OpenPromiseView(View):
    key: str = Field(description="names it within its call")
    owner: Speaker
    shared: bool = Field(description="both do it")
    what: str
    due: str | None = Field(description="the words of the time")
    due_on: date | None
    overdue: bool
    said: SaidAtView

    @classmethod
    def of(cls, promise: OpenPromise, today: date, untimed: Collection[str]) -> "OpenPromiseView":
        step = promise.step
        return cls(
            key=promise.key,
            owner=step.owner,
            shared=step.shared,
            what=step.what,
            due=step.due,
            due_on=step.due_on,
            overdue=step.due_on is not None and step.due_on < today,
            said=SaidAtView.of(promise.call_id, step.evidence, untimed),
        )


class OpenObjectionView(View):
    type: ObjectionType
    handling: Handling
    raised_at: datetime
    said: SaidAtView

    @classmethod
    def of(cls, objection: OpenObjection, untimed: Collection[str]) -> "OpenObjectionView":
        return cls(
            type=objection.met.type,
            handling=objection.met.handling,
            raised_at=objection.started_at,
            said=SaidAtView.of(objection.call_id, objection.met.evidence, untimed),
        )


class BriefView(View):
    name: str
    company: str | None
    calls: int
    last_call_id: str
    last_at: datetime
    outcome: Outcome | None
    stage_reached: Stage | None
    reviewed: bool = Field(description="false: the last call's review is still being made")
    stopped: str | None = Field(description="how the last call ended, in a sentence")
    stopped_at: SaidAtView | None
    promises: list[OpenPromiseView] = Field(description="still open; the salesperson's first")
    objections: list[OpenObjectionView] = Field(description="still standing")

    @classmethod
    def of(cls, brief: Brief, today: date) -> "BriefView":
        last, untimed = brief.last, brief.untimed
        at = brief.stopped_at
        return cls(
            name=last.name,
            company=last.company,
            calls=brief.calls,
            last_call_id=last.call_id,
            last_at=last.started_at,
            outcome=last.outcome,
            stage_reached=last.stage_reached,
            reviewed=brief.reviewed,
            stopped=brief.stopped,
            stopped_at=None if at is None else SaidAtView.of(last.call_id, at, untimed),
            promises=[OpenPromiseView.of(each, today, untimed) for each in brief.promises],
            objections=[OpenObjectionView.of(each, untimed) for each in brief.objections],
        )


class CustomerChoiceView(View):
    name: str
    company: str | None
    calls: int
    last_at: datetime


class KnownCustomerView(View):
    brief: BriefView | None = Field(description="null when nobody is meant for certain")
    choices: list[CustomerChoiceView] = Field(description="who may be meant instead")

    @classmethod
    def of(cls, known: Known) -> "KnownCustomerView":
        return cls(
            brief=None if known.brief is None else BriefView.of(known.brief, known.today),
            choices=[
                CustomerChoiceView(
                    name=each.name, company=each.company, calls=each.calls, last_at=each.last_at
                )
                for each in known.choices
            ],
        )


class KeptPromise(Taken):
    model_config = ConfigDict(frozen=True, extra="forbid")

    call_id: CallIdText
    promise: Annotated[str, StringConstraints(max_length=32, pattern=r"^[0-9a-f]{32}$")]
    kept: bool


def customers_router(service: CustomerService) -> APIRouter:
    router = APIRouter(prefix="/customers", tags=["customers"])

    @router.get("/brief", operation_id="get_customer_brief")
    async def get_customer_brief(
        name: Annotated[str, Query(min_length=1, max_length=200)],
        company: Annotated[str | None, Query(max_length=200)] = None,
        time_zone: Annotated[
            str | None,
            Query(max_length=100, description="an IANA name: whose day says what is overdue"),
        ] = None,
    ) -> KnownCustomerView:
        """Before the next call: where the last one stopped, promises that are open on both sides,
        objections that still stand. Names are the same when their words are, whatever their
        capitals, accents, titles and legal forms. When several customers have the name, `choices`
        says who."""
        return KnownCustomerView.of(await service.known(name, company, time_zone))

    @router.put("/promises", status_code=204, operation_id="put_kept_promise")
    async def put_kept_promise(asked: KeptPromise) -> None:
        """A promise is done with, or is not after all."""
        await service.set_kept(asked.call_id, asked.promise, kept=asked.kept)

    return router
