"""Sums of several stretches of time make those of all of it. Pure."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

from salescoach.domain.insight import MomentKind, Reaction
from salescoach.domain.review import Handling, Outcome
from salescoach.domain.signal import Stage
from salescoach.rooms.insights.counted import (
    Counted,
    LineCount,
    Reply,
    StageOutcomes,
    TellingMoment,
)

Key = TypeVar("Key", bound=Hashable)


def added(parts: Sequence[Counted], most_told: int) -> Counted:
    """``parts``: earlier ones first, no week in two of them."""
    return Counted(
        weeks=tuple(week for part in parts for week in part.weeks),
        stages=_stages(parts),
        replies=_replies(parts),
        with_objection=_sum(part.with_objection for part in parts),
        lines=_lines(parts),
        best=most_telling((each for part in parts for each in part.best), "best", most_told),
        worst=most_telling((each for part in parts for each in part.worst), "worst", most_told),
    )


def most_telling(
    found: Iterable[TellingMoment], kind: MomentKind, most: int
) -> tuple[TellingMoment, ...]:
    """The highest rank first; then by score, the best or the lowest; then newer calls."""
    sign = -1 if kind == "best" else 1
    return tuple(
        sorted(
            found,
            key=lambda each: (
                -each.rank,
                sign * each.score,
                -each.started_at.timestamp(),
                each.call_id,
                each.place,
            ),
        )[:most]
    )


def _stages(parts: Sequence[Counted]) -> tuple[StageOutcomes, ...]:
    found: dict[Stage | None, list[Mapping[Outcome, int]]] = defaultdict(list)
    for part in parts:
        for each in part.stages:
            found[each.stage].append(each.outcomes)
    return tuple(
        StageOutcomes(stage, _sum(found[stage])) for stage in (*Stage, None) if stage in found
    )


def _replies(parts: Sequence[Counted]) -> tuple[Reply, ...]:
    found: dict[tuple[str, str, str | None], list[Mapping[Handling, int]]] = defaultdict(list)
    for part in parts:
        for each in part.replies:
            found[each.type, each.playbook_id, each.script_id].append(each.handlings)
    keys = sorted(found, key=lambda key: (key[0], key[1], key[2] or ""))
    return tuple(Reply(*key, _sum(found[key])) for key in keys)


def _lines(parts: Sequence[Counted]) -> tuple[LineCount, ...]:
    found: dict[tuple[str, str], list[LineCount]] = defaultdict(list)
    for part in parts:
        for each in part.lines:
            found[each.playbook_id, each.script_id].append(each)
    return tuple(_line(found[key]) for key in sorted(found))


def _line(counts: Sequence[LineCount]) -> LineCount:
    if len(counts) == 1:
        return counts[0]
    reactions: Mapping[Reaction, int] = _sum(each.reactions for each in counts)
    last = counts[-1]
    return LineCount(
        last.playbook_id,
        last.script_id,
        name=last.name,
        cards=sum(each.cards for each in counts),
        shown_calls=sum(each.shown_calls for each in counts),
        reactions=reactions,
        good=sum(each.good for each in counts),
    )


def _sum(counts: Iterable[Mapping[Key, int]]) -> Mapping[Key, int]:
    found: dict[Key, int] = {}
    for each in counts:
        for key, number in each.items():
            found[key] = found.get(key, 0) + number
    return found
