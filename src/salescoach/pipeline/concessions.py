"""What a sentence gives away, or when it is due, without a figure: "a third off", "the first month
free", "by the end of the month", "live today".

Such words promise as much as a figure does. Of what is said of every day ("what do you do today?")
only a promise of ours counts.
"""

import re
from collections.abc import Iterator

HALF = "half price"

_MONEY_WORD = r"(?:price|cost|bill|fee|rate|spend|amount|subscription|invoice)s?"
_PERIOD = r"(?P<period>day|week|fortnight|month|quarter|year)s?"
_HALVES = re.compile(
    r"\bhalf[\s-]+(?:the\s+)?(?:price|off|cost)"
    rf"|\bhalv(?:e|es|ed|ing)\s+(?:it\b|(?:\w+\s+){{1,2}}?{_MONEY_WORD}\b|what\s+you\s+pay)"
    rf"|\b(?:cut|slash|take|reduc)\w*\s+(?:\w+\s+){{1,4}}?(?:in|by)\s+half\b"
    r"|\bhalf\s+of?\s*what\s+you\s+pay",
    re.IGNORECASE,
)
_PART = r"(?:third|quarter|fifth|tenth)s?"
_FRACTION = re.compile(
    rf"\b(?P<off>(?:an?|one|two|three|four)[\s-]+{_PART})\s+(?:off|less|cheaper|lower|discount"
    rf"|of\s+(?:the|that|your|our)\s+(?:\w+\s+)?{_MONEY_WORD})\b"
    rf"|\b(?:by|sav(?:e|es|ing)(?:\s+you)?|knock(?:\s+off)?|cut|drop)\s+"
    rf"(?P<by>(?:an?|one|two|three|four)[\s-]+{_PART})\b"
    r"(?!\s+(?:past|to|of\s+an\s+hour)\b)",
    re.IGNORECASE,
)
_TWO_FOR_ONE = re.compile(
    r"\btwo[\s-]+for[\s-]+(?:the\s+price\s+of\s+)?one\b|\bbuy\s+one,?\s+get\s+one\b", re.IGNORECASE
)
_IS_FREE = (
    r"(?:\s+(?:is|are|comes?|will\s+be|would\s+be|absolutely|completely|totally|all|at))*[\s-]+"
    r"(?:free\b|no\s+(?:charge|cost)|on\s+us\b|on\s+the\s+house)"
)
_FREE = re.compile(
    rf"\b{_PERIOD}{_IS_FREE}"
    r"|(?<!you )(?<!be )(?<!am )(?<!i'm )(?<!i’m )(?<!we )\bfree\s+(?:trial\s+)?"
    r"(?:for\s+)?(?:(?:the|your|an?)\s+)?(?:(?:first|last|whole|full|extra|\d+|one|two|three|six)\s+)*"
    r"(?P<later>day|week|month|quarter|year)s?\b",
    re.IGNORECASE,
)
_REDUCED = r"(?:off|discount|cheaper|reduction|less)"
_FIRST = r"(?:first|initial|opening|second|next|whole|entire)"
_FIRST_PERIOD = re.compile(
    rf"\b{_REDUCED}\s+(?:(?:on|for|in|of|during)\s+)?(?:the|your|our)\s+{_FIRST}[\s-]+(?:\w+\s+)?"
    rf"{_PERIOD}\b"
    rf"|\b{_FIRST}[\s-]+(?P<before>day|week|month|quarter|year)s?\s+(?:\w+\s+|\d+\s?%\s*){{0,4}}?"
    rf"{_REDUCED}\b"
    rf"|\b{_FIRST}[\s-]+(?P<saved>day|week|month|quarter|year),?\s+(?:you\s+)?(?:\w+\s+)?sav(?:e|es|ing)"
    r"\s+(?:you\s+)?\d",
    re.IGNORECASE,
)
_DISCOUNT = re.compile(
    r"\b(?:i|we)(?:['’](?:ll|d))?\s+(?:(?:can|could|will|would|may|might|also|certainly|even)\s+)*"
    r"(?:give|offer|do|get|arrange|add|apply|make|find|include)\s+(?:\w+\s+){0,4}?"
    r"(?:discount|reduction|(?:better|lower|special)\s+(?:price|rate))\b",
    re.IGNORECASE,
)
_END_OF = re.compile(
    r"\bend\s+of\s+(?:(?:the|this|next)\s+)?(?P<period>week|month|quarter|year)\b"
    r"|\bby\s+(?:the\s+)?end\s+of\s+(?:the\s+)?(?P<day>day)\b"
    r"|\b(?P<short>week|month|quarter|year)(?:['’]s)?[\s-]+end\b",
    re.IGNORECASE,
)
_TOMORROW = re.compile(
    r"\b(?:tomorrow|tonight|next\s+(?:week|month|quarter|year))\b",
    re.IGNORECASE,
)
_NOW = re.compile(
    r"\b(?:today|this\s+(?:morning|afternoon|evening|week|month|quarter)|(?:right|straight)\s+away"
    r"|within\s+the\s+(?:hour|day|week|month)|same\s+day)\b",
    re.IGNORECASE,
)
_DOES = (
    r"(?:deliver|ship|launch|send|install|implement|migrat|refund|finish|complet|start(?!\s+with\b)"
    r"|begin|liv[ei]\b|ready|done|set\s+(?:it\s+|you\s+|this\s+|that\s+)?up|up\s+and\s+running|running|activ"
    r"|email|over\s+to\s+you)"
)
_PROMISE = re.compile(
    rf"\b(?:(?:i|we)(?:['’](?:ll|re|m)|\s+(?:will|can|do|are|am|have))"
    rf"|(?:it|you|that|this|everything|setup)(?:['’]ll|\s+(?:will|can|could|goes))"
    rf"|(?:it|everything|setup)(?:['’]s|\s+is))\s+(?:[\w'’]+\s+){{0,7}}?(?P<does>{_DOES})"
    rf"|\b(?:i|we)\s+(?P<at_once>{_DOES})",
    re.IGNORECASE,
)
_LIVE = frozenset({"acti", "laun", "live", "read", "runn", "set ", "up a"})
"""Beginnings of what says that it works."""
_ASKS = re.compile(
    r"\W*(?:(?:and|but|so|well|then)\W+)?(?:shall|can|could|would|will|do|does|did|is|are|may|might"
    r"|should|what|how|who|when|where|which|why|if)\b",
    re.IGNORECASE,
)
_BOUNDARY = re.compile(r"[^.!?…]*(?:\.(?=\S)[^.!?…]*)*[.!?…]*")

