"""Insights over the calls in sight, and the moments behind each of their figures."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from salescoach.domain.playbook import Playbook
from salescoach.infra.database import Database
from salescoach.kit.clock import Clock
from salescoach.rooms.insights.counted import Occurrence, Scope
from salescoach.rooms.insights.report import (
    Insights,
    compare,
    every_week,
    ledger,
    met_objections,
    spans,
)
from salescoach.rooms.insights.seasons import Seasons
from salescoach.rooms.insights.store import counting, keeping, moments
from salescoach.rooms.playbook.service import PlaybookService

MOMENTS = 6
MOST_OF_A_CALL = 8
"""A call has a few moments at most: so many times ``MOMENTS`` hold those of enough calls."""
MOST_OCCURRENCES = 100


class InsightsService:
    """Every method raises ``StorageTrouble`` when the database cannot be used just now."""

    def __init__(self, database: Database, playbooks: PlaybookService, clock: Clock) -> None:
        self._database = database
        self._playbooks = playbooks
        self._clock = clock
        self._seasons = Seasons()

    async def insights(self, scope: Scope, today: date | None = None) -> Insights:
        """``today``: the salesperson's, the server's when left out; the last week ends there, or
        with ``scope`` when that ends sooner."""
        until = today or self._clock.utc().date()
        if scope.until is not None:
            until = min(until, scope.until)
        week, before = (replace(scope, since=since, until=last) for since, last in spans(until))
        known = await self._known()
        async with self._database.read() as connection:
            sums = await self._seasons.counted(connection, scope, MOMENTS * MOST_OF_A_CALL)
            names = {(each.playbook_id, each.script_id): each.name for each in sums.lines}
            return Insights(
                calls=sum(each.totals.calls for each in sums.weeks),
                good=sum(each.totals.good for each in sums.weeks),
                weeks=every_week(sums.weeks),
                stages=sums.stages,
                compared=compare(
                    await counting.totals(connection, week),
                    await counting.totals(connection, before),
                ),
                objections=met_objections(sums.replies, sums.with_objection, known, names),
                ledger=ledger(sums.lines, known),
                best=tuple(await moments.told(connection, "best", sums.best, MOMENTS)),
                worst=tuple(await moments.told(connection, "worst", sums.worst, MOMENTS)),
                playbooks=await counting.playbooks(connection),
                waiting=await keeping.how_many_uncounted(connection),
            )

    async def of_script(
        self, scope: Scope, playbook_id: str, script_id: str
    ) -> tuple[Occurrence, ...]:
        """The newest ``MOST_OCCURRENCES`` where it was said, then where it was only shown."""
        async with self._database.read() as connection:
            return tuple(
                await moments.of_script(connection, scope, playbook_id, script_id, MOST_OCCURRENCES)
            )

    async def of_objection(
        self, scope: Scope, kind: str, script_id: str | None = None
    ) -> tuple[Occurrence, ...]:
        """The newest. ``script_id``: only those it answered; empty for those met in own words."""
        async with self._database.read() as connection:
            return tuple(
                await moments.of_objection(connection, scope, kind, script_id, MOST_OCCURRENCES)
            )

    async def _known(self) -> Mapping[str, Playbook]:
        entries = await self._playbooks.list()
        return {entry.playbook.id: entry.playbook for entry in entries}
