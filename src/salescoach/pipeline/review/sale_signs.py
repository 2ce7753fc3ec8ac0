"""What speaks for a sale in a talk that was imported: one side offering something of its own to
the other, told by several kinds of sign that hardly occur together elsewhere.

That somebody agrees on a day, cannot decide alone or finds a sum too high happens among
colleagues, at home and with a support line as well, and proves nothing.
"""

import re
from collections.abc import Iterable, Iterator
from enum import Enum, auto

from salescoach.domain.audio import Speaker
from salescoach.domain.signal import ObjectionType
from salescoach.domain.turn import Turn
from salescoach.pipeline.replies import asks_openly
from salescoach.pipeline.review.bookings import is_of_a_booking, is_of_a_home, is_of_school
from salescoach.pipeline.review.reading import Reading

ENOUGH_TURNS = 8
"""In less than that there is no room for a second sign."""
_OPENING_TURNS = 4


class Sign(Enum):
    """``HOUSE``: a firm is spoken for; ``BUSINESS``: why they call; ``OFFER``: what they do for
    others; ``TERMS``: what a purchase goes by; ``MONEY`` and ``RATE``: the salesperson names a sum,
    and for how much of it; ``ASKS_PRICE``, ``WANTS`` and ``OBJECTS``: how a customer speaks to who
    sells, ``WANTS`` also of what they have or do not want."""

    HOUSE = auto()
    BUSINESS = auto()
    OFFER = auto()
    TERMS = auto()
    RATE = auto()
    MONEY = auto()
    ASKS_PRICE = auto()
    WANTS = auto()
    OBJECTS = auto()


_BIDS = frozenset({Sign.BUSINESS, Sign.OFFER, Sign.TERMS})
"""Only who sells something says these."""
_DEALS = _BIDS | {Sign.HOUSE, Sign.RATE, Sign.WANTS}
"""Without any of these, a price is only spoken of: of a gift, a rent, somebody else's wares."""

_IN_A_FEW_LINES = _DEALS | {Sign.OBJECTS}
_HEAVY = frozenset({Sign.OFFER, Sign.TERMS})
_ENOUGH = 2
"""So many signs, those that weigh heavily counted twice."""
_KNOWN_TO_BOTH = 4
"""So many more where somebody is served or at home: there a house is spoken for, a price asked and
named, and a deposit or a contract spoken of."""
_LEARNS_BY = 2
"""Open questions of one who rings for a house: a courier asks none, and a seller wants to learn."""

