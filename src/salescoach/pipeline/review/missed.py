"""Moments where another line would have served better, and which one: the playbook's own words
wherever it has some for the moment.
"""

import re
from collections.abc import Iterator, Sequence

from salescoach.domain.audio import Speaker
from salescoach.domain.playbook import Objective
from salescoach.domain.review import Missed, Outcome
from salescoach.domain.signal import Stage
from salescoach.domain.turn import Turn
from salescoach.kit.durations import spelled
from salescoach.pipeline.amounts import amounts
from salescoach.pipeline.metrics import (
    count_words,
    questions_in,
    stretch_ms,
    stretches,
)
from salescoach.pipeline.metrics_call import evidence_of
from salescoach.pipeline.metrics_catalogue import SPECS
from salescoach.pipeline.review.asked_already import asked_already
from salescoach.pipeline.review.interest import wanted
from salescoach.pipeline.review.kind_of_call import is_of_playbook
from salescoach.pipeline.review.missed_objections import (
    Ranked,
    missed_in_objections,
    whole,
)
from salescoach.pipeline.review.objections import Met, at_once
from salescoach.pipeline.review.outcome import Ending
from salescoach.pipeline.review.playbook_lines import closing_line, questions_for
from salescoach.pipeline.review.presented import presented_first
from salescoach.pipeline.review.quotes import quoted
from salescoach.pipeline.review.reading import Reading, names_a_month
from salescoach.pipeline.review.taken_up import presents, takes_it_up
from salescoach.pipeline.review.talked_over import talked_over
from salescoach.pipeline.review.troubles import trouble_in
from salescoach.pipeline.review.unanswered import unanswered
from salescoach.pipeline.review.waved_off import is_content, waved_off
from salescoach.pipeline.review.worked import takes_up

AGREED = (Outcome.WON, Outcome.NEXT_STEP)
MOST = 6
MOST_OBJECTIVES = 2
MOST_CUT_IN = 2
LAST_TURNS = 4
LAST_PART = 3
"""In the last one of so many parts of the call, an offered step was an end that was tried."""
LATER_TURNS = 2
"""So many turns of the salesperson later, interest may still be taken up."""
SEARCHING_QUESTIONS = 2
"""Who asked so many was finding out, in words of their own."""
TELLING_WORDS = 20
"""Who said so much in one go told something."""


def missed_moments(reading: Reading, met: Sequence[Met], ending: Ending) -> tuple[Missed, ...]:
    """The costliest ones, in the order of the call; one a turn."""
    found: dict[str, Ranked] = {}
    for rank, each in (
        *missed_in_objections(reading, met, agreed=ending.outcome in AGREED),
        *_buying_signals(reading, ending),
        *_ending(reading, ending),
        *_pain(reading),
        *waved_off(reading),
        *unanswered(reading),
        *presented_first(reading, met),
        *_never_say(reading),
        *_objectives(reading),
        *_cut_in(reading),
        *_monologues(reading),
    ):
        known = found.get(each.evidence.turn_id)
        if known is None or rank < known[0]:
            found[each.evidence.turn_id] = (rank, each)
    best = sorted(found.values(), key=lambda ranked: ranked[0])[:MOST]
    return tuple(sorted((each for _, each in best), key=lambda each: each.evidence.start_ms))


def _buying_signals(reading: Reading, ending: Ending) -> Iterator[Ranked]:
    """Interest that nothing came of: no answer with a step in it, and no step afterwards."""
    if ending.outcome in AGREED:
        return
    for heard in wanted(reading):
        turn = reading.turn(heard)
        reply = reading.reply_to(turn)
        offer = reading.before(turn, Speaker.SALESPERSON)
        if offer is not None and takes_up(reading, offer):
            continue
        if any(takes_up(reading, each) or questions_in(each.text) for each in reply):
            continue
        if any(takes_up(reading, each) or amounts(each.text) for each in _later(reading, turn)):
            continue
        yield (
            1,
            Missed(
                "A buying signal went by without a next step.",
                f"Stop explaining and fix the step while they want it.{_closing(reading, turn)}",
                reading.said(heard.evidence),
            ),
        )


