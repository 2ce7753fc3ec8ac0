"""Everything of a customer over HTTP: first how much there is, then its end."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import ConfigDict, Field, StringConstraints

from salescoach.infra.taken import Taken
from salescoach.rooms.calls.history_views import DeletionView
from salescoach.rooms.calls.views import View
from salescoach.rooms.customers.erasure import CallsOfCompany, CustomerErasure
from salescoach.rooms.customers.names import company_key

Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class CallsOfCompanyView(View):
    name: str
    company: str | None = Field(description="null for calls in which none was named")
    asked_for: bool = Field(description="it is the company that was asked for")
    calls: int
    imports: int = Field(description="files that wait to become calls; they go along")
    first_at: datetime
    last_at: datetime

    @classmethod
    def of(cls, group: CallsOfCompany, company: str | None) -> "CallsOfCompanyView":
        return cls(
            name=group.name,
            company=group.company,
            asked_for=company_key(group.company) == company_key(company),
            calls=len(group.ids),
            imports=group.imports,
            first_at=group.first_at,
            last_at=group.last_at,
        )


class CallsOfCustomerView(View):
    """Everybody of that name, by company."""

    companies: list[CallsOfCompanyView]


class DeleteCustomer(Taken):
    """``companies`` as they were told, null for none; ``calls``: how many were told for them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Name
    companies: Annotated[list[Name | None], Field(min_length=1, max_length=100)]
    calls: Annotated[int, Field(ge=0, le=10_000_000)]


def erasure_router(erasure: CustomerErasure) -> APIRouter:
    router = APIRouter(prefix="/customers", tags=["customers"])

    @router.get("/calls", operation_id="get_calls_of_customer")
    async def get_calls(
        name: Annotated[str, Query(min_length=1, max_length=200)],
        company: Annotated[str | None, Query(max_length=200)] = None,
    ) -> CallsOfCustomerView:
        """How many calls there are with a customer of that name, whatever its capitals, accents
        and titles."""
        found = await erasure.of(name)
        return CallsOfCustomerView(
            companies=[CallsOfCompanyView.of(each, company) for each in found]
        )

    @router.post("/delete", operation_id="delete_customer")
    async def delete_customer(asked: DeleteCustomer) -> DeletionView:
        """Everything of the customer for good: transcripts, reviews, sound. Says what was there,
        and which calls stayed. `calls_have_changed` when there are more or fewer than were
        told."""
        return DeletionView.of(await erasure.delete(asked.name, asked.companies, asked.calls))

    return router
