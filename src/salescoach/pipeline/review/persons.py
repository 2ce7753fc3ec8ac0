"""Whose mouth a deed is told in: what the customer said of themselves ("send you my bill") reads
wrong to anybody else, and so does "your" in what the salesperson said.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from salescoach.domain.audio import Speaker
from salescoach.domain.review import NextStep
from salescoach.pipeline.review.sure_deeds import said_in

_BY_MAIL = {
    "my": "your", "mine": "yours", "me": "you", "our": "your", "ours": "yours", "us": "you",
    "myself": "yourself", "you": "me", "your": "my", "yours": "mine",
    "you're": "I'm", "you've": "I've", "you'll": "I'll", "you'd": "I'd",
}  # fmt: skip
"""What the customer said of themselves, and of the salesperson, in the salesperson's mouth."""
_OF_CUSTOMER = {
    "my": "their", "mine": "theirs", "me": "them", "myself": "themselves", "our": "the",
}  # fmt: skip
"""To the salesperson, who is "you" in these words already. "Our" may be of both."""
_OF_SALESPERSON = {
    "my": "your", "mine": "yours", "me": "you", "myself": "yourself",
    "you": "them", "your": "their", "yours": "theirs",
    "you're": "they're", "you've": "they've", "you'll": "they'll", "you'd": "they'd",
}  # fmt: skip
_SUBJECT = {"me": "I", "them": "they"}
_AM = {"are": "am", "were": "was"}

_WORD = re.compile(r"[\w'’]+")
_DOES = re.compile(
    r"are|were|have|had|has|will|would|can|could|should|may|might|must|do|did|need|want|like|say|"
    r"said|saw|see|sent|gave|got|get|use|told|paid|pay|think|know|prefer|chose|choose|wish|own|"
    r"already|\w+ed",
    re.IGNORECASE,
)
_BEFORE_DOER = re.compile(
    r"whether|if|that|what|which|when|where|how|who|why|because|until|once|as|while|than|before|"
    r"after",
    re.IGNORECASE,
)
_BEFORE_OTHER = re.compile(
    r"to|for|with|from|at|about|by|of|on|between|behind|without|and", re.IGNORECASE
)
_AFTER_OTHER = re.compile(
    r"to|for|with|from|at|about|by|of|on|in|into|before|after|until|and|or|so|as|if|what|when|"
    r"where|how|whether|which|that|the|an?|my|your|our|their|his|her|this|these|those|some|all|"
    r"both|one|two|three|back|again|then|now|later|today|tomorrow|tonight|up|over|through|out|off|"
    r"there|here|first|soon|directly|straight|personally|instead|too|also|next|more|another|"
    r"everything|something|anything|it",
    re.IGNORECASE,
)


def to_customer(what: str) -> str:
    """A deed of the customer's, as the salesperson writes it to them."""
    return _in_words_of(_BY_MAIL, what)


def to_salesperson(step: NextStep) -> NextStep:
    """The step as the salesperson reads it: of either side, and to nobody else. What is quoted
    stays as it was said."""
    if step.shared or said_in(step.what):
        return step
    words = _OF_CUSTOMER if step.owner is Speaker.CUSTOMER else _OF_SALESPERSON
    return replace(step, what=_in_words_of(words, step.what))


def _in_words_of(words: Mapping[str, str], what: str) -> str:
    """As it was said, where it is not sure whether "you" does something in it."""
    said = list(_WORD.finditer(what))
    told: list[str] = []
    end = 0
    for place, match in enumerate(said):
        before = said[place - 1][0] if place else ""
        after = _next(what, said, place)
        word = words.get(match[0].lower().replace("’", "'"), match[0])
        if match[0].lower() == "you":
            first = place <= 1 or said[place - 2][0].lower() in ("and", "then")
            does = _does(before, after, first=first)
            if does is None:
                return what
            word = _SUBJECT[word] if does and word in _SUBJECT else word
        elif before.lower() == "you" and told[-1].endswith("I"):
            word = _AM.get(match[0].lower(), word)
        told += [what[end : match.start()] + word]
        end = match.end()
    return "".join(told) + what[end:]


def _next(what: str, said: Sequence[re.Match[str]], place: int) -> str:
    """The word that follows in the same clause."""
    if place + 1 == len(said):
        return ""
    following = said[place + 1]
    return following[0] if what[said[place].end() : following.start()].isspace() else ""


def _does(before: str, after: str, *, first: bool) -> bool | None:
    """Whether "you" does something between these words; None where it may be either. ``first``: a
    deed begins right before it ("send you")."""
    if not after or _AFTER_OTHER.fullmatch(after):
        return False
    if _BEFORE_DOER.fullmatch(before):
        return True
    if first or _BEFORE_OTHER.fullmatch(before):
        return False
    return True if _DOES.fullmatch(after) else None
