"""What sounds like a customer who agrees, and agrees to nothing: a goodbye ("Thursday. Bye bye."),
leave that is given ("You do that.") and a refusal.
"""

import re

from salescoach.pipeline.review.refusals import refuses
from salescoach.pipeline.time_words import WEEKDAY

_TAKES_LEAVE = re.compile(
    r"\b(?:good)?bye\b|\bcheerio\b|\b(?:see|speak to|talk to|catch) (?:you|ye|ya|yous)\b|"
    r"\b(?:speak|talk) (?:soon|later|then)\b|\btake care\b|\bmind yourself\b|\ball the best\b|"
    r"\bhave a (?:\w+ )?(?:one|day|night|week|weekend|evening|afternoon|rest of)\b|\bsee ya\b|"
    r"\b(?:you|same to you) too\b|\bthanks for (?:calling|ringing|your time|the call)\b|"
    r"\b(?:nice|good|lovely) (?:talking|speaking|chatting|to (?:talk|speak|chat))\b|"
    r"\b(?:i(?:'ve| have)?(?: really)? (?:got to|gotta|have to|need to|must)|i(?:'d| had) better) "
    r"(?:go|run|head|dash|fly|shoot|hop off|jump off|get (?:on|off|back|going))\b|"
    r"\b(?:someone|somebody|they|he|she|he's|she's|they're|my [\w ]{2,30}?)(?:'s| is| are|'re)? "
    r"(?:here|waiting|at the door|calling me|outside)\b",
    re.IGNORECASE,
)
_LITTLE = re.compile(
    rf"\b(?:okay|ok|right|yes|yeah|yep|yup|mm|mhm|oh|ah|and|so|then|now|well|no|good|great|grand|"
    rf"lovely|perfect|brilliant|wonderful|excellent|cool|alright|all right|fine|sure|super|thanks|"
    rf"thank you|cheers|ta|very much|so much|a million|indeed|again|soon|later|mate|sir|madam|"
    rf"ma'am|honestly|really|on|at|till|until|{WEEKDAY}s?|tomorrow|tonight|next week|you|"
    rf"appreciate it|i appreciate (?:it|that)|that's (?:great|grand|fine|good|kind))\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<=[a-z,] )[A-Z]\w+")
_GIVES_LEAVE = re.compile(
    r"(?:(?:oh|well|right|okay|ok|yeah|yes|sure|ha|fine)[,. ]+)*(?:(?:you|ye) (?:do|go and do) "
    r"(?:that|so)|be my guest|suit yourself|please yourself|knock yourself out|feel free|"
    r"(?:it's )?up to you|(?:it's )?your (?:call|choice)|as you (?:like|wish|want)|"
    r"(?:you (?:can )?)?(?:do|send|e-?mail|post)(?: me)? (?:what|whatever|anything) you "
    r"(?:like|want)|whatever (?:you (?:like|want)|suits you)|if it (?:makes|keeps) you happy|"
    r"no harm(?: in (?:it|that))?)[,. ]*(?:so|then|mate|sir)?\W*",
    re.IGNORECASE,
)


def tells_interest(said: str, before: str = "") -> bool:
    """False of a goodbye, of leave that is given and of a refusal. ``before``: what was said to
    them."""
    said = said.replace("’", "'")
    return not (_GIVES_LEAVE.fullmatch(said) or _is_goodbye(said) or refuses(said, before))


def _is_goodbye(said: str) -> bool:
    """Whether leave is taken in it and nothing else is said."""
    if not _TAKES_LEAVE.search(said):
        return False
    rest = _LITTLE.sub("", _NAME.sub("", _TAKES_LEAVE.sub("", said)))
    return not re.findall(r"\w{2,}", rest)
