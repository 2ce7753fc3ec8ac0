"""A call that was written down elsewhere becomes a call of this database, through the very fold
that a live call's events go through: turns, cards, outline and search follow from the log.

What was folded is compared with what was written down before anything is kept, so that a call comes
back as it was or not at all.
"""

import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from salescoach.domain.call import CallRecord
from salescoach.domain.events import Transcription, is_durable
from salescoach.domain.history import CallLabels
from salescoach.infra.database import Database
from salescoach.kit.errors import InvalidInput
from salescoach.rooms.calls.errors import call_exists
from salescoach.rooms.calls.history import check_tag
from salescoach.rooms.calls.store import calls as stored
from salescoach.rooms.calls.store import past
from salescoach.rooms.calls.store.past import Beside as Beside
from salescoach.rooms.calls.store.tables import TURNS_OF_A_CALL

MOST_LINES = TURNS_OF_A_CALL - 1
"""Every line of a log may need a number among its call's."""


class CallRestore:
    """Raises ``StorageTrouble`` when the database cannot be used just now."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def restore(
        self, record: CallRecord, labels: CallLabels, beside: Sequence[Beside] = ()
    ) -> None:
        """All of it or nothing. A call that was live when it was written down is interrupted here:
        no page serves it. Raises ``Conflict`` (``call_exists``), and ``InvalidInput``
        (``inconsistent_call``) when the log is none or tells another call than the rest."""
        if record.call.status == "live":
            record = replace(record, call=replace(record.call, status="interrupted"))
        _check(record)
        tags = {tag.casefold(): tag for tag in map(check_tag, labels.tags)}
        labels = replace(labels, tags=tuple(tags.values()))
        # Nobody knows what it is the hash of: a call from elsewhere cannot be resumed by its page.
        token_hash = secrets.token_hex(32)
        async with self._database.write() as connection:
            if not await past.put(connection, record, labels, token_hash):
                raise call_exists()
            if not await past.is_as(connection, record):
                raise inconsistent("what was said is not what the log tells")
            for put in beside:
                await put(connection)

    async def beside(self, call_id: str, put: Callable[[], Awaitable[None]]) -> bool:
        """Does ``put`` while nobody can delete the call; False, and nothing done, when it is
        gone."""
        async with self._database.write() as connection:
            if await stored.call(connection, call_id) is None:
                return False
            await put()
        return True


def inconsistent(why: str) -> InvalidInput:
    return InvalidInput(
        f"The call cannot be taken in: {why}. Export it anew.", code="inconsistent_call"
    )


def _check(record: CallRecord) -> None:
    seqs = [event.seq or 0 for event in record.events]
    if any(event.call_id != record.call.id for event in record.events):
        raise inconsistent("an event is another call's")
    if not all(is_durable(event) for event in record.events):
        raise inconsistent("an event is one that is never kept")
    if not all(earlier < later for earlier, later in pairwise([0, *seqs])):
        raise inconsistent("its events are not counted on from 1")
    if sum(isinstance(event, Transcription) for event in record.events) > MOST_LINES:
        raise inconsistent(f"it has more than {MOST_LINES} lines")
