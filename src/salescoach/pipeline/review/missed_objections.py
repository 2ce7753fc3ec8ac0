"""What was missed where the customer objected, and before they called the price high."""

import re
from collections.abc import Iterator, Sequence

from salescoach.domain.audio import Speaker
from salescoach.domain.review import Missed
from salescoach.domain.signal import ObjectionType, Stage
from salescoach.domain.turn import Turn
from salescoach.pipeline.metrics import questions_in
from salescoach.pipeline.metrics_call import evidence_of
from salescoach.pipeline.review.objections import Met
from salescoach.pipeline.review.playbook_lines import reply_for
from salescoach.pipeline.review.quotes import quoted
from salescoach.pipeline.review.reading import Reading
from salescoach.pipeline.review.words import clock, seconds

HURRIED_MS = 300

_WORTH = re.compile(
    r"\b(?:worth|cost(?:s|ing)? you|los(?:e|ing)|average (?:job|sale|deal|customer))\b",
    re.IGNORECASE,
)
_TOGETHER = re.compile(
    r"\b(?:three of us|both|join|together|bring (?:him|her|them)|all of us|with (?:him|her|them)|"
    r"(?:he|she|they) (?:will )?(?:ask|want|need|care))\b",
    re.IGNORECASE,
)

Ranked = tuple[int, Missed]
"""The lower, the costlier."""


def missed_in_objections(reading: Reading, met: Sequence[Met]) -> Iterator[Ranked]:
    raised: set[ObjectionType] = set()
    for each in met:
        moment = reading.said(each.heard.evidence)
        what = f"The {each.name} objection"
        if each.type in raised:
            continue
        raised.add(each.type)
        if each.answer is None:
            if each.turn.id != reading.turns[-1].id:
                yield 0, Missed(f"{what} got no answer.", _line_for(reading, each), moment)
        elif each.handling == "came_back" and each.again is not None:
            again = clock(each.again.evidence.start_ms)
            text = f"{what} was answered but not settled: it came back at {again}."
            yield 1, Missed(text, _line_for(reading, each), moment)
        elif each.type is ObjectionType.AUTHORITY and not any(
            _TOGETHER.search(turn.text) for turn in reading.reply_to(each.turn)
        ):
            text = f"{reading.who_first} cannot decide alone, and the other person stayed outside."
            yield 3, Missed(text, _line_for(reading, each), moment)
        elif each.handling == "moved_on" and each.asked is None:
            hurried = each.pause_ms is not None and each.pause_ms < HURRIED_MS
            quick = f", {seconds(each.pause_ms or 0)} after the last word" if hurried else ""
            text = f"{what} got a statement{quick}; what lies behind it stayed unknown."
            yield 3 if hurried else 5, Missed(text, _line_for(reading, each), moment)


def _line_for(reading: Reading, met: Met) -> str:
    """The card that was on show, else the playbook's line for this kind of objection."""
    card = met.card.shown.primary_suggestion.text if met.card is not None else None
    if card and met.card is not None and met.card.outcome != "used":
        return f"Your card had the words: {whole(card)}"
    script = reply_for(reading.playbook, met.type, met.turn.text)
    if script is not None:
        return f"Wait a breath, then ask. Your playbook has: {whole(script.text)}"
    return "Wait a breath, then ask what is behind it before you answer."


def whole(line: str) -> str:
    """A line to say is given whole; its own quotation marks would end it early."""
    return f"“{line}”" if "“" not in line else line


def worth_too_late(reading: Reading, met: Sequence[Met]) -> Iterator[Ranked]:
    """What it is worth to them was asked after the price was called high, not before."""
    price = next((each for each in met if each.type is ObjectionType.PRICE), None)
    if price is None:
        return
    asked = [
        (turn, question)
        for turn in reading.turns
        if turn.speaker is Speaker.SALESPERSON
        for question in questions_in(turn.text)
        if _WORTH.search(question)
    ]
    before = [turn for turn, _ in asked if turn.start_ms < price.turn.start_ms]
    after = [each for each in asked if each[0].start_ms > price.turn.start_ms]
    pitch = _pitch_before(reading, price.turn)
    if before or pitch is None:
        return
    late = f" {quoted(after[0][1])} came at {clock(after[0][0].start_ms)}." if after else ""
    yield (
        2,
        Missed(
            "You presented before you knew what the problem costs them; at "
            f"{clock(price.turn.start_ms)} the price stood alone.{late}",
            "Ask here what the problem costs them, before you say what you do: their own figure "
            "answers the price.",
            evidence_of(pitch),
        ),
    )


def _pitch_before(reading: Reading, price: Turn) -> Turn | None:
    """The turn that opened the pitch, when one did before ``price``."""
    entered = next((e for e in reading.stages if e.current is Stage.PITCH), None)
    if entered is None or entered.entered_at_ms >= price.start_ms:
        return None
    return next(
        (
            turn
            for turn in reading.turns
            if turn.speaker is Speaker.SALESPERSON
            and entered.entered_at_ms <= turn.start_ms < price.start_ms
        ),
        None,
    )
