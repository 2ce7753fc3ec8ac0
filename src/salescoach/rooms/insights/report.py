"""What the sums say, and how surely: shares with their intervals, differences that are more than
chance, and weeks without calls where there were none. Pure.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from salescoach.domain.insight import Reaction
from salescoach.domain.playbook import Category, Playbook
from salescoach.domain.review import Handling
from salescoach.domain.slots import fill
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

Aim = Literal["step", "talk"]
"""What a line is for: that the customer takes a step towards buying, or, for an opener or a
question, which answers no signal, that they talk on instead of objecting or leaving."""
FigureName = Literal["score", "talk_ratio", "questions", "objections", "longest_monologue_ms"]
COMPARED: tuple[FigureName, ...] = (
    "score",
    "talk_ratio",
    "questions",
    "objections",
    "longest_monologue_ms",
)
FAMILIES = 2
"""Lines and replies share the level of the page by halves."""
_DONE: Mapping[Aim, tuple[Reaction, ...]] = {
    "step": (Reaction.STEPPED,),
    "talk": (Reaction.STEPPED, Reaction.ASKED, Reaction.WENT_ON),
}
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
    """``worked``: of the calls in which it was said, those where the customer then did what the
    line is for. ``good``: those that ended well. ``text`` None: the playbook no longer holds it."""

    count: LineCount
    text: str | None
    category: str | None
    aim: Aim
    worked: Share
    good: Share
    standing: Standing


@dataclass(frozen=True, slots=True)
class Insights:
    calls: int
    good: int
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
    among = FAMILIES * sum(1 for each in counts if each.said >= LEAST_CALLS)
    drawers: dict[tuple[str, str | None], list[LineCount]] = {}
    categories = {each: _category(playbooks, each) for each in counts}
    for each, category in categories.items():
        drawer = (each.playbook_id, category.id if category else None)
        drawers.setdefault(drawer, []).append(each)
    for lines in drawers.values():
        category = categories[lines[0]]
        aim: Aim = "talk" if category is not None and category.signal is None else "step"
        shares = [
            Share(sum(each.reactions.get(r, 0) for r in _DONE[aim]), each.said) for each in lines
        ]
        for each, share, rank in zip(lines, shares, standings(shares, among), strict=True):
            found.append(
                LedgerLine(
                    count=each,
                    text=_text(playbooks, each.playbook_id, each.script_id),
                    category=category.name if category else None,
                    aim=aim,
                    worked=share,
                    good=Share(each.good, each.said),
                    standing=rank,
                )
            )
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
    """The most frequent first. ``names``: what scripts were last called. Each reply is held against
    those to its type of objection; the level is shared among all that are shown."""
    by_type: dict[str, list[Reply]] = {}
    for reply in replies:
        by_type.setdefault(reply.type, []).append(reply)
    ways = {kind: _ways(part) for kind, part in by_type.items()}
    shown = [share for found in ways.values() for _, _, share in found]
    among = FAMILIES * sum(1 for share in shown if share.of >= LEAST_CALLS)
    found = [
        MetObjection(
            kind,
            calls.get(kind, 0),
            handlings := _added(part),
            Share(handlings.get("settled", 0), sum(handlings.values())),
            _replies(ways[kind], among, playbooks, names),
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


def _ways(part: Sequence[Reply]) -> list[tuple[Reply, dict[Handling, int], Share]]:
    """The replies to one type of objection that were given, with what came of them."""
    answered = [(reply, _answered(reply)) for reply in part]
    own = [each for each in answered if each[0].script_id is None and each[1]]
    known = [each for each in answered if each[0].script_id is not None and each[1]]
    if own:
        # In own words is one way to reply, whatever the playbook.
        reply = Reply(own[0][0].type, "", None, _added([each[0] for each in own]))
        known.append((reply, _answered(reply)))
    return [(reply, met, Share(met.get("settled", 0), sum(met.values()))) for reply, met in known]


def _replies(
    ways: Sequence[tuple[Reply, dict[Handling, int], Share]],
    among: int,
    playbooks: Mapping[str, Playbook],
    names: Mapping[tuple[str, str], str],
) -> tuple[RankedReply, ...]:
    shares = [share for _, _, share in ways]
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
        for (reply, met, share), rank in zip(ways, standings(shares, among), strict=True)
    ]
    return tuple(
        sorted(found, key=lambda each: (_ORDER[each.standing], -each.settled.of, each.name or ""))
    )


def _answered(reply: Reply) -> dict[Handling, int]:
    return {handling: n for handling, n in reply.handlings.items() if handling != "unanswered"}


def _added(replies: Sequence[Reply]) -> dict[Handling, int]:
    found: dict[Handling, int] = {}
    for reply in replies:
        for handling, times in reply.handlings.items():
            found[handling] = found.get(handling, 0) + times
    return found


def _text(playbooks: Mapping[str, Playbook], playbook_id: str, script_id: str) -> str | None:
    """As it is said to nobody in particular."""
    playbook = playbooks.get(playbook_id)
    if playbook is None:
        return None
    scripts = (script for category in playbook.categories for script in category.scripts)
    found = next((script.text for script in scripts if script.id == script_id), None)
    return None if found is None else fill(found, playbook.product)


def _category(playbooks: Mapping[str, Playbook], line: LineCount) -> Category | None:
    playbook = playbooks.get(line.playbook_id)
    categories = playbook.categories if playbook else ()
    return next(
        (each for each in categories if any(s.id == line.script_id for s in each.scripts)), None
    )
