"""Everything of a customer, deleted: who asks to be forgotten is, in every call of theirs.

Customers go by their names, as in the brief; of several companies with people of one name only
those are meant that were named.
"""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from salescoach.domain.events import Customer
from salescoach.domain.history import DeletedCall, KeptCall
from salescoach.infra.database import Database
from salescoach.kit.errors import Conflict
from salescoach.rooms.calls.history import Deletion
from salescoach.rooms.customers import store
from salescoach.rooms.customers.names import company_key, person_key

DeleteCalls = Callable[[Sequence[str]], Awaitable[Deletion]]
EraseImports = Callable[[Callable[[Customer], bool]], Awaitable[int]]
"""Removes files that were to become calls of the customers that are meant, with what was said about
them."""
Listed = tuple[Customer, datetime, bool]
"""With whom the call of an import is, when its file came, and whether it may become a call."""
WaitingImports = Callable[[], Awaitable[Sequence[Listed]]]


async def nothing_waits() -> Sequence[Listed]:
    return ()


@dataclass(frozen=True, slots=True)
class CallsOfCompany:
    """Of one person at one company, None for calls in which none was named. ``name`` and
    ``company`` as they were last written; ``ids`` newest first. ``imports`` are files that wait to
    become calls; there may be nothing else, or only their names on the list of imports."""

    name: str
    company: str | None
    ids: tuple[str, ...]
    first_at: datetime
    last_at: datetime
    imports: int = 0


class CustomerErasure:
    """Every method raises ``StorageTrouble`` when the database cannot be used just now."""

    def __init__(
        self,
        database: Database,
        delete: DeleteCalls,
        erase_imports: EraseImports | None = None,
        waiting: WaitingImports = nothing_waits,
    ) -> None:
        self._database = database
        self._delete = delete
        self._erase_imports = erase_imports
        self._waiting = waiting

    async def of(self, name: str) -> tuple[CallsOfCompany, ...]:
        """All calls with people of that name, live ones and those to be imported too, by company;
        who was called last comes first."""
        key = person_key(name)
        if not key:
            return ()
        async with self._database.read() as connection:
            found = await store.calls_of_anybody(connection, key.split())
        groups: dict[str, list[store.NamedCall]] = {}
        for call in found:
            if person_key(call.name) == key:
                groups.setdefault(company_key(call.company), []).append(call)
        waiting: dict[str, list[Listed]] = {}
        for listed in await self._waiting():
            customer = listed[0]
            if person_key(customer.name) == key:
                waiting.setdefault(company_key(customer.company), []).append(listed)
        return (
            *(_group(calls, _files(waiting.pop(company, ()))) for company, calls in groups.items()),
            *(_only_imports(files) for files in waiting.values()),
        )

    async def delete(self, name: str, companies: Sequence[str | None], expected: int) -> Deletion:
        """Each call for itself: one that cannot be deleted keeps none of the others. Files that
        were to be imported as calls with the customer go too. Raises
        ``Conflict`` (``calls_have_changed``) unless there are ``expected`` calls, so that nobody
        deletes more than they were shown."""
        wanted = {company_key(company) for company in companies}
        ids = await self._ids(name, wanted)
        if len(ids) != expected:
            raise Conflict(
                f"There are {len(ids)} calls with this customer now. Look at them again.",
                code="calls_have_changed",
            )
        key = person_key(name)
        if key and self._erase_imports is not None:
            await self._erase_imports(
                lambda customer: (
                    person_key(customer.name) == key and company_key(customer.company) in wanted
                )
            )
            # What has landed meanwhile; nothing more can.
            ids = await self._ids(name, wanted)
        deleted: list[DeletedCall] = []
        kept: list[KeptCall] = []
        for call_id in ids:
            outcome = await self._delete([call_id])
            deleted += outcome.deleted
            # Deleted by somebody else meanwhile: that is what was asked for.
            kept += [each for each in outcome.kept if each.code != "call_not_found"]
        return Deletion(tuple(deleted), tuple(kept))

    async def _ids(self, name: str, companies: Collection[str]) -> list[str]:
        return [
            call_id
            for group in await self.of(name)
            if company_key(group.company) in companies
            for call_id in group.ids
        ]


def _group(calls: Sequence[store.NamedCall], imports: int) -> CallsOfCompany:
    """``calls`` newest first."""
    return CallsOfCompany(
        calls[0].name,
        calls[0].company,
        tuple(call.id for call in calls),
        calls[-1].started_at,
        calls[0].started_at,
        imports,
    )


def _files(listed: Sequence[Listed]) -> int:
    return sum(may_become_call for _, _, may_become_call in listed)


def _only_imports(files: Sequence[Listed]) -> CallsOfCompany:
    customer = files[0][0]
    came = [came_at for _, came_at, _ in files]
    return CallsOfCompany(customer.name, customer.company, (), min(came), max(came), _files(files))
