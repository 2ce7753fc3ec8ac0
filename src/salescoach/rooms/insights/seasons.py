"""Sums over whole seasons, kept from one question to the next.

The database counts the changes of a season, so that another process's review or deletion is seen
as well; only what has changed since is added up again. Days at the edges are added up each time.
"""

from collections import OrderedDict
from dataclasses import replace
from datetime import date

from sqlalchemy.ext.asyncio import AsyncConnection

from salescoach.rooms.insights.adding import added
from salescoach.rooms.insights.counted import Counted, Scope
from salescoach.rooms.insights.store import counting, keeping, moments
from salescoach.rooms.insights.store.tables import SEASON_DAYS

MOST_KEPT = 120
"""Seasons, by what playbooks they are narrowed down to: some thirty years of all calls."""


class Seasons:
    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[int, tuple[str, ...]], tuple[int, Counted]] = OrderedDict()

    async def counted(self, connection: AsyncConnection, scope: Scope, most_told: int) -> Counted:
        """As one pass over the calls in ``scope`` would count them."""
        seasons = await keeping.seasons(connection, scope)
        if not any(_part_of(scope, season)[1] for season, _ in seasons):
            return await _count(connection, scope, most_told)
        parts: list[Counted] = []
        for season, revision in seasons:
            part, whole = _part_of(scope, season)
            key = (season, scope.playbooks)
            known = self._kept.get(key) if whole else None
            if known is None or known[0] != revision:
                known = (revision, await _count(connection, part, most_told))
            if whole:
                self._keep(key, known)
            parts.append(known[1])
        return added(parts, most_told)

    def _keep(self, key: tuple[int, tuple[str, ...]], known: tuple[int, Counted]) -> None:
        self._kept[key] = known
        self._kept.move_to_end(key)
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)


def _part_of(scope: Scope, season: int) -> tuple[Scope, bool]:
    """What of ``scope`` is in the season, and whether that is all of the season."""
    first = date.fromordinal(season * SEASON_DAYS + 1)
    last = date.fromordinal((season + 1) * SEASON_DAYS)
    since = first if scope.since is None else max(first, scope.since)
    until = last if scope.until is None else min(last, scope.until)
    return replace(scope, since=since, until=until), (since, until) == (first, last)


async def _count(connection: AsyncConnection, scope: Scope, most_told: int) -> Counted:
    return Counted(
        weeks=tuple(await counting.weeks(connection, scope)),
        stages=tuple(await counting.outcomes_by_stage(connection, scope)),
        replies=tuple(await counting.replies(connection, scope)),
        with_objection=await counting.calls_with_objection(connection, scope),
        lines=tuple(await counting.lines(connection, scope)),
        best=tuple(await moments.telling(connection, scope, "best", most_told)),
        worst=tuple(await moments.telling(connection, scope, "worst", most_told)),
    )
