"""Whether a promise's words make a deed that can be said in other words, and else the words.

"I will send the quote" needs a verb that is known and the thing it needs. An idiom ("swing by"), a
sentence without a verb and what was misheard lose their sense when they are cut: they are quoted.
"""

import re

from salescoach.pipeline.phrases import MAX_WORDS
from salescoach.pipeline.review.quotes import quoted
from salescoach.pipeline.things import names_thing

_OF_A_THING = (
    r"add|approve|arrange|attach|block|book|bring|build|buy|cancel|change|check|collect|compare|"
    r"complete|confirm|copy|create|deliver|draft|drop off|e-?mail|export|file|fill (?:in|out)|find|"
    r"finish|fix|forward|get|hand over|include|install|introduce|invite|invoice|issue|mail|make|"
    r"measure|move|open|order|pay|pick up|place|put together|post|prepare|print|process|pull|"
    r"raise|read|release|renew|reserve|return|review|run|schedule|send|set up|share|ship|show|"
    r"sign|sort out|start|submit|swap|switch|take|test|train|transfer|update|upload|visit|walk|"
    r"wire|write"
)
_WITH = (
    r"(?:speak|talk|check|meet|look|work|agree|discuss|go over|go through)"
    r"(?: (?:to|with|at|into|for|on|through|over))?|ask|tell|call|ring|phone|chase|remind"
)
_ALONE = r"call|ring|phone|text|e-?mail|message|meet|start|begin|speak|talk|come|follow up|reply"
ALONE = re.compile(r"call|ring|phone|text|e-?mail|message", re.IGNORECASE)
"""Deeds that leave out whom they are done to: the listener."""
_ABOUT = r"(?:call|ring|phone|text|e-?mail|message|ask) about"
_NO_THING = (
    r"(?:it|them|him|her|you|me|us|they|he|she|i|we|so|now|then|there|here|over|back|off|out|up|"
    r"in|on|at|to|for|from|with|by|about|as|and|or|if|when|what|which|that|this|those|these|"
    r"one|some|something|anything|again|right|just|all)"
)
_THING = (
    rf"(?!{_NO_THING}(?: (?:to|from|in|on|at|for|with|and|or|by|up|over|back|\w+ed)\b|$))"
    r"(?!(?:it|them|him|you|me|us|they|he|she|i|we|now|then|there|here|in|on|at|to|for|from|with|"
    r"by|about|as|over|back|off|out|so|and|or|sure|thee|uh|um)\b)[\w£$€'’-]+.*"
)
_COMPLETE = re.compile(
    rf"(?:(?:(?:{_OF_A_THING})(?: (?:over|across|back|through))?|{_WITH}|{_ABOUT}) {_THING}"
    rf"|(?:{_ALONE})(?: (?:you|me|us))?"
    rf"|(?:come|start|begin|meet) (?:to|with|on|for|at|by|in) {_THING}"
    r"|have (?:an?|another|the|our) (?:[\w-]+ ){0,3}?(?:call|meeting|demo|chat|session|talk|visit|"
    r"survey)\b.*)",
    re.IGNORECASE,
)
MOST_OF_WHOM = 4
"""So many words name somebody else who does it."""
_MAKES_DO = re.compile(
    r"get (?:\w+ ){1,3}to\b|get (?:[\w'’-]+ ){1,4}\w+ed\b|get to\b", re.IGNORECASE
)
"""Somebody else's deed, or a state: no thing is handed over."""
_ASKS_OPEN = re.compile(
    r"(?:ask|tell) (?!.*\b(?:and|for|about|to|if|whether|what|when|where|who|how|why|that)\b)",
    re.IGNORECASE,
)
"""Whom, and not what: that stands in the words."""
_AND_MORE = re.compile(
    r"\s+and (?!(?:i|we|you|he|she|they|it|then|so|that)\b)\w"
    r"|\s*, (?:the|an?|my|our|your) [\w-]+(?: [\w-]+)?(?=,| and\b)",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"^(?:(?:and|so|but|then|okay|ok|yeah|yes|well|right|great|sure|um|uh)\b,? )+(?=\w)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?:I|We)(?:['’]ll| will) \w+ [^.?!;:]+\.")
_POINTS = re.compile(
    r"\b(?:it|that|this|these|those|them|him|her|he|she|they|there|here|you know|uh|um|today|"
    r"tonight|tomorrow|now|straight away|morning|evening|afternoon)\b",
    re.IGNORECASE,
)
"""Means something only to who was there, or on that day."""
MOST_WORDS = 16


def is_complete(deed: str, said: str) -> bool:
    """``said``: the words of the promise. What they do not hold must be a thing by its name."""
    words = deed.split()
    if len(words) >= MAX_WORDS or _MAKES_DO.match(deed) or _ASKS_OPEN.match(deed):
        return False
    if _COMPLETE.fullmatch(deed) is None and not _is_somebodys(words):
        return False
    if not _in(words[1:], said):
        return names_thing(deed)
    last = re.search(rf"\b{re.escape(words[-1])}", said, re.IGNORECASE)
    return last is None or _AND_MORE.match(said, last.end()) is None


def _is_somebodys(words: list[str]) -> bool:
    """ "Have my colleague send the quote": whom, and then a deed of its own."""
    return words[:1] == ["have"] and any(
        _COMPLETE.fullmatch(" ".join(words[at:])) for at in range(2, MOST_OF_WHOM + 2)
    )


def _in(words: list[str], said: str) -> bool:
    known = set(re.findall(r"[\w'’-]+", said.lower()))
    return all(word.lower().strip(",.") in known for word in words)


def as_said(who: str, words: str, asked: str = "") -> str:
    """The words themselves, as a step: ``who`` said them ("You"), to ``asked`` where they do not
    tell alone what is promised."""
    told = f"said: {quoted(_OPENING.sub('', words.strip()))}"
    if not asked:
        return f"{who} {told}"
    return f"To {quoted(asked)} {who[0].lower()}{who[1:]} {told}"


_SAID = re.compile(r".* said: “(?P<words>[^“”]+)”")


def said_in(what: str) -> str:
    """The quoted words of a step; empty where it is told in words of its own."""
    found = _SAID.fullmatch(what)
    return found["words"] if found else ""


def mailable(words: str) -> str:
    """``words`` of the salesperson's, where they are a sentence that stands alone; else empty."""
    told = _OPENING.sub("", words.strip())
    whole = _SENTENCE.fullmatch(told) is not None and len(told.split()) <= MOST_WORDS
    return told if whole and _POINTS.search(told) is None else ""
