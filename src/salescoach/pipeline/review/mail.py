"""A follow-up mail from what was said and promised, in the tone the salesperson has.

The tone is taken from their own lines: how they greet, whether they contract, what they call
themselves. Nothing is promised that was not promised in the call.
"""

import re
from collections.abc import Collection, Iterator, Sequence

from salescoach.domain.audio import Speaker
from salescoach.domain.review import Mail, NextStep, Outcome, Point
from salescoach.pipeline.grounding import Claim, ClaimKind, claims
from salescoach.pipeline.review.agreed import agreed_days
from salescoach.pipeline.review.answered import answered_questions
from salescoach.pipeline.review.due_words import due_text, hour_of
from salescoach.pipeline.review.insights import learned
from salescoach.pipeline.review.kind_of_call import speaks_of_product
from salescoach.pipeline.review.names import called, introduced, is_name
from salescoach.pipeline.review.objections import Met
from salescoach.pipeline.review.outcome import Ending
from salescoach.pipeline.review.persons import to_customer
from salescoach.pipeline.review.reading import Reading
from salescoach.pipeline.review.sure_deeds import ALONE, mailable, said_in
from salescoach.pipeline.review.words import listed, named_day, sentence

MOST_LINES = 3
MOST_AGREED = 6
"""A mail that leaves out what was promised would break it."""

FIGURE_HEARD = 0.9
"""A figure may be put right by whoever reads it, so it may be a little less sure."""
INTRODUCED_WITHIN = 4
"""Of the salesperson's turns: later on "this is" tells of something else."""
_GREETING = re.compile(r"\b(hi|hey|hello|good (?:morning|afternoon|evening))\b", re.IGNORECASE)
_CONTRACTED = re.compile(r"\w['’](?:s|re|ll|ve|d|m|t)\b", re.IGNORECASE)
_SOON = re.compile(r"(?:right |straight )?(?:now|away)|asap|in a minute", re.IGNORECASE)
_NEVER_NAMED = re.compile(rf"today|{_SOON.pattern}", re.IGNORECASE)
"""Without its date "today" means another day to whoever reads it later."""
_HOURS = re.compile(
    r"\bin the (?:morning|afternoon|evening)\b|\bat night\b|\bo'clock\b|\d ?[ap]m\b", re.IGNORECASE
)
"""Beside these a number is an hour."""


def follow_up(
    reading: Reading, met: Sequence[Met], ending: Ending, steps: Sequence[NextStep]
) -> Mail | None:
    """None when there was no conversation, or the customer said no."""
    if ending.outcome in (Outcome.NO_CONVERSATION, Outcome.DECLINED):
        return None
    own = " ".join(t.text for t in reading.turns if t.speaker is Speaker.SALESPERSON)
    easy = _CONTRACTED.search(own) is not None
    greeting = _GREETING.search(own)
    hello = "Hi" if greeting is None or greeting[1].lower() in ("hi", "hey") else "Hello"
    customer = reading.call.customer
    blocks = [
        f"{hello} {called(customer.name) if customer else ''}".strip() + ",",
        "Thanks for taking the time to talk."
        if easy or hello == "Hi"
        else "I appreciate the time you took for our call.",
        *_thanks(reading),
        *_block("You asked:", answered_questions(reading)),
        *_block("As agreed:", agreed_lines(steps, _taken_offers(reading, ending)), MOST_AGREED),
        _last_line(ending, easy, steps),
        "Best regards,\n" + _own_name(reading),
    ]
    return Mail(_subject(reading, ending), "\n\n".join(block.strip() for block in blocks))


def _subject(reading: Reading, ending: Ending) -> str:
    """With the product's name: what comes from elsewhere has to name it, for its playbook may be
    one that nobody chose."""
    if ending.outcome in (Outcome.NEXT_STEP, Outcome.WON):
        told = "what we agreed"
    else:
        # A mail may be written long after its call.
        day = reading.said_on(reading.turns[0])
        told = f"our call on {named_day(day)}" if day else "our call"
    if not reading.is_imported or speaks_of_product(reading):
        return f"{reading.playbook.product.name}: {told}"
    return told[0].upper() + told[1:]


def _own_name(reading: Reading) -> str:
    """What the salesperson called themselves when they began, else what the file of an imported
    call names them; empty when neither tells."""
    customer, product = reading.call.customer, reading.playbook.product.name
    others = f"{customer.name} {customer.company or ''}" if customer else ""
    taken = set(f"{others} {product}".casefold().split())
    told = (reading.started.salesperson if reading.started else None) or ""
    told = told if is_name(told) and not set(told.casefold().split()) <= taken else ""
    own = [turn.text for turn in reading.turns if turn.speaker is Speaker.SALESPERSON]
    spoken = introduced(own[:INTRODUCED_WITHIN], taken)
    # Of two that have nothing in common, the file's was given to them, and no word misheard.
    alike = spoken[:2].casefold() == told[:2].casefold()
    return spoken if spoken and (alike or not told) else told


def _block(title: str, lines: Iterator[str], most: int = MOST_LINES) -> list[str]:
    found = list(dict.fromkeys(lines))[:most]
    return ["\n".join([title, *(f"- {line}" for line in found)])] if found else []


