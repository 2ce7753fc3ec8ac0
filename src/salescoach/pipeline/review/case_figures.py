"""Whether an answer brought a figure that a case can be built on: what the customer's trouble
costs, how much is lost, how long it takes, how often it comes.

A date, an age, a weight, a share of a company, an hour and a count of years tell none of it.
"""

import re
from decimal import Decimal

from salescoach.pipeline.amounts import MONEY, Amount, amounts
from salescoach.pipeline.replies import has_amount
from salescoach.pipeline.review.quotes import brief, sentences
from salescoach.pipeline.review.troubles import hurts

_TIMES = ("second", "minute", "hour", "day", "week", "month")
_PERIOD = (
    r"(?:an?|per|each|every|in an?|in one|this|last|a typical|a normal|any given) (?:hour|shift|"
    r"day|"
    r"night|week|fortnight|month|quarter|season|year|call|job|visit|go|time)|daily|weekly|monthly|"
    r"yearly|annually"
)
_RATE = re.compile(rf"\b(?:{_PERIOD})\b", re.IGNORECASE)
_COUNTS = re.compile(r"\bhow (?:many|often|much)\b", re.IGNORECASE)
_COSTS = re.compile(
    r"\b(?:cost(?:s|ing)?|pay(?:s|ing)?|paid|spend(?:s|ing)?|spent|los(?:e|es|ing|t)|worth|waste\w*|"
    r"bills?|salary|wages?|fines?|doing to you|in (?:money|pounds|dollars|euros|rupees)|"
    r"(?:that|it|this) (?:all )?come to)\b",
    re.IGNORECASE,
)
_OFTEN = re.compile(r"\bhow often\b", re.IGNORECASE)
_EVERY = re.compile(
    r"\b(?:every|each|once|twice|times|daily|weekly|nightly|constantly|always)\b", re.IGNORECASE
)
_OF_TROUBLE = re.compile(
    r"\b(?:miss(?:es|ed|ing)?|break(?:s|ing)?(?: down)?|fail(?:s|ed)?|cancel\w*|no-?shows?|drop|"
    r"late|reject\w*|return(?:s|ed)?|complain\w*|scrap\w*|downtime|down|stand(?:s|ing)? idle|"
    r"empty|vacan\w+|overtime|redo|wrong|lost|lose|losing|leave|quit|chas\w+|wait\w*|stuck|slip)\b",
    re.IGNORECASE,
)
_DURATION = re.compile(
    r"\bhow (?:long (?:does|do|did|would|will|is|are|it|that|to)|much time|many (?:hours|days|"
    r"minutes))\b",
    re.IGNORECASE,
)
_SINCE = re.compile(
    r"\bhow (?:long (?:ago|have|has|since|is it since|are you)|old|far|tall|heavy|big)\b|"
    r"\bsince when\b|\bweigh\w*\b|\bhow much (?:is|does) (?:he|she)\b|\bwhat (?:age|time|day|date|"
    r"year)\b|\bwhen\b|\bwho\b",
    re.IGNORECASE,
)
_AGE_OR_WEIGHT = re.compile(
    r"\b(?:years? old|kilos?|kgs?|stone|pounds? in weight|o'clock|aged)\b|"
    r"\b(?:i'm|i am|he's|she's|he is|she is) (?:\w+ )?\w+(?: so| and| now|\W*$)",
    re.IGNORECASE,
)
_IS_A_YEAR = (Decimal(1900), Decimal(2100))
_NO_MONEY_WORD = re.compile(r"\b(?:square|percent|per cent|minutes?|hours?|clock)\b", re.IGNORECASE)


def tells_figure(question: str, answer: str) -> bool:
    """Whether the words of ``answer`` that are quoted hold such a figure."""
    asked, told = question.replace("’", "'"), brief(answer).replace("’", "'")
    if _SINCE.search(asked):
        return any(_costs(each) for each in sentences(told))
    for sentence in sentences(told):
        if _costs(sentence):
            return True
        figures = [each for each in amounts(sentence) if _counts(each, sentence)]
        if _COSTS.search(asked) and any(not each.unit for each in figures):
            return not _NO_MONEY_WORD.search(sentence)
        if _OFTEN.search(asked) and _EVERY.search(sentence):
            return True
        roughly = has_amount(sentence) and not amounts(sentence)
        if _DURATION.search(asked) and (roughly or any(e.unit in _TIMES for e in figures)):
            return True
        rate = _RATE.search(asked) or _OF_TROUBLE.search(asked)
        if _COUNTS.search(asked) and rate and (figures or roughly):
            return True
    return False


def _costs(sentence: str) -> bool:
    """Whether a sentence tells by itself what something costs, or how much trouble there is."""
    figures = [each for each in amounts(sentence) if _counts(each, sentence)]
    if any(each.unit in MONEY for each in figures):
        return True
    return hurts(sentence) and bool(figures)


def _counts(figure: Amount, sentence: str) -> bool:
    """Whether it is a figure at all: "one" is a pronoun, and a year is a date."""
    if figure.unit in ("clock", "year", "quarter") or _AGE_OR_WEIGHT.search(sentence):
        return False
    if not figure.unit and _IS_A_YEAR[0] <= figure.value <= _IS_A_YEAR[1] and not figure.in_words:
        return False
    return figure.value > 1 or bool(figure.unit)
