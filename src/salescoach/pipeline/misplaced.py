"""What a customer's words cannot mean where they stand, however near they come to it.

A yes to "have you got a minute?" or "is that Mr. Keller?" buys nothing; what somebody tells when
asked how it is done today is no "we do not need it", and neither is a loss they name; and whoever
finds the price better than feared does not resist it.
"""

import re
from collections.abc import Sequence

from salescoach.domain.audio import Speaker
from salescoach.domain.turn import Turn
from salescoach.pipeline.due_dates import due_in
from salescoach.pipeline.lines import clauses
from salescoach.pipeline.replies import (
    asks_amount,
    asks_openly,
    has_amount,
    offers_step,
    question_of,
    telling_piece,
)

ANSWERING_CLAUSES = 3
"""A question is answered by the first clauses that follow it."""

WHO_CHARS = 60
"""Of the end of what they asked."""

_LEAVE = re.compile(
    r"\b(?:catch you|(?:good|bad|okay|ok|right|convenient|better) (?:time|moment)|"
    r"(?:is|are) (?:now|it|this|you) (?:an? )?(?:okay|ok|good|alright|all right|fine|free)\b|"
    r"(?:got|have|spare|borrow|give me|take|in|for) (?:just )?(?:an?|one|two|three|five|ten|thirty|"
    r"sixty|half a|a couple of|a few)? ?(?:quick )?(?:minute|moment|second|sec|min)s?|"
    r"(?:free|time|able|around) to (?:talk|speak|chat)|"
    r"(?:may|can|could) i (?:quickly |just )?(?:tell you|ask|explain|go on|continue))\b",
    re.IGNORECASE,
)
_WHO_IS_THERE = re.compile(
    r"\b(?i:am i (?:speaking|talking) (?:with|to)|(?:can|do) you hear me|"
    r"(?:have i (?:got|reached)|did i (?:get|reach)|(?:is|would) (?:this|that)(?: be)?|are you) "
    r"(?:mr|mrs|ms|miss|dr|the (?:right|owner|manager|person|gentleman|lady|one who)))\b"
    r"|\b(?i:is (?:this|that)) [A-Z][\w'-]+(?: [A-Z][\w'-]+)?\?"
)
_WANTS_MORE = re.compile(
    r"\b(?:buy|order|sign|contract|invoice|trial|book|pay|price|demo|want|need|interested|set up|"
    r"take (?:it|one|two|them))\b",
    re.IGNORECASE,
)
_AS_IT_IS = re.compile(
    r"\b(?:today|now|at the moment|currently|normally|usually|these days|"
    r"(?:a|per|each|every) (?:day|week|month|year)|how (?:many|much|often)|what happens|"
    r"who(?:'s| is)? (?:answer|do|handl|pick|tak|run|look)\w*|"
    r"how (?:do|does|are|is) (?:you|that|it) (?!see|feel|like|find|land|sound|look|think)|"
    r"what (?:do|are) you (?:do|us|hav)\w*)\b",
    re.IGNORECASE,
)
_CONTENT = re.compile(
    r"\b(?:fine|good|okay|ok|covered|sorted|happy|all set|enough|works?|working|managing|manage|"
    r"hardly|rarely|barely|never|only|none|better|ourselves|already|in[- ]house|in \w+ years|"
    r"(?:don't|do not|doesn't|didn't|no|not) (?:really |that )?(?:need|want|see|have a (?:problem|"
    r"need)|for us|interested|looking|much|many|a (?:problem|priority|big)|worth|point|thanks|"
    r"thank)|nothing (?:for|against)|no,? (?:thanks|thank)|waste)\b",
    re.IGNORECASE,
)
"""That it is well as it is, or wanted no other way."""

