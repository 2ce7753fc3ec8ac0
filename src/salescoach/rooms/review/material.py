"""What a review is made from: the whole call, and the playbook as the call had it."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Protocol

from salescoach.domain.blanks import without_blanks
from salescoach.domain.call import CallRecord
from salescoach.domain.events import (
    CallDated,
    CallEnded,
    CallStarted,
    SpeakersSwapped,
    TurnCorrected,
)
from salescoach.domain.playbook import Playbook
from salescoach.domain.slots import filled
from salescoach.kit.errors import NotFound


class Records(Protocol):
    async def record(self, call_id: str) -> CallRecord: ...


class Playbooks(Protocol):
    async def for_call(
        self, playbook_id: str | None = None, version: int | None = None
    ) -> Playbook: ...


HearAnew = Callable[[CallRecord, Playbook], Awaitable[CallRecord]]
"""Decides again what the lines of a call mean."""


async def _as_heard(record: CallRecord, playbook: Playbook) -> CallRecord:
    return record


class Material:
    """``hear_anew`` is asked for calls that were corrected."""

    def __init__(
        self, calls: Records, playbooks: Playbooks, hear_anew: HearAnew = _as_heard
    ) -> None:
        self._calls = calls
        self._playbooks = playbooks
        self._hear_anew = hear_anew

    async def of(self, call_id: str) -> tuple[CallRecord, Playbook]:
        """Without objectives when the call's playbook is no more. Raises ``NotFound``
        (``call_not_found``)."""
        record = await self._calls.record(call_id)
        started = next((e for e in record.events if isinstance(e, CallStarted)), None)
        version = started.playbook_version if started else None
        customer = record.call.customer
        names = (customer.name, customer.company) if customer else (None, None)
        try:
            written = await self._playbooks.for_call(record.call.playbook_id, version)
        except NotFound:
            written = replace(await self._playbooks.for_call(), objectives=())
        playbook = without_blanks(filled(written, *names))
        if was_corrected(record):
            record = await self._hear_anew(record, playbook)
        return record, playbook


def was_corrected(record: CallRecord) -> bool:
    """After its end; its date, too, for what was promised is due counted from there. Sides that
    were swapped during the call were heard as they are."""
    over = False
    for event in record.events:
        over = over or isinstance(event, CallEnded)
        if over and isinstance(event, TurnCorrected | SpeakersSwapped | CallDated):
            return True
    return False
