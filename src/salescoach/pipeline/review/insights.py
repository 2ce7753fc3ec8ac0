"""What there is to know of this customer now, and the call in a few sentences."""

import re
from collections.abc import Iterator, Mapping, Sequence

from salescoach.domain.audio import Speaker
from salescoach.domain.review import Figure, FigureKey, Outcome, Point
from salescoach.domain.signal import ObjectionType, Stage
from salescoach.kit.durations import spelled
from salescoach.pipeline.metrics_call import evidence_of
from salescoach.pipeline.review.interest import wanted
from salescoach.pipeline.review.kind_of_call import is_of_playbook
from salescoach.pipeline.review.objections import Met
from salescoach.pipeline.review.outcome import Ending
from salescoach.pipeline.review.quotes import quoted
from salescoach.pipeline.review.reading import Reading
from salescoach.pipeline.review.words import (
    STANDS_IN_THE_WAY,
    counted,
    listed,
    sentence,
)

MOST_INSIGHTS = 6

_UNTIL_SETTLED = (ObjectionType.PRICE, ObjectionType.NEED, ObjectionType.TIMING)
"""The others tell something of the customer that stays true: who decides, what they have."""
_TASK = re.compile(
    r"^(?:learn|find out|get|ask|understand|know|see|hear|discover|establish|identify|clarify|"
    r"work out)\s+(?:about\s+)?",
    re.IGNORECASE,
)


def insights(reading: Reading, met: Sequence[Met]) -> tuple[Point, ...]:
    """In the order of the call, one a turn."""
    found: dict[str, Point] = {}
    for point in (*_in_the_way(reading, met), *_learned(reading), *_wants(reading)):
        found.setdefault(point.evidence.turn_id, point)
    best = list(found.values())[:MOST_INSIGHTS]
    return tuple(sorted(best, key=lambda point: point.evidence.start_ms))


def learned(reading: Reading) -> list[Point]:
    """What the customer told, under the name of the objective it reached."""
    return list(_learned(reading))


def _learned(reading: Reading) -> Iterator[Point]:
    if not is_of_playbook(reading):
        return
    objected = {each.evidence.turn_id for each in reading.objections}
    for reached in reading.reached:
        evidence = reached.evidence
        if evidence is None or reached.objective.stage is not Stage.DISCOVERY:
            continue
        turn = reading.by_id[evidence.turn_id]
        if turn.speaker is not Speaker.CUSTOMER or turn.id in objected:
            continue
        name = _TASK.sub("", reached.objective.text.rstrip("."))
        yield Point(f"{name[0].upper()}{name[1:]}: {quoted(turn.text)}", evidence_of(turn))


def _in_the_way(reading: Reading, met: Sequence[Met]) -> Iterator[Point]:
    """Of each type the first; what was in the way, and is so no more, is left out."""
    open_ones = [
        each.heard for each in met if each.handling != "settled" or each.type not in _UNTIL_SETTLED
    ]
    told: set[ObjectionType] = set()
    for heard in (*open_ones, *reading.deciders):
        if heard.objection_type is not None and heard.objection_type not in told:
            told.add(heard.objection_type)
            moment = reading.said(heard.evidence)
            way = STANDS_IN_THE_WAY[heard.objection_type]
            yield Point(f"{way}: {quoted(moment.quote)}", moment)


def _wants(reading: Reading) -> Iterator[Point]:
    for heard in wanted(reading)[-1:]:
        moment = reading.said(heard.evidence)
        promised = any(each.evidence.turn_id == moment.turn_id for each in reading.promises)
        what = "They took a step" if promised else "They showed interest"
        yield Point(f"{what}: {quoted(moment.quote)}", moment)


def summary(
    reading: Reading,
    figures: Mapping[FigureKey, Figure],
    met: Sequence[Met],
    ending: Ending,
) -> tuple[Point, ...]:
    """Who and how long, what they told, what stood in the way, how it ended."""
    if not reading.turns:
        return ()
    return tuple(_summary(reading, figures, met, ending))


def _summary(
    reading: Reading,
    figures: Mapping[FigureKey, Figure],
    met: Sequence[Met],
    ending: Ending,
) -> Iterator[Point]:
    customer = reading.call.customer
    company = f" of {customer.company}" if customer and customer.company else ""
    known = figures["duration"].value is not None
    whom = f"{spelled(reading.duration_ms) if known else 'A call'} with {reading.who}{company}"
    first = evidence_of(reading.turns[0])
    if ending.outcome is Outcome.NO_CONVERSATION:
        lasted = f"{spelled(reading.duration_ms)}. " if known else ""
        yield Point(f"{lasted}{ending.text}", first)
        return
    talked = figures["talk_ratio"].value
    share = f"talked {talked:.0f}% of the time and " if talked is not None else ""
    asked = counted(int(figures["questions"].value or 0), "question")
    yield Point(f"{whom}; you {share}asked {asked}.", first)
    told = learned(reading)
    if told:
        text = told[-1].text
        yield Point(sentence(f"You came away with {text[0].lower()}{text[1:]}"), told[-1].evidence)
    if met:
        names = list(dict.fromkeys(each.name for each in met))
        unanswered = [each for each in met if each.handling == "unanswered"]
        again = [each for each in met if each.handling == "came_back"]
        open_ones = unanswered or again
        rest = (
            f"{_named(unanswered)} got no answer"
            if unanswered
            else f"{_named(again)} came up again"
            if again
            else ""
        )
        told_of = f"{counted(len(met), 'objection')} ({listed(names)})"
        yield Point(
            sentence(f"{told_of}; {rest}" if rest else told_of),
            reading.said((open_ones or met)[0].heard.evidence),
        )
    if ending.evidence is not None:
        yield Point(sentence(ending.text), ending.evidence)


def _named(met: Sequence[Met]) -> str:
    return listed(list(dict.fromkeys(each.name for each in met)))