_HOUSE = re.compile(
    r"\b(?i:this is|it's|i'm|i am|my name is|name's)(?: [A-Z]\w+){1,3},?"
    r"(?: \w+)? (?:from|with|at|of) (?:the )?[A-Z]|"
    r"\b(?i:i'm|i am|we're|we are|it's \w+,?) (?:with|from) (?:the )?[A-Z]|"
    r"(?:^|[.!?] |, )(?!(?i:or|and|is|was)\b)[A-Z]\w+,? (?:here )?from (?:the )?[A-Z]|"
    r"^(?!(?:Hi|Hello|Hey|Good|Yes|Oh)\b)(?:[A-Z][\w&'-]+ ){1,3}?[A-Z][\w&'-]+, "
    r"(?:this is )?[A-Z]\w+(?: speaking)?[.,]|"
    r"^(?:[A-Z][\w&'-]+ )+[A-Z][\w&'-]+, (?:good|how can)\b|"
    r"\b(?i:thank you|thanks) for (?:calling|ringing) [A-Z]"
)
"""Names of people and houses are written large, here as in any transcript."""
_BUSINESS = re.compile(
    r"\b(?:(?:i'm|i am|we're|we are|just) (?:calling|ringing) (?:from|on behalf|around|about your)|"
    r"this is \w+ calling|reason (?:for my call|(?:i'm|i am) (?:calling|ringing))|"
    r"you(?:'d|'ve| had| have)? (?:enquired|inquired|requested|signed up|filled (?:in|out)|"
    r"asked for (?:a|an|the|some|our))|cold call)\b",
    re.IGNORECASE,
)
_OFFER = re.compile(
    r"\b(?:we(?: can|'d| could)? (?:help|offer|sell|provide|supply|install|specialise|specialize)|"
    r"(?:small|larg|bigg|basic|annual|monthly)\w* plan|we(?:'re| are) (?:offering|providing|"
    r"selling|specialists)|what we do(?: is)?|"
    r"(?:i|we) (?:can|could) (?:offer you|fit you|do you|hold it|put a hold)|"
    r"you(?:'d|'ll| would| will)? (?:get|have|pay|save)\b[^.?!]*\b(?:free|months?|days|included|"
    r"nothing)|our (?:prices?|pricing|fees?|plans?|products?|customers?|clients?|services?|"
    r"software|solutions?|packages?|platforms?|rates?|offer)|we have an? (?:\w+ )?(?:plan|package|"
    r"customer|client|product|range)|make you an offer|(?:good|great|best|better|special|this) "
    r"deal|deals? (?:on|for|today)|come down to|(?:percent|per cent|something|a bit) off|"
    r"if you (?:take|order|buy|choose|go for|commit|sign)|for (?:a \w+ (?:of )?)?your size|"
    r"(?:\w+s|people|someone|somebody) like (?:yours?|you)|first (?:\w+ )?(?:month|week|year|one) "
    r"(?:is|are|'s) free|in stock|(?:it's|it is|(?:totally|completely) )free|"
    r"(?:at no|without any) (?:cost|charge)|nothing to (?:sign|pay)|(?:change|send|write)[^.?!]* "
    r"(?:the|an|our|my) offer)\b",
    re.IGNORECASE,
)
_TERMS = re.compile(
    r"\b(?:trial|demo|proposal|quotation|discount|contract|subscription|upgrade|samples?|pilot|"
    r"deposit|warrant(?:y|ies)|guarantees?|brochure|premium|rebate|set ?up fee|no obligation|"
    r"(?:free|no.cost) (?:inspection|survey|consultation|assessment|visit)|"
    r"(?:a|an|the|that|this|your|our|my|written|free|firm) quote|"
    r"(?:a|per) (?:seat|user|licen[cs]e|unit|head)|\w+ (?:seats|users|licen[cs]es)|"
    r"(?:is|are|all|both|also|everything) included|leas(?:e|ing)|renewal|membership|up ?front|"
    r"instal?lments?)\b",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"[$£€₹] ?\d|\b(?:dollars?|pounds?|quid|euros?|rupees|lakhs?|grand|bucks|percent|per cent|"
    r"hundred|thousand|(?:one|two|three|four|five|six|seven|eight|nine) (?:six|seven|eigh|nine)ty|"
    r"(?:a|per) month|per (?:week|year|hour)|(?:the|a|my|our) (?:price|fee|rate)|"
    r"costs?)\b",
    re.IGNORECASE,
)
_RATE = re.compile(
    r"\b(?:a|per) month\b|\bper (?:week|year|hour|day)\b|"
    r"(?:[$£€₹] ?[\d.,]+|\b(?:dollars?|pounds?|quid|euros?|rupees|bucks|pence|cents?)) "
    r"(?:a|an|per|for the|for each|plus|upfront|up front) ?(?!bit\b|lot\b)\w*",
    re.IGNORECASE,
)
_ASKS_PRICE = re.compile(
    r"\b(?:how much (?:is|are|does|do|would|will|for|a|per)\b|how much\?|"
    r"what(?:'s|'d| is| are| does| do| would)\b[^.?!]*\b(?:price|cost|fees?|charge|rate)\b|"
    r"(?:going to|gonna) cost\b|"
    r"what (?:will|would|does|do) (?:it|that|this|they|you) (?:come to|cost|charge|run|take for)|"
    r"(?:joining|booking|any|is there a) fees?\b|(?:the|your|best) (?:price|fees?)\b|fees\?|"
    r"prices? for\b|"
    r"do i (?:have|need) to (?:pay|sign)\b|how (?:do|can) (?:i|we) pay\b|how to pay\b)",
    re.IGNORECASE,
)
_WANTS = re.compile(
    r"\b(?:not interested|(?:we're|we are) (?:not (?:using|looking|changing|switching)|"
    r"(?:already )?(?:with|using)|happy|fine as)|(?:we|i) already (?:have|use|got)|"
    r"(?:we've|we have|i've|i have) (?:been with|already got)|who we(?:'ve got| have| use)|"
    r"(?:our|my|the) current (?:\w+ )?(?:guy|one|provider|supplier|system|firm|contract|tool)|"
    r"(?:i'm|i am|we're|we are|we) (?:paying|pay)|(?:on|from|through) your (?:web ?site|site|ad)|"
    r"i(?:'m| am|'d like to|'d want to)? (?:interested in|buy|order|after)|i need (?:an?|some|new|"
    r"one|two|three|four)|(?:do|would) you (?:charge|sell|deliver|install|stock|supply|do "
    r"discounts?|give me)|want(?:ed)? to spend|we don't need (?:any|one|it|that|"
    r"another)|i'll sign|do (?:it|that|this) for (?:half|less|\w+ (?:hundred|thousand))|"
    r"our budget|the budget)\b",
    re.IGNORECASE,
)
_TO_AN_OFFER = frozenset(
    {
        ObjectionType.PRICE,
        ObjectionType.COMPETITOR,
        ObjectionType.NEED,
        ObjectionType.AI_CONCERNS,
    }
)

