"""Whether a customer's words answer what was just asked: with an amount where one was asked for,
with a yes where consent was, and never with "no idea" or a question back.
"""

import re
from collections.abc import Sequence

from salescoach.pipeline.amounts import amounts
from salescoach.pipeline.due_dates import due_in
from salescoach.pipeline.lines import clauses

_WH = r"(?:what|which|who|whom|whose|when|where|why|how)\b"
_AUXILIARY = (
    r"(?:is|are|am|was|were|do|does|did|have|has|had|can|could|will|would|shall|should|may|might|"
    r"isn't|aren't|don't|doesn't|didn't|haven't|can't|couldn't|won't|wouldn't|shouldn't)\b"
)
_LEAD = (
    r"(?:(?:and|so|but|okay|ok|right|well|um|uh|now|then|alright|great|just|of course|sure|"
    r"absolutely|understood|fair enough)\b[,. ]{0,4}){0,8}"
)
_ASKS = re.compile(rf"^{_LEAD}(?:{_WH}|{_AUXILIARY})", re.IGNORECASE)
_PROPOSES = re.compile(
    r"\b(?:let's|why don't (?:i|we|you)|how about|i(?:'d| would| will|'ll) (?:suggest|propose))\b",
    re.IGNORECASE,
)
_OPEN_ASKS = re.compile(rf"(?:^|[,.;] |\b(?:and|so|but|then|or) ){_LEAD}{_WH}", re.IGNORECASE)
_EITHER = re.compile(rf"^{_LEAD}(?:is|are|was|were) .*\bor\b", re.IGNORECASE)
_HOW_MUCH = re.compile(
    r"\bhow (?:many|much|often|long|big)\b|\b(?:what|which) (?:number|share|percentage|portion)\b"
    r"|\bone in how\b|\b(?:number|figure)\b.{0,80}\bguess\b",
    re.IGNORECASE,
)
_ROUGHLY = re.compile(
    r"\b(?:half|third|quarter|most of|all of|dozens?|hundreds|thousands|a couple|a few|several|"
    r"none|every (?:day|week|month|call|other)|once|twice|daily|percent|per cent)\b",
    re.IGNORECASE,
)
_NO_ANSWER = re.compile(
    r"\b(?:no (?:idea|clue)|(?:don't|do not|wouldn't) (?:really )?(?:know|say|remember)|dunno|"
    r"(?:can't|cannot|couldn't) (?:really )?(?:say|tell)|not sure|hard to (?:say|tell)|"
    r"(?:not|never) going to|(?:rather|prefer) not|none of your|why do you|depends)\b",
    re.IGNORECASE,
)
_TIME_SAID = (
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|today|tonight|"
    r"(?:this|next) (?:week|month)|morning|afternoon|evening|then|that|it)"
)
_TURNS_DOWN = re.compile(
    rf"\b{_TIME_SAID}(?: morning| afternoon| evening)?(?:'s|’s| is|s are| would be| might be|"
    r"'ll be| looks)(?: \w+ly| a bit| a little| so| too| quite| very| really| pretty)? "
    r"(?:bad|busy|tricky|difficult|hard|awkward|tough|full|booked|packed|hectic|impossible|no good|"
    r"out|off|gone)\b",
    re.IGNORECASE,
)
NEGATION = re.compile(
    r"\b(?:no|not|never|nah|nope|nobody|nothing|none|without|cannot|\w+n't|\w+n’t)\b", re.IGNORECASE
)
_PUTS_OFF = re.compile(
    r"\b(?:busy|slammed|in the middle|walking into|on my way|another time|some other time|"
    r"(?:call|ring|try) (?:me )?(?:back|later|again)|later|think about|think it over|"
    r"let me (?:check|see|think|ask)|check with|have to ask|promise|revert|depends|maybe not|"
    r"what(?:'s| is) (?:it|this) about|who(?:'s| is) (?:this|asking|calling))\b",
    re.IGNORECASE,
)
_SURE = re.compile(
    r"^(?:(?:oh|ah|um|uh|hmm|well|and|so|but|mm)\b[,. ]*)*(?:yes|yeah|yep|yup|sure|of course|okay|"
    r"ok|fine|go on|go ahead|please|alright|all right|right|absolutely|definitely|sounds|perfect|"
    r"great|good|deal|done|nah, (?:go|what)|no, (?:go|it's|that's|you're|now)|let's|why not|"
    r"works|do it|"
    r"i can|we can|that works|that would|that's)\b",
    re.IGNORECASE,
)

_OFFERS_STEP = re.compile(
    r"\b(?:go ahead with|contract|agreement|proposal|plan|trial|demo|invoice|order|sign|book|"
    r"(?:get|take|set) (?:you|us|this|it) (?:started|going|up)|get(?:ting)? started|"
    r"send (?:you|it|over|across|the|that|this))\b",
    re.IGNORECASE,
)
ASKED_CHARS = 400
LEAST_WORDS = 3
"""Fewer words tell nothing that was asked for."""


def question_of(text: str) -> str | None:
    """The last question or proposal in somebody's words; engines leave out some question marks."""
    for piece in reversed(clauses(text)):
        if piece.endswith("?") or _ASKS.match(piece) or _PROPOSES.search(piece):
            return piece
    return None


def asked_in(text: str) -> str | None:
    """The last of somebody's clauses that asks, by its mark or its first words."""
    asking = (piece for piece in clauses(text) if piece.endswith("?") or _ASKS.match(piece))
    return max(asking, key=lambda piece: text.rfind(piece), default=None)


def offers_step(question: str) -> bool:
    """Whether a yes to it would be more than leave to speak."""
    return _OFFERS_STEP.search(question) is not None


def asks_amount(question: str) -> bool:
    return _HOW_MUCH.search(question) is not None


def asks_openly(question: str) -> bool:
    """Whether it wants more than a yes. A question stands at the end: of one that never ends, only
    that is looked at."""
    asked = question[-ASKED_CHARS:]
    return _OPEN_ASKS.search(asked) is not None or _EITHER.match(asked) is not None


def has_amount(text: str) -> bool:
    return bool(amounts(text)) or _ROUGHLY.search(text) is not None


def is_negative(text: str) -> bool:
    return NEGATION.search(text) is not None


def puts_off(text: str) -> bool:
    return _PUTS_OFF.search(text) is not None or _TURNS_DOWN.search(text) is not None


def telling_piece(pieces: Sequence[str], *, amount: bool) -> str | None:
    """The first of an answer's pieces that tells what was asked for."""
    for piece in pieces:
        if amount:
            if has_amount(piece) and not piece.endswith("?"):
                return piece
        elif (
            len(piece.split()) >= LEAST_WORDS
            and not piece.endswith("?")
            and not _NO_ANSWER.search(piece)
        ):
            return piece
        elif _NO_ANSWER.search(piece):
            return None
    return None


def consenting_piece(question: str, pieces: Sequence[str]) -> str | None:
    """The piece that says yes, or names the time that was asked for."""
    for piece in pieces:
        if puts_off(piece):
            return None
        sure = _SURE.match(piece) is not None
        if is_negative(piece) and not sure:
            return None
        if piece.endswith("?"):
            continue
        if sure or (asks_openly(question) and due_in(piece, None)):
            return piece
    return None
