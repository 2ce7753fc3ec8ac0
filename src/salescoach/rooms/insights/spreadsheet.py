"""Insights as CSV, a table for each part of the page."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Literal

from salescoach.domain.insight import Reaction
from salescoach.domain.review import Handling, Outcome
from salescoach.pipeline.insights.statistics import Share, Sums, wilson
from salescoach.rooms.export.line_end import with_line_end
from salescoach.rooms.export.spreadsheet import MARK, cell
from salescoach.rooms.insights.report import Insights

Part = Literal["weeks", "stages", "objections", "lines", "moments"]
_HANDLINGS: tuple[Handling, ...] = ("settled", "moved_on", "came_back", "unanswered")
_SHARE = ("share", "low", "high")


def insights_csv(found: Insights, part: Part) -> str:
    """A row of names, then the rows. Shares are 0-1 with their 95% interval. Texts that a
    spreadsheet could take for a formula have an apostrophe before them."""
    names, rows = _TABLES[part](found)
    written = io.StringIO(newline="")
    out = csv.writer(written, lineterminator="\r\n")
    out.writerow(names)
    for row in rows:
        out.writerow([cell(each) if isinstance(each, str) else each for each in row])
    return MARK + written.getvalue()


Table = tuple[Sequence[str], Iterable[Sequence[object]]]


def _weeks(found: Insights) -> Table:
    names = ("week", "calls", "ended_well", "score", "talk_ratio", "questions", "objections")
    return names, (
        (
            week.starts_on.isoformat(),
            week.totals.calls,
            week.totals.good,
            *(
                _mean(each)
                for each in (
                    week.totals.score,
                    week.totals.talk_ratio,
                    week.totals.questions,
                    week.totals.objections,
                )
            ),
        )
        for week in found.weeks
    )


def _stages(found: Insights) -> Table:
    names = ("stage_reached", "calls", *(each.value for each in Outcome))
    return names, (
        (
            stage.stage.value if stage.stage else "",
            sum(stage.outcomes.values()),
            *(stage.outcomes.get(outcome, 0) for outcome in Outcome),
        )
        for stage in found.stages
    )


def _objections(found: Insights) -> Table:
    names = ("objection", "reply", "times", *_HANDLINGS, *_SHARE, "standing")
    rows: list[Sequence[object]] = []
    for met in found.objections:
        times = [met.handlings.get(each, 0) for each in _HANDLINGS]
        rows.append((met.type, "all", met.settled.of, *times, *_share(met.settled), ""))
        for reply in met.replies:
            times = [reply.handlings.get(each, 0) for each in _HANDLINGS]
            name = reply.name or "own words"
            share = _share(reply.settled)
            rows.append((met.type, name, reply.settled.of, *times, *share, reply.standing))
    return names, rows


def _lines(found: Insights) -> Table:
    reactions = tuple(each.value for each in Reaction)
    names = ("script", "playbook", "cards", "shown_calls", "said_calls", *reactions)
    more = ("aim", *_SHARE, "ended_well", "standing")
    return (*names, *more), (
        (
            line.count.name,
            line.count.playbook_id,
            line.count.cards,
            line.count.shown_calls,
            line.count.said,
            *(line.count.reactions.get(each, 0) for each in Reaction),
            line.aim,
            *_share(line.worked),
            line.good.count,
            line.standing,
        )
        for line in found.ledger
    )


def _moments(found: Insights) -> Table:
    names = ("kind", "call_id", "started_at", "customer", "start_ms", "moment", "why", "said")
    return names, (
        (
            each.kind,
            each.call.call_id,
            each.call.started_at.isoformat(),
            each.call.customer or "",
            "" if each.spot.start_ms is None else each.spot.start_ms,
            each.text,
            each.more,
            with_line_end(each.spot.text),
        )
        for each in (*found.best, *found.worst)
    )


def _mean(sums: Sums) -> object:
    return "" if sums.mean is None else round(sums.mean, 3)


def _share(share: Share) -> tuple[object, ...]:
    if share.value is None:
        return ("", "", "")
    interval = wilson(share)
    return (round(share.value, 4), round(interval.low, 4), round(interval.high, 4))


_TABLES = {
    "weeks": _weeks,
    "stages": _stages,
    "objections": _objections,
    "lines": _lines,
    "moments": _moments,
}
