"""A follow-up mail from what was said and promised, in the tone the salesperson has.

The tone is taken from their own lines: how they greet, whether they contract, what they call
themselves. Nothing is promised that was not promised in the call.
"""

import re
from collections.abc import Iterator, Sequence

from salescoach.domain.audio import Speaker
from salescoach.domain.review import Mail, NextStep, Outcome, Point
from salescoach.domain.turn import Turn
from salescoach.pipeline.advice import playbook_grounds
from salescoach.pipeline.grounding import Claim, ClaimKind, Grounds, claims, ungrounded
from salescoach.pipeline.metrics import count_words, questions_in
from salescoach.pipeline.replies import asks_amount, has_amount
from salescoach.pipeline.review.due_words import due_text, hour_of
from salescoach.pipeline.review.insights import learned
from salescoach.pipeline.review.kind_of_call import is_of_playbook, speaks_of_product
from salescoach.pipeline.review.objections import Met
from salescoach.pipeline.review.outcome import Ending
from salescoach.pipeline.review.quotes import brief
from salescoach.pipeline.review.reading import Reading
from salescoach.pipeline.review.sure_deeds import ALONE, mailable, said_in
from salescoach.pipeline.review.words import listed, named_day, sentence

MOST_LINES = 3
MOST_AGREED = 6
"""A mail that leaves out what was promised would break it."""

_NAME = re.compile(
    r"\b(?:(?i:this is|my name is|my name's|i'm|i am) (?P<name>[A-Z][a-z]+)\b"
    r"(?! (?:going|sure|so)\b)"
    r"|(?i:it's|it is) (?P<caller>[A-Z][a-z]+)\b"
    r"(?=,? (?:from|here|at|with|calling|again|over)\b|[.,]))"
)
"""How somebody says who they are; days and the like are capitals too."""
_NO_NAME = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august|"
    r"september|october|november|december|christmas|easter|thanksgiving|ok|okay|great|perfect|yes|"
    r"no|sorry|afraid|glad|happy|fine|good|here|just|not|very|really|the|a|an|american|british|"
    r"english|german|french|canadian",
    re.IGNORECASE,
)
HEARD_WELL = 0.93
"""Of the lines the embedded engine is less sure of, every third holds a word nobody said."""
FIGURE_HEARD = 0.9
"""A figure may be put right by whoever reads it, so it may be a little less sure."""
FEW_LETTERS = 20
_UNSURE = re.compile(
    r"\b(?:(?:have|need) to (?:double[- ])?(?:check|ask|look)|(?:don't|do not) know|not sure|"
    r"i think so|find out|get back to you|depends)\b",
    re.IGNORECASE,
)

_PROTESTS = re.compile(
    r"^(?:you|with)\b|\bwhat do you mean\b|\b(?:are you|you're) (?:joking|kidding|serious)\b|"
    r", (?:is it|isn't it|are they|does it|do they|is that right|innit|right)\?$",
    re.IGNORECASE,
)
"""Doubts or only repeats what was said: an answer in writing would be odd."""

