"""What was misheard is put right after the call.

A correction is one more event of the call's log: what was heard stays, the fold applies it, and so
history, search, exports, figures and the next review all read the corrected words. Taking it back
is another event. So it is with the moment a call began and with whom it was, of which a file often
tells nothing or something else.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from salescoach.domain.audio import Speaker
from salescoach.domain.call import Call
from salescoach.domain.events import (
    CallDated,
    Customer,
    CustomerNamed,
    SpeakersSwapped,
    TurnCorrected,
)
from salescoach.domain.turn import Turn
from salescoach.infra.database import Database
from salescoach.kit.clock import Clock
from salescoach.kit.errors import InvalidInput, NotFound
from salescoach.rooms.calls.errors import call_not_ended, call_not_found, call_to_come
from salescoach.rooms.calls.store import calls, commit, corrections, log, turns
from salescoach.rooms.calls.store.corrections import Heard as Heard

LONGEST_TURN = 20_000
"""Characters: about an hour of one person."""

_SIDES = (Speaker.SALESPERSON, Speaker.CUSTOMER)


@dataclass(frozen=True, slots=True)
class CorrectedTurn:
    """``heard`` None: it stands as it was heard."""

    turn: Turn
    heard: Heard | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a turn is to be from now on; None is what was heard."""

    text: str | None
    speaker: Speaker | None


Change = Callable[[Wanted], Wanted]
"""From what is corrected of a turn now to what is to be."""


class Corrections:
    """Every method raises ``StorageTrouble`` when the database cannot be used just now,
    ``NotFound`` (``call_not_found``, ``turn_not_found``) and, for a call that goes on,
    ``Conflict`` (``call_not_ended``)."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def correct(self, call_id: str, turn_id: str, change: Change) -> CorrectedTurn:
        """Raises ``InvalidInput`` (``invalid_correction``) for words that cannot be a line."""
        async with self._database.write() as connection:
            call = await _ended(connection, call_id)
            before = await _turn(connection, call_id, turn_id)
            heard = before.heard or Heard(before.turn.text, before.turn.speaker)
            wanted = _tidy(change(_now(before)), heard)
            if wanted == _now(before):
                return before
            event = TurnCorrected(
                call_id=call_id, turn_id=turn_id, text=wanted.text, speaker=wanted.speaker
            )
            await self._append(connection, call, event)
            return await _turn(connection, call_id, turn_id)

    async def swap_speakers(self, call_id: str) -> None:
        """Every line is the other's. Doing it again takes it back."""
        async with self._database.write() as connection:
            call = await _ended(connection, call_id)
            await self._append(connection, call, SpeakersSwapped(call_id=call_id))

    async def date(self, call_id: str, started_at: datetime) -> None:
        """When the call began. Raises ``InvalidInput`` (``invalid_date``) where it would not be
        over by now."""
        async with self._database.write() as connection:
            call = await _ended(connection, call_id)
            lasted = (call.ended_at or call.started_at) - call.started_at
            if started_at + lasted > self._clock.utc():
                raise call_to_come()
            event = CallDated(call_id=call_id, started_at=started_at.astimezone(UTC).isoformat())
            await self._append(connection, call, event)

    async def name(self, call_id: str, customer: Customer | None) -> None:
        """With whom the call was; None is nobody that is known."""
        async with self._database.write() as connection:
            call = await _ended(connection, call_id)
            if customer != call.customer:
                await self._append(
                    connection, call, CustomerNamed(call_id=call_id, customer=customer)
                )

    async def heard(self, call_id: str) -> dict[str, Heard]:
        """Id of each corrected turn -> what was heard."""
        async with self._database.read() as connection:
            return await corrections.heard_of(connection, call_id)

    async def corrected_until(self, call_id: str) -> int:
        """``seq`` of the last correction, 0 without any."""
        async with self._database.read() as connection:
            return await corrections.corrected_until(connection, call_id)

    async def _append(
        self,
        connection: AsyncConnection,
        call: Call,
        event: TurnCorrected | SpeakersSwapped | CallDated | CustomerNamed,
    ) -> None:
        now = self._clock.utc()
        seq = await log.last_seq(connection, call.id) + 1
        at_ms = max(0, round((now - call.started_at).total_seconds() * 1000))
        await commit.write(connection, [replace(event, seq=seq, at_ms=at_ms)], {}, now)


async def _ended(connection: AsyncConnection, call_id: str) -> Call:
    call = await calls.call(connection, call_id)
    if call is None:
        raise call_not_found(call_id)
    if call.status != "ended":
        raise call_not_ended()
    return call


async def _turn(connection: AsyncConnection, call_id: str, turn_id: str) -> CorrectedTurn:
    found = await turns.turn(connection, call_id, turn_id)
    if found is None:
        raise NotFound("The call has no such line.", code="turn_not_found")
    heard = await corrections.heard_of(connection, call_id)
    return CorrectedTurn(found, heard.get(turn_id))


def _now(turn: CorrectedTurn) -> Wanted:
    if turn.heard is None:
        return Wanted(None, None)
    return Wanted(
        None if turn.turn.text == turn.heard.text else turn.turn.text,
        None if turn.turn.speaker == turn.heard.speaker else turn.turn.speaker,
    )


def _tidy(wanted: Wanted, heard: Heard) -> Wanted:
    """What is as it was heard is no correction."""
    text = wanted.text
    if text is not None:
        text = " ".join(text.split())
        if not text or len(text) > LONGEST_TURN:
            raise InvalidInput(
                f"A line has some words, and at most {LONGEST_TURN} characters.",
                code="invalid_correction",
            )
    if wanted.speaker is not None and wanted.speaker not in _SIDES:
        raise InvalidInput(
            "A line is the salesperson's or the customer's.", code="invalid_correction"
        )
    return Wanted(
        None if text == heard.text else text,
        None if wanted.speaker == heard.speaker else wanted.speaker,
    )