def _later(reading: Reading, turn: Turn) -> list[Turn]:
    own = [
        each
        for each in reading.turns[reading.place(turn) + 1 :]
        if each.speaker is Speaker.SALESPERSON
    ]
    return own[:LATER_TURNS]


def _closing(reading: Reading, turn: Turn) -> str:
    """The playbook's line for it, where the call was about what the playbook sells."""
    script = closing_line(reading.playbook, turn.text) if is_of_playbook(reading) else None
    return f" Your playbook has: {whole(script.text)}" if script else ""


def _ending(reading: Reading, ending: Ending) -> Iterator[Ranked]:
    if ending.evidence is None or ending.outcome in (Outcome.WON, Outcome.DECLINED):
        return
    if ending.outcome is Outcome.NEXT_STEP:
        if ending.day_open and not _AT_ONCE.search(ending.evidence.quote) and _was_sold_to(reading):
            yield (
                2,
                Missed(
                    "The next step has no day.",
                    "Name two times before you hang up, and let them choose one.",
                    ending.evidence,
                ),
            )
        return
    last = next((t for t in reversed(reading.turns) if t.speaker is Speaker.SALESPERSON), None)
    end = reading.turns[-max(LAST_TURNS, len(reading.turns) // LAST_PART) :]
    if last is None or any(takes_up(reading, turn) or _names_month(turn) for turn in end):
        return
    yield (
        1,
        Missed(
            "The call ended and nothing was agreed.",
            f"Before the goodbye, offer one small step with a day.{_closing(reading, last)}",
            evidence_of(last),
        ),
    )


_AT_ONCE = re.compile(
    r"\b(?:now|today|tonight|straight ?away|right away|this (?:minute|second|morning|afternoon|"
    r"evening)|as soon as|on (?:my|the) way|in a (?:minute|second|moment|sec))\b",
    re.IGNORECASE,
)
"""What is done at once needs no day."""


def _was_sold_to(reading: Reading) -> bool:
    """Whoever only helped with something has no day to fix."""
    return bool(wanted(reading)) or any(
        turn.speaker is Speaker.SALESPERSON and (presents(turn.text) or takes_up(reading, turn))
        for turn in reading.turns
    )


def _names_month(turn: Turn) -> bool:
    """Whether the salesperson names the month in which it goes on."""
    return turn.speaker is Speaker.SALESPERSON and names_a_month(turn.text)


def _pain(reading: Reading) -> Iterator[Ranked]:
    """The customer told what hurts, and the reply was about the product."""
    bought = {each.evidence.turn_id for each in reading.buying}
    for turn in reading.turns:
        if turn.speaker is not Speaker.CUSTOMER or turn.id in bought:
            continue
        told = [each for each in trouble_in(turn.text) if not _is_objection(reading, turn, each)]
        reply = at_once(reading.reply_to(turn))
        if not told or count_words(turn.text) < 5 or turn.text.rstrip().endswith("?"):
            continue
        words = " ".join(told)
        if not any(presents(each.text) for each in reply):
            continue
        then = reading.after(reply[0], Speaker.CUSTOMER, words=1)
        if then is not None and is_content(then.text):
            continue
        if takes_it_up(turn.text, reply, told=words) or any(
            takes_up(reading, each) for each in reply
        ):
            continue
        yield (
            0 if amounts(words) else 2,
            Missed(
                "They told you what hurts, and you went on to the product.",
                "Stay one question longer: how often, what it costs them, who else feels it.",
                evidence_of(turn),
            ),
        )


def _is_objection(reading: Reading, turn: Turn, clause: str) -> bool:
    """Whether the same words were heard as an objection: those are told as one."""
    return any(
        each.evidence.turn_id == turn.id
        and (clause in each.evidence.quote or each.evidence.quote in clause)
        for each in reading.objections
    )


def _never_say(reading: Reading) -> Iterator[Ranked]:
    for cue in reading.cues:
        if cue.kind == "never_say" and cue.evidence and cue.evidence.turn_id in reading.by_id:
            yield (
                2,
                Missed(
                    "You said something your playbook tells you never to say.",
                    "Say what is true and can be kept; your list of words stands in the playbook.",
                    reading.said(cue.evidence),
                ),
            )


def _objectives(reading: Reading) -> Iterator[Ranked]:
    """What a stage was for, when the call left that stage without it. That the customer would see
    the use of it is not in the salesperson's hand."""
    if not is_of_playbook(reading):
        return
    objected = {each.evidence.turn_id for each in reading.objections}
    done = {each.objective.id for each in reading.reached}
    given = 0
    for objective in reading.playbook.objectives:
        if objective.id in done or objective.stage not in (Stage.DISCOVERY, Stage.PITCH):
            continue
        if objective.stage is Stage.PITCH and objective.said_by is Speaker.CUSTOMER:
            continue
        left = _left(reading, objective.stage)
        if left is None or given == MOST_OBJECTIVES:
            continue
        theirs = reading.after(left, Speaker.CUSTOMER)
        if theirs is not None and theirs.id in objected:
            # It was the customer who left.
            continue
        if _may_have_been_reached(reading, objective, left):
            continue
        given += 1
        yield (
            6,
            Missed(
                f"Still open after {objective.stage.value}: "
                f"{objective.text[0].lower()}{objective.text[1:]}.",
                _way_to(reading, objective),
                evidence_of(left),
            ),
        )


def _may_have_been_reached(reading: Reading, objective: Objective, left: Turn) -> bool:
    """Whether so much was asked, or told, before the stage was left that it may have been reached
    in words that were not recognised."""
    own = [
        turn.text
        for turn in reading.turns[: reading.place(left) + 1]
        if turn.speaker is Speaker.SALESPERSON
    ]
    if objective.said_by is Speaker.SALESPERSON:
        return any(count_words(text) >= TELLING_WORDS for text in own)
    return sum(len(questions_in(text)) for text in own) >= SEARCHING_QUESTIONS


_TELLS_THEIR_WORDS = re.compile(
    r"\b(?:you|you've|you had) (?:just )?(?:said|told|mentioned)\b", re.IGNORECASE
)
"""A line that gives back what another customer said."""


def _way_to(reading: Reading, objective: Objective) -> str:
    """A question that reaches it, or a line that would have."""
    for question in questions_for(reading.playbook, objective):
        if asked_already(reading, question) is None:
            return f"Ask: {whole(question)}"
    line = next(iter(objective.done_when), "")
    if objective.said_by is Speaker.SALESPERSON and line and not _TELLS_THEIR_WORDS.search(line):
        return f"For example: {whole(line)}"
    return "Make room for it before you go on."


def _left(reading: Reading, stage: Stage) -> Turn | None:
    """The salesperson's last turn before the call left ``stage`` for a later one."""
    order = list(Stage)
    inside = False
    for event in reading.stages:
        if event.current is stage:
            inside = True
        elif inside and order.index(event.current) > order.index(stage):
            at = event.entered_at_ms
            before = (
                turn
                for turn in reversed(reading.turns)
                if turn.speaker is Speaker.SALESPERSON and turn.start_ms < at
            )
            return next(before, None)
    return None


def _cut_in(reading: Reading) -> Iterator[Ranked]:
    for cut, theirs in talked_over(reading)[:MOST_CUT_IN]:
        yield (
            6,
            Missed(
                f"You spoke into {reading.who}'s words.",
                f"Let it come to its end, then take it up: {quoted(theirs.text)}",
                evidence_of(cut),
            ),
        )


def _monologues(reading: Reading) -> Iterator[Ranked]:
    benchmark = SPECS["longest_monologue"].benchmark
    assert benchmark is not None
    assert benchmark.high is not None
    known = reading.turns if reading.timing == "full" else ()
    for stretch in stretches(known, Speaker.SALESPERSON):
        if stretch_ms(stretch) > benchmark.high:
            yield (
                5,
                Missed(
                    f"You spoke for {spelled(stretch_ms(stretch))} without them.",
                    "Break it after two sentences with a question: does this match what you see?",
                    evidence_of(stretch[0]),
                ),
            )
