"""How a call ended, as far as its words tell: never more than was said."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from salescoach.domain.audio import Speaker
from salescoach.domain.events import SignalHeard
from salescoach.domain.review import Outcome
from salescoach.domain.signal import Evidence, ObjectionType
from salescoach.domain.turn import Turn
from salescoach.pipeline.metrics import CUT_IN_WORDS, count_words
from salescoach.pipeline.metrics_call import evidence_of
from salescoach.pipeline.review.interest import wanted
from salescoach.pipeline.review.kind_of_call import is_sale
from salescoach.pipeline.review.put_off import is_taken_back, left_open_ms
from salescoach.pipeline.review.quotes import quoted
from salescoach.pipeline.review.reading import Reading, names_a_day, of_something_else
from salescoach.pipeline.review.refusals import refuses
from salescoach.pipeline.review.said_back import day_said_back, takes
from salescoach.pipeline.review.yes_and_no import has_decided_against, says_no, says_yes

_WITH_OTHERS = re.compile(r"\b(?:him|her|them)\b(?!.*\b(?:you|me|us)\b)", re.IGNORECASE)
_ALL_THE_SAME = re.compile(r"\b(?:anyway|anyhow|regardless|all the same)\b", re.IGNORECASE)
"""What the salesperson does without being asked to."""
_SENDS = re.compile(
    r"(?:send|mail|e-?mail|forward|share|text|post|message|whatsapp|ping|put (?:it|that|this) in"
    r"|(?:have|get) (?:it|this|that|them|those|the \w+) (?:over )?to you)\b"
    r"(?!.*\b(?:invit\w+|calendar|diary|contract|agreement|order|paperwork|forms?|links?|invoice)\b)",
    re.IGNORECASE,
)
"""Something to read. What is to be signed or filled in, or holds a day, is more."""
SETTLING_TURNS = 3
"""So many turns before the step that was taken, its day may have been spoken of."""


@dataclass(frozen=True, slots=True)
class Ending:
    """``dated``: the step that was agreed has a day; ``day_open``: no day was spoken of, so that it
    surely has none."""

    outcome: Outcome
    text: str
    evidence: Evidence | None
    dated: bool = False
    day_open: bool = False


def ending_of(reading: Reading) -> Ending:
    theirs = [turn for turn in reading.turns if turn.speaker is Speaker.CUSTOMER]
    nothing = _nothing_to_judge(reading, theirs)
    if nothing is not None:
        return Ending(Outcome.NO_CONVERSATION, nothing, None)
    who = reading.who_first
    last_objection = max((o.evidence.start_ms for o in reading.objections), default=-1)
    buying = [each for each in wanted(reading) if each.evidence.start_ms > last_objection]
    moment = _order(reading, theirs, buying, last_objection)
    if moment is not None:
        return Ending(Outcome.WON, f"{who} said yes: {quoted(moment.quote)}", moment, True)
    refusal = _refusal(reading, theirs, buying)
    if refusal is not None:
        return Ending(Outcome.DECLINED, f"{who} said no: {quoted(refusal.quote)}", refusal)
    step = _next_step(reading)
    if step is not None:
        return step
    if buying:
        moment = reading.said(buying[-1].evidence)
        text = f"{who} showed interest, {quoted(moment.quote)}, and no next step was agreed."
        return Ending(Outcome.INTERESTED, text, moment)
    last = next((t for t in reversed(theirs) if count_words(t.text) > CUT_IN_WORDS), theirs[-1])
    return Ending(
        Outcome.UNDECIDED,
        f"It ended without a next step. Last heard from {reading.who}: {quoted(last.text)}",
        evidence_of(last),
    )


def _nothing_to_judge(reading: Reading, theirs: list[Turn]) -> str | None:
    """Why the call is not judged as a sale; None when it is."""
    if reading.turns and all(turn.speaker is Speaker.UNKNOWN for turn in reading.turns):
        return (
            "Who said what is not known, so nothing was judged. In the transcript each line can be "
            "given to the one who said it."
        )
    if not any(count_words(turn.text) >= CUT_IN_WORDS for turn in theirs):
        return "The customer hardly spoke."
    if not is_sale(reading):
        return "This does not read like a sales call, so it has no score." + (
            " What was promised is listed." if reading.promises else ""
        )
    return None


def _order(
    reading: Reading, theirs: Sequence[Turn], buying: Sequence[SignalHeard], after_ms: int
) -> Evidence | None:
    """The customer's words that buy: where they sounded like it, or in the last third of what
    they said."""
    for each in reversed(buying):
        if _buys(reading, reading.turn(each)):
            return reading.said(each.evidence)
    for turn in reversed(theirs[-max(2, len(theirs) // 3) :]):
        if turn.start_ms > after_ms and _buys(reading, turn):
            return evidence_of(turn)
    return None


def _buys(reading: Reading, turn: Turn) -> bool:
    asked = reading.before(turn, Speaker.SALESPERSON)
    return says_yes(turn.text, asked.text if asked else "")


def _refusal(
    reading: Reading, theirs: list[Turn], buying: Sequence[SignalHeard]
) -> Evidence | None:
    """A no in the last third of what the customer said, one that was decided before the call, or
    the last objection; none that they promised something after. What they wanted before it takes
    back only a no that could be one to something small."""
    wanted_ms = max((each.evidence.start_ms for each in buying), default=-1)
    promised_ms = max(
        (
            each.evidence.start_ms
            for each in reading.promises
            if each.commitment is not None and each.commitment.who is Speaker.CUSTOMER
        ),
        default=-1,
    )
    for turn in reversed(theirs[-max(2, len(theirs) // 3) :]):
        if turn.start_ms < promised_ms:
            break
        before = reading.before(turn, Speaker.SALESPERSON)
        asked = before.text if before else ""
        if turn.start_ms > wanted_ms and refuses(turn.text, asked):
            return evidence_of(turn)
        if not buying and says_no(turn.text, asked):
            return evidence_of(turn)
    if buying:
        return None
    for turn in reversed(theirs):
        if turn.start_ms > promised_ms and has_decided_against(turn.text):
            return evidence_of(turn)
    last = reading.objections[-1] if reading.objections else None
    if last is not None and last.objection_type is ObjectionType.NEED:
        turn = reading.turn(last)
        later = reading.after(turn, Speaker.CUSTOMER, words=6)
        if later is None and turn.start_ms > promised_ms:
            return evidence_of(turn)
    return None


def _day_taken(reading: Reading, theirs: Sequence[SignalHeard]) -> Evidence | None:
    """The customer's last words that say yes to a day to come, or promise something for one; what
    they will do with somebody else is no step of theirs."""
    promised = [
        reading.turn(each)
        for each in theirs
        if each.commitment is not None and not _WITH_OTHERS.search(each.commitment.what)
    ]
    liked = [
        turn
        for turn in map(reading.turn, reading.buying)
        if takes(turn.text) and not is_taken_back(turn, "")
    ]
    dated = [turn for turn in (*promised, *liked) if _names_its_day(reading, turn)]
    last = max(dated, key=lambda turn: turn.start_ms, default=None)
    return None if last is None else evidence_of(last)


def _names_its_day(reading: Reading, turn: Turn) -> bool:
    return any(
        due.names_day
        and due.on is not None
        and (names_a_day(due.words) or due.on != reading.said_on(turn))
        for due in reading.times[turn.id]
    )


def _next_step(reading: Reading) -> Ending | None:
    """Something was agreed when the customer took a step and somebody promised something, or the
    customer promised by themselves."""
    open_ms = left_open_ms(reading.turns)
    theirs = [
        p
        for p in reading.promises
        if p.commitment
        and p.commitment.who is Speaker.CUSTOMER
        and p.evidence.start_ms >= open_ms
        and not is_taken_back(reading.turn(p), p.evidence.quote)
    ]
    own = [
        p
        for p in reading.promises
        if p.commitment
        and p.commitment.who is Speaker.SALESPERSON
        and not _ALL_THE_SAME.search(p.evidence.quote)
    ]
    settled = day_said_back(reading)
    if settled is not None and max(settled.offer.start_ms, settled.answer.start_ms) >= open_ms:
        moment = evidence_of(settled.answer)
        return Ending(
            Outcome.NEXT_STEP,
            f"A next step was agreed, with a day: {quoted(moment.quote)}",
            moment,
            dated=True,
        )
    if not theirs and not (own and wanted(reading)):
        return None
    taken = _day_taken(reading, theirs)
    if taken is not None and taken.start_ms < open_ms:
        taken = None
    if taken is None and not theirs and (open_ms >= 0 or all(_only_sends(each) for each in own)):
        return _only_own(reading, own)
    if taken is not None:
        text = f"A next step was agreed, with a day: {quoted(taken.quote)}"
        return Ending(Outcome.NEXT_STEP, text, taken, dated=True)
    # What they wanted proves that it was agreed; what was promised tells what it is.
    last = (theirs or own)[-1]
    moment = reading.said(last.evidence)
    after_offer = reading.before(reading.turn(last), Speaker.SALESPERSON)
    dated = any(
        names_a_day(text)
        for text in (
            reading.turn(last).text,
            after_offer.text if after_offer else "",
            *(
                p.commitment.due or ""
                for p in (*theirs, *own)
                if p.commitment and not of_something_else(p.commitment.what)
            ),
        )
    )
    place = reading.place(reading.turn(last))
    around = reading.turns[max(0, place - SETTLING_TURNS) :]
    day_open = not (
        dated
        or any(names_a_day(turn.text) for turn in around)
        or any(
            turn.speaker is Speaker.SALESPERSON and _names_its_day(reading, turn)
            for turn in reading.turns
        )
    )
    how = ", with a day" if names_a_day(moment.quote) else ", without a day" if day_open else ""
    text = f"A next step was agreed{how}: "
    return Ending(Outcome.NEXT_STEP, text + quoted(moment.quote), moment, dated, day_open)


def _only_sends(promise: SignalHeard) -> bool:
    return promise.commitment is not None and _SENDS.match(promise.commitment.what) is not None


def _only_own(reading: Reading, own: Sequence[SignalHeard]) -> Ending:
    """What the salesperson will send binds the customer to nothing."""
    moment = reading.said(wanted(reading)[-1].evidence)
    promised = reading.said(own[-1].evidence)
    text = (
        f"{reading.who_first} showed interest, {quoted(moment.quote)}, and nothing but your own "
        f"part was agreed: {quoted(promised.quote)}"
    )
    return Ending(Outcome.INTERESTED, text, moment)
