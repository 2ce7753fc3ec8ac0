"""What an amount of money is paid for: "$79 a month", "per seat, billed yearly".

The same figure for another month, seat or call is another price.
"""

import re

_PERIOD_OF = {
    "daily": "day",
    "weekly": "week",
    "monthly": "month",
    "mo": "month",
    "quarterly": "quarter",
    "yearly": "year",
    "annual": "year",
    "annually": "year",
    "annum": "year",
    "yr": "year",
}
PERIODS = frozenset({"hour", "day", "week", "fortnight", "month", "quarter", "year"})
_PEOPLE = frozenset({"agent", "employee", "head", "licence", "license", "person", "rep", "user"})
_ADVERB = r"(?:daily|weekly|monthly|quarterly|yearly|annual(?:ly)?)"
_THING = (
    r"(?:hour|day|week|fortnight|month|quarter|year|seat|user|person|head|licen[cs]e|agent|employee"
    r"|rep|call|minute|number|line|location|site|clinic|practice|office|store|lead|booking"
    r"|appointment|device|account|team|room|patient|customer)"
)
_RATE = re.compile(
    r"(?:[\s,]+(?:(?:billed|paid|charged|flat|only|just|for)\s+)*(?:"
    rf"(?:an?|each|every|any|the)\s+(?:(?:single|extra|additional|whole|entire|full)\s+)?(?P<thing>{_THING})\b"
    rf"|per\s+(?P<per>\w+)|every\s+(?P<several>\w+\s+(?:day|week|month|quarter|year))s?\b"
    rf"|(?P<adverb>{_ADVERB})\b)|\s?/\s?(?P<slash>\w+))",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    rf"\b(?P<before>{_ADVERB})\s+(?:price|fee|cost|plan|rate|bill|subscription|payment|charge)s?\b"
    rf"|\b(?:billed|paid|charged|pay|invoiced)\s+(?P<after>{_ADVERB})\b"
    rf"|\A\W*(?P<first>{_ADVERB}|(?:per|each|every|an?)\s+(?:{'|'.join(PERIODS)}))\b(?=,|\s+it\b)",
    re.IGNORECASE,
)


def rate_ends(text: str, at: int) -> int:
    """Where the rate of the amount that ends ``at`` ends; ``at`` when none is said."""
    while (match := _RATE.match(text, at)) is not None:
        at = match.end()
    return at


def rates(text: str, at: int, sentence: str) -> frozenset[str]:
    """What the amount that ends ``at`` is for: periods and things, in the singular."""
    found: set[str] = set()
    while (match := _RATE.match(text, at)) is not None:
        found.add(_plain(next(group for group in match.groups() if group)))
        at = match.end()
    for match in _ELSEWHERE.finditer(sentence):
        found.add(_plain(next(group for group in match.groups() if group)))
    return frozenset(found)


def things(sentence: str) -> frozenset[str]:
    """The words of a sentence as rates spell them."""
    return frozenset(map(_plain, re.findall(r"[^\W\d_]+", sentence)))


def _plain(word: str) -> str:
    last = " ".join(word.lower().split())
    *_, last = (
        last.split(" ") if last.split(" ")[0] in ("per", "each", "every", "a", "an") else (last,)
    )
    last = _PERIOD_OF.get(last, last.removesuffix("s") if len(last) > 3 else last)
    return "seat" if last in _PEOPLE else last