INTRODUCED_WITHIN = 4
"""Of the salesperson's turns: later on "this is" tells of something else."""
_GREETING = re.compile(r"\b(hi|hey|hello|good (?:morning|afternoon|evening))\b", re.IGNORECASE)
_CONTRACTED = re.compile(r"\w['’](?:s|re|ll|ve|d|m|t)\b", re.IGNORECASE)
_SOON = re.compile(r"(?:right |straight )?(?:now|away)|today|asap|in a minute", re.IGNORECASE)
_AND = re.compile(r"^(?:(?:and|so|but|okay|ok|right|well|um|uh),? )+", re.IGNORECASE)
_ECHO = re.compile(
    r"^(?:(?:yes|yeah|yep|sure|okay|ok|great|of course|right),? |no, )", re.IGNORECASE
)
"""A yes or no that the answer says again; "no fee" without its "no" would be the contrary."""


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
    first_name = customer.name.split()[0] if customer and customer.name.strip() else ""
    blocks = [
        f"{hello} {first_name}".strip() + ",",
        "Thanks for taking the time to talk."
        if easy or hello == "Hi"
        else "I appreciate the time you took for our call.",
        *_thanks(reading),
        *_block("You asked:", _asked(reading)),
        *_block("As agreed:", agreed_lines(steps), MOST_AGREED),
        _last_line(ending, easy),
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
    own = [turn for turn in reading.turns if turn.speaker is Speaker.SALESPERSON]
    for turn in own[:INTRODUCED_WITHIN]:
        for match in _NAME.finditer(turn.text):
            name = match["name"] or match["caller"]
            if _NO_NAME.fullmatch(name) is None and name.casefold() not in taken:
                return name
    told = (reading.started.salesperson if reading.started else None) or ""
    return "" if set(told.casefold().split()) <= taken else told


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
        if found:
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


def _asked(reading: Reading) -> Iterator[str]:
    """Questions of the customer's that got an answer worth repeating: in the playbook's words
    where the card had them, else as it was said, unless that looks misheard."""
    grounds = playbook_grounds(reading.playbook, reading.call.customer)
    sells = is_of_playbook(reading)
    facts = {fact.text for fact in reading.playbook.product.facts} if sells else set()
    for heard in reading.asked:
        turn = reading.turn(heard)
        question = next(iter(reversed(questions_in(turn.text))), None)
        reply = reading.reply_to(turn)
        question = None if question is None else _AND.sub("", question)
        if question is None or not reply or count_words(question) < 4:
            continue
        if _PROTESTS.search(question):
            continue
        if not turn.text.rstrip().endswith(question[-FEW_LETTERS:]) or not _follows(reading, turn):
            # What came next may answer something else.
            continue
        if _looks_misheard(question, grounds):
            continue
        answer = _ECHO.sub("", brief(reply[0].text))
        card = next((c for c in reading.cards if c.shown.evidence.turn_id == turn.id), None)
        fact = card.shown.primary_suggestion.text if card is not None else ""
        # Another figure than the playbook's was said: the mail does not correct it behind backs.
        if fact in facts and not ungrounded(answer, Grounds([fact])):
            answer = fact
        elif not heard_well(reply[0]) or not _answers(question, answer, grounds):
            continue
        if not questions_in(answer) and count_words(answer) >= 3:
            yield f"{_tidy(question)} {_tidy(answer)}"


def _follows(reading: Reading, asked: Turn) -> bool:
    """Whether the salesperson spoke next."""
    place = reading.place(asked) + 1
    return place < len(reading.turns) and reading.turns[place].speaker is Speaker.SALESPERSON


def _answers(question: str, answer: str, grounds: Grounds) -> bool:
    """Whether it may be put into writing: no maybe, an amount where one was asked for, and no name
    that looks misheard."""
    if _UNSURE.search(answer) or (asks_amount(question) and not has_amount(answer)):
        return False
    return not _looks_misheard(answer, grounds)


def heard_well(turn: Turn) -> bool:
    """Whether the engine was sure of the words; a transcript is taken at its word."""
    return turn.confidence is None or turn.confidence >= HEARD_WELL


def _looks_misheard(text: str, grounds: Grounds) -> bool:
    """It names something that neither the playbook nor the call's customer is about."""
    return any(claim.kind is ClaimKind.NAME for claim in ungrounded(text, grounds))


def _tidy(text: str) -> str:
    """Sentences begin with a capital, whatever the recogniser wrote."""
    return re.sub(r"(?<=[.!?] )[a-z]", lambda match: match[0].upper(), sentence(text))


def agreed_lines(steps: Sequence[NextStep]) -> Iterator[str]:
    """Who does what, and when, said by the salesperson to the customer. What is only quoted stands
    there when it is the salesperson's own whole sentence."""
    settled = any(step.shared and step.due_on is not None for step in steps)
    for step in steps:
        if (settled and _CALENDAR.search(step.what)) or _SAYS_NOTHING.fullmatch(step.what):
            continue
        who = "I" if step.owner is Speaker.SALESPERSON else "You"
        who = "We" if step.shared else who
        soon = step.due is not None and _SOON.fullmatch(step.due.strip()) is not None
        when = due_text(step.due, step.due_on, named_day)
        limit = _LIMIT.match(step.due or "")
        if limit and step.due_on is not None and not _LIMIT.match(hour_of(step.due)):
            when = f"{limit[0].lower()} {when}"
        told = f" ({when})" if when and not soon and when.lower() not in step.what.lower() else ""
        said = said_in(step.what)
        if said:
            whole = mailable(said) if who == "I" else ""
            if whole:
                day = f" ({named_day(step.due_on)})" if step.due_on is not None else ""
                yield f"{whole.rstrip('.')}{day}."
            continue
        what = step.what.rstrip(".")
        if not step.shared and ALONE.fullmatch(what):
            what = f"{what} you"
        if who == "You":
            what = _PERSONS.sub(lambda match: _OTHER_PERSON[match[0].lower()], what)
        yield sentence(f"{who} will {what}{told}")


_SAYS_NOTHING = re.compile(r"[\w'-]+ (?:it|them|that|this|those|these|some)", re.IGNORECASE)
"""Whoever reads the mail does not know what "it" was."""

_LIMIT = re.compile(r"(?:by|before)\b(?! \d)", re.IGNORECASE)
"""Until then, not on that day."""

_CALENDAR = re.compile(r"\b(?:calendar|diary)\b", re.IGNORECASE)
"""The day itself says so."""

_OTHER_PERSON = {
    "my": "your", "mine": "yours", "me": "you", "our": "your", "ours": "yours", "us": "you",
    "myself": "yourself", "you": "me", "your": "my", "yours": "mine",
}  # fmt: skip
"""What the customer said of themselves, and of the salesperson, in the salesperson's mouth."""

_PERSONS = re.compile(rf"\b(?:{'|'.join(_OTHER_PERSON)})\b", re.IGNORECASE)


def _last_line(ending: Ending, easy: bool) -> str:
    if ending.outcome is Outcome.WON:
        return "Glad to have you with us. If anything comes up before we start, just reply."
    if ending.outcome is Outcome.NEXT_STEP:
        if ending.day_open:
            return "Which day suits you best for it?"
        return "If anything changes on your side, just reply to this mail."
    offer = "I'd be glad" if easy else "I would be glad"
    return f"{offer} to answer what is still open. Would a quarter of an hour this week suit you?"
