"""What a review is made from: the whole call, and the playbook as the call had it."""

from dataclasses import replace
from typing import Protocol

from salescoach.domain.blanks import without_blanks
from salescoach.domain.call import CallRecord
from salescoach.domain.events import CallStarted
from salescoach.domain.playbook import Playbook
from salescoach.domain.slots import filled
from salescoach.kit.errors import NotFound


class Records(Protocol):
    async def record(self, call_id: str) -> CallRecord: ...


class Playbooks(Protocol):
    async def for_call(
        self, playbook_id: str | None = None, version: int | None = None
    ) -> Playbook: ...


class Material:
    def __init__(self, calls: Records, playbooks: Playbooks) -> None:
        self._calls = calls
        self._playbooks = playbooks

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
        return record, without_blanks(filled(written, *names))