_LOSES = re.compile(
    r"\b(?:we|i)(?:'re|'ve| are| have)?(?: still| probably| easily| maybe| always| must)* "
    r"(?:los(?:e|ing|t)|miss(?:ing|ed)?)\b",
    re.IGNORECASE,
)
_THAN_FEARED = re.compile(
    r"\b(?:thought|expected|feared|figured|imagined|assumed|afraid|worried|guessed|expecting)"
    r"(?: that)? (?:it|that|this|they|you)(?:'d|’d| would| might| was going to| is| was)?"
    r"(?: (?:be|cost|come|to|out|a|lot|much|way|far|even|at|you|us|charge))* "
    r"(?:more (?:expensive|money)|higher|dearer|pricier|"
    r"more(?= than|[,.;!?]|\s*$| (?:honestly|actually|frankly|to be)\b))\b"
    r"|\b(?:cheaper|less|lower|not as (?:much|bad|expensive)) than (?:i|we)"
    r"(?:'d|’d| had| have|'ve| was| were)? (?:thought|expected|feared|imagined|in mind|expecting)\b"
    r"|\b(?:we|i) can(?: (?:easily|certainly|definitely|happily|comfortably|probably))? afford "
    r"(?:it|this|that)\b"
    r"|\b(?:price|cost|money|budget)(?:'s|’s| is| looks| sounds| seems)"
    r"(?: (?:actually|really|honestly|perfectly|totally|quite|very|all))? "
    r"(?:fine|okay|ok|fair|reasonable|affordable|good|great|no (?:problem|issue)|"
    r"not (?:the|a|an) (?:problem|issue))\b",
    re.IGNORECASE,
)
_UNSURE = re.compile(
    r"\b(?:if|whether|unless|sure|know|wish|think|doubt|what|how)\b[^.!?]*$", re.IGNORECASE
)
_STILL = re.compile(
    r"\b(?:but|still|though|although|however|only|except|and it (?:does|did|is|was))\b",
    re.IGNORECASE,
)
_LIMITED = re.compile(
    r"\b(?:no|not|never|nobody|hardly|barely|scarcely|at most|just about)\b|n't\b", re.IGNORECASE
)
"""Around praise, whatever it is that is denied or bounded."""
_ASKED_AFTER = re.compile(r"[^.!?]*\?")
_OF_MONEY = re.compile(
    r"\b(?:expens|pric|cost|budget|afford|steep|discount|cheap|money|pay|much|spend)", re.IGNORECASE
)


def is_misplaced(label: str, words: str, before: Sequence[Turn]) -> bool:
    """``label`` as the heads give them; ``words`` are those it rests on, ``before`` the turns
    before them, oldest first."""
    words = words.replace("’", "'")
    last = before[-1] if before else None
    asked = question_of(last.text) if last and last.speaker is Speaker.SALESPERSON else None
    if label == "buying_signal":
        if last is None or asked is None or _WANTS_MORE.search(words) is not None:
            return False
        # The stop of a "Mr." ends no sentence, so the name alone may stand as the question.
        who = _WHO_IS_THERE.search(last.text, max(0, len(last.text) - WHO_CHARS))
        return who is not None or _is_leave(asked)
    if label == "objection:need":
        return _tells(words, asked)
    return label == "objection:price" and _praises(words)


def _is_leave(question: str) -> bool:
    """Whether it asks for a minute now, for nothing on another day and for nothing to be done."""
    return (
        _LEAVE.search(question) is not None
        and not due_in(question, None)
        and not offers_step(question)
    )


def _tells(words: str, asked: str | None) -> bool:
    """Whether it says how things are, and not that they are well as they are."""
    if _CONTENT.search(words):
        return False
    if _LOSES.search(words) and has_amount(words):
        return True
    if asked is None or not _AS_IT_IS.search(asked):
        return False
    amount = asks_amount(asked)
    if not amount and not asks_openly(asked):
        return False
    return telling_piece(clauses(words)[:ANSWERING_CLAUSES], amount=amount) is not None


def _praises(words: str) -> bool:
    """Whether the price is called better than feared, or no trouble, and nothing else is said of
    money."""
    for found in _THAN_FEARED.finditer(words):
        rest = words[: found.start()] + words[found.end() :]
        if (
            not _ASKED_AFTER.match(words[found.end() :])
            and not _UNSURE.search(words[: found.start()])
            and not _STILL.search(words[found.end() :])
            and not _OF_MONEY.search(rest)
            and not _LIMITED.search(rest)
            and not has_amount(rest)
        ):
            return True
    return False