def _thanks(reading: Reading) -> Iterator[str]:
    """What they told, by its name: their own sentences may have been misheard, and nobody wants
    them read back. A figure stands with it, so that it can be put right."""
    told = [
        f"{_to_you(name[0].lower() + name[1:])}"
        f"{_figure(point.evidence.quote) if _sure_figure(reading, point) else ''}"
        for point in learned(reading)
        for name in [point.text.partition(": ")[0]]
    ]
    topics = list(dict.fromkeys(told))[:MOST_LINES]
    if topics:
        yield f"It helped to hear {listed(topics)}."


def _sure_figure(reading: Reading, point: Point) -> bool:
    confidence = reading.by_id[point.evidence.turn_id].confidence
    return confidence is None or confidence >= FIGURE_HEARD


def _figure(text: str) -> str:
    """The amounts of the first sentence that has some, with the words between them."""
    for sentence_ in re.split(r"(?<=[.!?])\s+", text):
        found = _figures(sentence_)
        if found and not _HOURS.search(sentence_):
            return f" ({sentence_[found[0].start : found[-1].end]})"
    return ""


def _figures(text: str) -> list[Claim]:
    kinds = (ClaimKind.NUMBER, ClaimKind.MONEY, ClaimKind.PERCENTAGE)
    return [claim for claim in claims(text) if claim.kind in kinds]


def _to_you(name: str) -> str:
    """An objective speaks of the customer; a mail speaks to them."""
    for theirs, yours in (("they", "you"), ("them", "you"), ("their", "your"), ("theirs", "yours")):
        name = re.sub(rf"\b{theirs}\b", yours, name, flags=re.IGNORECASE)
    return name


def _taken_offers(reading: Reading, ending: Ending) -> frozenset[str]:
    """The salesperson's turns in which a day was offered that the customer took."""
    return frozenset(each.offer.id for each in agreed_days(reading, ending))


def agreed_lines(steps: Sequence[NextStep], taken: Collection[str] = frozenset()) -> Iterator[str]:
    """Who does what, and when, said by the salesperson to the customer. What is only quoted stands
    there when it is the salesperson's own whole sentence; of an offer that was ``taken``, by its
    turn, at least the day."""
    settled = any(step.shared and step.due_on is not None for step in steps)
    met_on = {step.due_on for step in steps if step.shared}
    for step in steps:
        if (settled and _CALENDAR.search(step.what)) or _SAYS_NOTHING.fullmatch(step.what):
            continue
        who = "I" if step.owner is Speaker.SALESPERSON else "You"
        who = "We" if step.shared else who
        unnamed = _SOON if step.due_on is not None else _NEVER_NAMED
        soon = step.due is not None and unnamed.fullmatch(step.due.strip()) is not None
        when = due_text(step.due, step.due_on, named_day)
        limit = _LIMIT.match(step.due or "")
        if limit and step.due_on is not None and not _LIMIT.match(hour_of(step.due)):
            when = f"{limit[0].lower()} {when}"
        soon = soon or (step.due_on is None and _SOMEBODYS.search(when) is not None)
        told = f" ({when})" if when and not soon and when.lower() not in step.what.lower() else ""
        said = said_in(step.what)
        if said:
            whole = mailable(said) if who == "I" else ""
            if whole:
                day = f" ({named_day(step.due_on)})" if step.due_on is not None else ""
                yield f"{whole.rstrip('.')}{day}."
            elif step.due_on and step.due_on not in met_on and step.evidence.turn_id in taken:
                yield f"We are set for {when}."
            continue
        what = step.what.rstrip(".")
        if not step.shared and ALONE.fullmatch(what):
            what = f"{what} you"
        if who == "You":
            what = to_customer(what)
        yield sentence(f"{who} will {what}{told}")


_SAYS_NOTHING = re.compile(
    r"[\w'-]+ (?:it|them|that|this|those|these|some)|.* (?:it|them)|"
    r".*\b(?:him|her|his|he|she|hers|he's|she's|they|they're)\b.*",
    re.IGNORECASE,
)
"""Whoever reads the mail does not know what "it" was, nor who "she"."""

_SOMEBODYS = re.compile(
    r"\b(?:i|i'm|me|my|we|us|our|you|your|it|he|she|him|her|they|them|this|that)\b", re.IGNORECASE
)
"""A time in somebody's own words ("as soon as I see it") is not told in another's."""

_LIMIT = re.compile(r"(?:by|before)\b(?! \d)", re.IGNORECASE)
"""Until then, not on that day."""

_CALENDAR = re.compile(r"\b(?:calendar|diary)\b", re.IGNORECASE)
"""The day itself says so."""


def _last_line(ending: Ending, easy: bool, steps: Sequence[NextStep]) -> str:
    if ending.outcome is Outcome.WON:
        return "Glad to have you with us. If anything comes up, just reply to this mail."
    if ending.outcome is Outcome.NEXT_STEP:
        if ending.day_open and any(step.shared and step.due_on is None for step in steps):
            return "Which day suits you best for it?"
        return "If anything changes on your side, just reply to this mail."
    offer = "I'd be glad" if easy else "I would be glad"
    interested = ending.outcome is Outcome.INTERESTED
    asks = " Would a quarter of an hour this week suit you?" if interested else ""
    return f"{offer} to answer what is still open.{asks}"
