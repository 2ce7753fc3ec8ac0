"""Lines put right over HTTP, and taken back."""

from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import ConfigDict, Field, StringConstraints

from salescoach.domain.audio import Speaker
from salescoach.domain.events import Customer
from salescoach.infra.taken import Moment, OneLine, Taken
from salescoach.rooms.calls.corrections import LONGEST_TURN, Corrections, Wanted
from salescoach.rooms.calls.views import TurnView

CallId = Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]
Name = Annotated[str, StringConstraints(min_length=1, max_length=200), OneLine]
TurnId = Annotated[str, Path(min_length=1, max_length=100)]


class CorrectTurn(Taken):
    """A field that is left out stays as it is; null brings back what was heard."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str | None = Field(default=None, max_length=LONGEST_TURN)
    speaker: Speaker | None = None

    def change(self, now: Wanted) -> Wanted:
        given = self.model_fields_set
        return Wanted(
            self.text if "text" in given else now.text,
            self.speaker if "speaker" in given else now.speaker,
        )


class DateCall(Taken):
    model_config = ConfigDict(extra="forbid", frozen=True)

    started_at: Moment


class CallCustomer(Taken):
    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Name
    company: Name | None = None


class NameCustomer(Taken):
    model_config = ConfigDict(extra="forbid", frozen=True)

    customer: CallCustomer | None = Field(description="null: nobody that is known")


def corrections_router(corrections: Corrections) -> APIRouter:
    router = APIRouter()

    @router.patch("/{call_id}/turns/{turn_id}", operation_id="correct_turn")
    async def correct_turn(call_id: CallId, turn_id: TurnId, wanted: CorrectTurn) -> TurnView:
        """Says what the words of a line or its speaker really were. What was heard stays in
        `heard` and comes back with null. Search, exports, figures and the next review read the
        correction. A call that goes on is `call_not_ended`, an unknown line `turn_not_found`."""
        found = await corrections.correct(call_id, turn_id, wanted.change)
        return TurnView.of(found.turn, found.heard)

    @router.put("/{call_id}/started-at", status_code=204, operation_id="date_call")
    async def date_call(call_id: CallId, said: DateCall) -> None:
        """Says when a call began, of which its file may have told something else. One that would
        not be over by now is `invalid_date`, a call that goes on `call_not_ended`."""
        await corrections.date(call_id, said.started_at)

    @router.put("/{call_id}/customer", status_code=204, operation_id="name_customer")
    async def name_customer(call_id: CallId, said: NameCustomer) -> None:
        """Says with whom a call was. Lists, search, briefs, exports, the deletion of everything of
        a customer and the next review go by it; what was said before stays in the log. A call that
        goes on is `call_not_ended`."""
        who = said.customer
        await corrections.name(call_id, None if who is None else Customer(who.name, who.company))

    @router.post("/{call_id}/swap-speakers", status_code=204, operation_id="swap_speakers")
    async def swap_speakers(call_id: CallId) -> None:
        """Every line of the call is the other side's. Doing it again takes it back."""
        await corrections.swap_speakers(call_id)

    return router
