"""What the sums say, and how surely: shares with their intervals, differences that are more than
chance, and weeks without calls where there were none. Pure.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from salescoach.domain.insight import Reaction
from salescoach.domain.playbook import Playbook
from salescoach.domain.review import Handling
from salescoach.pipeline.insights.statistics import (
    LEAST_CALLS,
    Interval,
    Share,
    Standing,
    Sums,
    mean_difference,
    standing,
)
from salescoach.rooms.insights.counted import (
    LineCount,
    Reply,
    StageOutcomes,
    ToldMoment,
    Totals,
    Week,
)

RECENT_DAYS = 7
BEFORE_DAYS = 28

FigureName = Literal["score", "talk_ratio", "questions", "objections", "longest_monologue_ms"]
COMPARED: tuple[FigureName, ...] = (
    "score",
    "talk_ratio",
    "questions",
    "objections",
    "longest_monologue_ms",
)
_ORDER: Mapping[Standing, int] = {"better": 0, "alike": 1, "alone": 1, "worse": 2, "too_few": 3}


@dataclass(frozen=True, slots=True)
class Compared:
    """A figure of the last week against the four weeks before. ``difference`` None: too few calls
    on a side; when it leaves out zero, they differ by more than chance."""

    figure: FigureName
    week: Sums
    before: Sums
    difference: Interval | None


@dataclass(frozen=True, slots=True)
class RankedReply:
    """``name`` and ``text`` None: own words. ``settled``: the customer then took a step."""

    playbook_id: str
    script_id: str | None
    name: str | None
    text: str | None
    handlings: Mapping[Handling, int]
    settled: Share
    standing: Standing


@dataclass(frozen=True, slots=True)
class MetObjection:
    type: str
    calls: int
    handlings: Mapping[Handling, int]
    settled: Share
    replies: tuple[RankedReply, ...]


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """``stepped``: of the calls in which it was said, those where the customer then took a step;
    ``good``: those that ended well. ``text`` None: the playbook no longer holds it."""

    count: LineCount
    text: str | None
    category: str | None
    stepped: Share
    good: Share
    standing: Standing


@dataclass(frozen=True, slots=True)
class Insights:
    totals: Totals
    weeks: tuple[Week, ...]
    stages: tuple[StageOutcomes, ...]
    compared: tuple[Compared, ...]
    objections: tuple[MetObjection, ...]
    ledger: tuple[LedgerLine, ...]
    best: tuple[ToldMoment, ...]
    worst: tuple[ToldMoment, ...]
    playbooks: Mapping[str, int]
    waiting: int


def spans(until: date) -> tuple[tuple[date, date], tuple[date, date]]:
    """The last week up to ``until``, and the four weeks before it; days included."""
    begins = until - timedelta(days=RECENT_DAYS - 1)
    before = begins - timedelta(days=1)
    return (begins, until), (before - timedelta(days=BEFORE_DAYS - 1), before)


def compare(week: Totals, before: Totals) -> tuple[Compared, ...]:
    return tuple(
        Compared(name, one, other, mean_difference(one, other))
        for name in COMPARED
        for one, other in [(getattr(week, name), getattr(before, name))]
    )


def every_week(found: Sequence[Week]) -> tuple[Week, ...]:
    """With those in between that had no call."""
    return tuple(_filled(found))


def _filled(found: Sequence[Week]) -> Iterator[Week]:
    for place, week in enumerate(found):
        yield week
        day = week.starts_on + timedelta(days=7)
        while place + 1 < len(found) and day < found[place + 1].starts_on:
            yield Week(day, Totals())
            day += timedelta(days=7)


def ledger(
    counts: Sequence[LineCount], playbooks: Mapping[str, Playbook]
) -> tuple[LedgerLine, ...]:
    """Lines that do better than the rest of their drawer first, then those that cannot be told
    apart, then those that do worse; those said too seldom come last. Within a group nothing is
    ranked: the most said comes first."""
    found: list[LedgerLine] = []
    among = sum(1 for each in counts if each.said >= LEAST_CALLS)
    drawers: dict[tuple[str, str | None], list[LineCount]] = {}
    for each in counts:
        drawer = _category(playbooks, each.playbook_id, each.script_id)
        drawers.setdefault((each.playbook_id, drawer), []).append(each)
    for (playbook_id, drawer), lines in drawers.items():
        shares = [Share(each.reactions.get(Reaction.STEPPED, 0), each.said) for each in lines]
        for each, share, rank in zip(lines, shares, standings(shares, among), strict=True):
            text = _text(playbooks, playbook_id, each.script_id)
            good = Share(each.good, each.said)
            found.append(LedgerLine(each, text, drawer, share, good, rank))
    return tuple(
        sorted(
            found,
            key=lambda line: (
                _ORDER[line.standing],
                -line.count.said,
                -line.count.shown_calls,
                line.count.name,
            ),
        )
    )


def met_objections(
    replies: Sequence[Reply],
    calls: Mapping[str, int],
    playbooks: Mapping[str, Playbook],
    names: Mapping[tuple[str, str], str],
) -> tuple[MetObjection, ...]:
    """The most frequent first. ``names``: what scripts were last called."""
    by_type: dict[str, list[Reply]] = {}
    for reply in replies:
        by_type.setdefault(reply.type, []).append(reply)
    found = [
        MetObjection(
            kind,
            calls.get(kind, 0),
            handlings := _added(part),
            Share(handlings.get("settled", 0), sum(handlings.values())),
            _replies(part, playbooks, names),
        )
        for kind, part in by_type.items()
    ]
    return tuple(sorted(found, key=lambda met: (-met.settled.of, met.type)))


def standings(shares: Sequence[Share], among: int | None = None) -> list[Standing]:
    """Each against all the others together. ``among``: how many are compared on the page; as many
    of ``shares`` as have enough calls when left out."""
    among = among or sum(1 for share in shares if share.of >= LEAST_CALLS)
    count, of = sum(share.count for share in shares), sum(share.of for share in shares)
    return [standing(share, Share(count - share.count, of - share.of), among) for share in shares]


def _replies(
    part: Sequence[Reply],
    playbooks: Mapping[str, Playbook],
    names: Mapping[tuple[str, str], str],
) -> tuple[RankedReply, ...]:
    answered = [
        (reply, {key: n for key, n in reply.handlings.items() if key != "unanswered"})
        for reply in part
    ]
    own = [each for each in answered if each[0].script_id is None and each[1]]
    known = [each for each in answered if each[0].script_id is not None and each[1]]
    if own:
        # In own words is one way to reply, whatever the playbook.
        reply = Reply(own[0][0].type, "", None, _added([each[0] for each in own]))
        known.append((reply, {k: n for k, n in reply.handlings.items() if k != "unanswered"}))
    shares = [Share(met.get("settled", 0), sum(met.values())) for _, met in known]
    found = [
        RankedReply(
            reply.playbook_id,
            reply.script_id,
            None
            if reply.script_id is None
            else names.get((reply.playbook_id, reply.script_id), reply.script_id),
            None
            if reply.script_id is None
            else _text(playbooks, reply.playbook_id, reply.script_id),
            met,
            share,
            rank,
        )
        for (reply, met), share, rank in zip(known, shares, standings(shares), strict=True)
    ]
    return tuple(
        sorted(found, key=lambda each: (_ORDER[each.standing], -each.settled.of, each.name or ""))
    )


def _added(replies: Sequence[Reply]) -> dict[Handling, int]:
    found: dict[Handling, int] = {}
    for reply in replies:
        for handling, times in reply.handlings.items():
            found[handling] = found.get(handling, 0) + times
    return found


def _text(playbooks: Mapping[str, Playbook], playbook_id: str, script_id: str) -> str | None:
    playbook = playbooks.get(playbook_id)
    if playbook is None:
        return None
    scripts = (script for category in playbook.categories for script in category.scripts)
    return next((script.text for script in scripts if script.id == script_id), None)


def _category(playbooks: Mapping[str, Playbook], playbook_id: str, script_id: str) -> str | None:
    playbook = playbooks.get(playbook_id)
    if playbook is None:
        return None
    for category in playbook.categories:
        if any(script.id == script_id for script in category.scripts):
            return category.name
    return None