_ON_AIR = re.compile(
    r"\b(?:welcome (?:back )?to|(?:thanks|thank you) for having me|episode|podcast|listeners|"
    r"my guest|our guest)\b",
    re.IGNORECASE,
)
_SHARED_TASK = re.compile(
    r"\b(?:(?:shall|should|do|can) we|we (?:should|need to|have to|must|ought to)|"
    r"i(?:'ll| will) (?:do|take|cover) (?:the|that)|"
    r"can you (?:do|take|cover|move|chase|check|fix))\b",
    re.IGNORECASE,
)
_HIRES = re.compile(
    r"\b(?:(?:job|role|vacancy)(?= (?:is|was|itself|we|you|for)\b|[.,?])|cv|résumé|notice period|"
    r"vetting|right to work|your experience|tell me about a time|other candidates|"
    r"(?:last|current) (?:job|role|employer)|making you (?:look|leave)|"
    r"why (?:did|do) you (?:want to )?leave|salary expectations?|when (?:could|can) you start)\b",
    re.IGNORECASE,
)
_HIRES_FROM = 2
"""So many different words of one who looks for people: a seller may use one."""
_SERVES = re.compile(
    r"\b(?:customer (?:service|care|support)|(?:technical|tech|network|it) support|"
    r"support(?=[,.]| (?:team|desk|line)\b)|(?:help|service) ?desk|"
    r"(?:claims|fraud|security|complaints|billing) (?:line|team|department)|"
    r"(?:account|order|ticket|case|booking|policy|claim) number|reference number)\b",
    re.IGNORECASE,
)
"""How somebody answers who is there for those that have bought."""


def signs_of_sale(reading: Reading) -> frozenset[Sign]:
    """Every kind of sign that was heard at least once."""
    return frozenset(_signs(reading))


def _signs(reading: Reading) -> Iterator[Sign]:
    own, theirs = _lines(reading, Speaker.SALESPERSON), _lines(reading, Speaker.CUSTOMER)
    opening = own[:_OPENING_TURNS]
    for sign, words, lines in (
        (Sign.HOUSE, _HOUSE, opening),
        (Sign.BUSINESS, _BUSINESS, opening),
        (Sign.OFFER, _OFFER, own),
        (Sign.TERMS, _TERMS, own),
        (Sign.RATE, _RATE, own),
        (Sign.MONEY, _MONEY, own),
        (Sign.ASKS_PRICE, _ASKS_PRICE, theirs),
        (Sign.WANTS, _WANTS, theirs),
    ):
        if _said(words, lines):
            yield sign
    if any(heard.objection_type in _TO_AN_OFFER for heard in reading.objections):
        yield Sign.OBJECTS


def reads_like_a_sale(reading: Reading) -> bool:
    """Whether there are signs enough. A support line has to offer something; a programme, a job
    interview, two who share out a task, and whoever is served or at home need more: there, too,
    offers and contracts are spoken of."""
    own, theirs = _lines(reading, Speaker.SALESPERSON), _lines(reading, Speaker.CUSTOMER)
    found = signs_of_sale(reading)
    served = _said(_SERVES, own[:_OPENING_TURNS])
    is_short = len(reading.turns) < ENOUGH_TURNS
    if not found & (_BIDS if served else _IN_A_FEW_LINES if is_short else _DEALS):
        return False
    on_air = _said(_ON_AIR, [*own[:_OPENING_TURNS], *theirs[:_OPENING_TURNS]])
    hires = len({m.lower() for each in own for m in _HIRES.findall(each)}) >= _HIRES_FROM
    shared = _said(_SHARED_TASK, own) and _said(_SHARED_TASK, theirs)
    known = is_of_a_booking(own, theirs) or is_of_school(own, theirs) or is_of_a_home(own, theirs)
    enough = (1 if is_short else _ENOUGH) + _KNOWN_TO_BOTH * known
    learns = not known and Sign.HOUSE in found and sum(map(asks_openly, own)) >= _LEARNS_BY
    return len(found) + len(found & _HEAVY) + learns >= enough + _ENOUGH * (on_air + shared + hires)


def _lines(reading: Reading, speaker: Speaker) -> list[str]:
    return [_plain(turn) for turn in reading.turns if turn.speaker is speaker]


def _plain(turn: Turn) -> str:
    return turn.text.replace("’", "'")


def _said(words: re.Pattern[str], lines: Iterable[str]) -> bool:
    return any(words.search(line) for line in lines)