Place = tuple[str, int, int]
"""What is said, equal for equal things, and where."""


def reductions(text: str) -> Iterator[Place]:
    for pattern, value in ((_HALVES, HALF), (_TWO_FOR_ONE, "two for one")):
        yield from ((value, *match.span()) for match in pattern.finditer(text))
    for match in _FRACTION.finditer(text):
        part = " ".join((match["off"] or match["by"]).lower().replace("-", " ").split())
        yield f"off {part.removeprefix('a ').removeprefix('one ')}", *match.span()
    for match in _FREE.finditer(text):
        yield f"free {(match['period'] or match['later']).lower()}", *match.span()
    for match in _FIRST_PERIOD.finditer(text):
        period = match["period"] or match["before"] or match["saved"]
        yield f"off {period.lower()}", *match.span()
    yield from (("discount", *match.span()) for match in _DISCOUNT.finditer(text))


def deadlines(text: str) -> Iterator[Place]:
    for match in _TOMORROW.finditer(text):
        yield " ".join(match[0].casefold().split()), *match.span()
    for match in _END_OF.finditer(text):
        period = match["period"] or match["day"] or match["short"]
        yield f"end of {period.lower()}", *match.span()
    for sentence in _BOUNDARY.finditer(text):
        words = sentence[0]
        promises = list(_PROMISE.finditer(words))
        if not promises or (words.rstrip().endswith("?") and _ASKS.match(words)):
            continue
        for match in _NOW.finditer(words):
            start = sentence.start() + match.start()
            before = [each for each in promises if each.start() < match.start()]
            does = _what((before or promises)[-1 if before else 0])
            yield f"promised {does} {_when(match[0])}", start, start + len(match[0])


def _what(promise: re.Match[str]) -> str:
    stem = (promise["does"] or promise["at_once"]).lower()[:4]
    return "live" if stem in _LIVE else stem


def _when(words: str) -> str:
    plain = " ".join(words.casefold().split())
    return "today" if plain in ("same day", "right away", "straight away") else plain
