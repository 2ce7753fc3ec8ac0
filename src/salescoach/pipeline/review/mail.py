"""A follow-up mail from what was said and promised, in the tone the salesperson has.

The tone is taken from their own lines: how they greet, whether they contract, what they call
themselves. Nothing is promised that was not promised in the call.
"""

import re
from collections.abc import Iterator, Sequence

from salescoach.domain.audio import Speaker
from salescoach.domain.review import Mail, NextStep, Outcome
from salescoach.pipeline.metrics import count_words, questions_in
from salescoach.pipeline.review.insights import learned
from salescoach.pipeline.review.objections import Met
from salescoach.pipeline.review.outcome import Ending
from salescoach.pipeline.review.quotes import brief
from salescoach.pipeline.review.reading import Reading
from salescoach.pipeline.review.words import sentence

MOST_LINES = 3

_NAME = re.compile(r"\b(?i:this is|my name is|it's|i'm|i am) ([A-Z][a-z]+)\b(?! (?:going|sure|so))")
_GREETING = re.compile(r"\b(hi|hey|hello|good (?:morning|afternoon|evening))\b", re.IGNORECASE)
_CONTRACTED = re.compile(r"\w['’](?:s|re|ll|ve|d|m|t)\b", re.IGNORECASE)
_SOON = re.compile(r"(?:right |straight )?(?:now|away)|today|asap|in a minute", re.IGNORECASE)
_ECHO = re.compile(r"^(?:yes|yeah|yep|sure|okay|ok|great|of course|right|no),? ", re.IGNORECASE)


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
    name = _NAME.search(own)
    blocks = [
        f"{hello} {first_name}".strip() + ",",
        "Thanks for your time today."
        if easy or hello == "Hi"
        else "Thank you for your time today.",
        *_block("What I took away:", _took_away(reading)),
        *_block("You asked:", _asked(reading)),
        *_block("As agreed:", _agreed(steps)),
        _last_line(ending, easy),
        "Best regards,\n" + (name[1] if name else "").strip(),
    ]
    return Mail(_subject(reading, ending), "\n\n".join(block.strip() for block in blocks))


def _subject(reading: Reading, ending: Ending) -> str:
    product = reading.playbook.product.name
    if ending.outcome in (Outcome.NEXT_STEP, Outcome.WON):
        return f"{product}: what we agreed"
    return f"{product}: our call today"


def _block(title: str, lines: Iterator[str]) -> list[str]:
    found = list(dict.fromkeys(lines))[:MOST_LINES]
    return ["\n".join([title, *(f"- {line}" for line in found)])] if found else []


def _took_away(reading: Reading) -> Iterator[str]:
    for point in learned(reading):
        name, _, _ = point.text.partition(": ")
        yield f"{_to_you(name)}: {_tidy(brief(point.evidence.quote))}"


def _tidy(text: str) -> str:
    """Sentences begin with a capital, whatever the recogniser wrote."""
    return re.sub(r"(?<=[.!?] )[a-z]", lambda match: match[0].upper(), sentence(text))


def _to_you(name: str) -> str:
    """An objective speaks of the customer; a mail speaks to them."""
    for theirs, yours in (("they", "you"), ("them", "you"), ("their", "your"), ("theirs", "yours")):
        name = re.sub(rf"\b{theirs}\b", yours, name, flags=re.IGNORECASE)
    return name


def _asked(reading: Reading) -> Iterator[str]:
    """Questions of the customer's that got an answer worth repeating."""
    for heard in reading.asked:
        turn = reading.turn(heard)
        question = next(iter(reversed(questions_in(turn.text))), None)
        reply = reading.reply_to(turn)
        if question is None or not reply or count_words(question) < 4:
            continue
        answer = _ECHO.sub("", brief(reply[0].text))
        if not questions_in(answer) and count_words(answer) >= 3:
            yield f"{_tidy(question)} {_tidy(answer)}"


def _agreed(steps: Sequence[NextStep]) -> Iterator[str]:
    for step in steps:
        who = "I" if step.owner is Speaker.SALESPERSON else "You"
        who = "We" if step.shared else who
        day = step.due_on.strftime("%A %-d %B") if step.due_on else step.due
        soon = step.due is not None and _SOON.fullmatch(step.due.strip()) is not None
        when = f" ({day})" if day and not soon and day.lower() not in step.what.lower() else ""
        yield sentence(f"{who} will {step.what.rstrip('.')}{when}")


def _last_line(ending: Ending, easy: bool) -> str:
    if ending.outcome is Outcome.WON:
        return "Glad to have you with us. If anything comes up before we start, just reply."
    if ending.outcome is Outcome.NEXT_STEP:
        if ending.dated:
            return "If anything changes on your side, just reply to this mail."
        return "Which day suits you best for it?"
    offer = "I'd be glad" if easy else "I would be glad"
    return f"{offer} to answer what is still open. Would a quarter of an hour this week suit you?"
