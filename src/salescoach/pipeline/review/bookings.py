"""What tells a talk in which somebody is served, or at home, from one in which something is sold.

A clinic, a garage and a school answer the phone for a house and name what it costs, as a seller
does. But what they give is known to both, and is looked up and put on a day, not offered.
"""

import re
from collections.abc import Sequence

_COMES_FOR_IT = re.compile(
    r"\b(?:(?:make|book|change|move|cancel|need|have|get|got|want|after|about) (?:an?|my|his|her|"
    r"our|the)?(?: \w+){0,2} ?(?:appointment|check-?up|service|mot|booking|reservation|table|slot|"
    r"consultation|refill|prescription|scan|jab|vaccin\w+)\b|"
    r"(?:book|get|bring|drop|fit|squeeze) (?:\w+ ){1,3}?in\b|to be seen\b|"
    r"(?:i(?:'m| am)|we(?:'re| are)|he(?:'s| is)|she(?:'s| is)) (?:a patient|already (?:with|on)|"
    r"registered|with you|in (?:year|class)|limping|coughing|not (?:eating|well|himself|herself))|"
    r"i have an? (?:dog|cat|son|daughter|child|car|van) (?:with|at|in) (?:ye|you|your)|"
    r"(?:my|our) (?:son|daughter|child|little (?:one|boy|girl))(?:'s| is) in (?:your|the|year)|"
    r"(?:is|are) (?:he|she|it|they) (?:ready|in today|free (?:on|at|this))|"
    r"the usual|same as last time)\b",
    re.IGNORECASE,
)
_LOOKS_UP = re.compile(
    r"\b(?:date of birth|(?:have|were) (?:you|he|she|they) (?:been|seen) (?:here|with us|to us|"
    r"before)|been (?:here|with us|in) before|are you (?:a patient|registered|an existing|"
    r"already)|(?:same|right|best) (?:mobile|number|address|phone|car|email)|"
    r"(?:number|mobile|address) (?:we(?:'ve| have)|still|is still|ending)|ending (?:in )?\w+|"
    r"(?:i|we)(?:'ve| have) (?:you|him|her|it) (?:here|down|on the system)|on (?:the|our) system|"
    r"who (?:do you|does (?:he|she)|did you) (?:usually|normally|last)? ?see|"
    r"(?:how|could you|can you) (?:do you )?spell|one second\b[^.]*\blook(?:ing)?\b|"
    r"is (?:he|she|it) (?:on|eating|drinking|putting|swollen|in pain|due)|any (?:allergies|"
    r"tablets|medication)|(?:your|his|her) (?:file|notes|record|chart))\b",
    re.IGNORECASE,
)
_AN_HOUR = (
    r"(?:\d{1,2}(?:[:.]\d\d)?(?: ?[ap]m)?|half (?:past )?\w+|(?:quarter|ten|twenty|five) (?:past|"
    r"to) \w+|(?:twenty )?\w+ past \w+|noon|(?:one|two|three|four|five|six|seven|eight|nine|ten|"
    r"eleven|twelve)(?: (?:thirty|fifteen|o'clock))?)"
)
_HANDS_OUT = re.compile(
    r"\b(?:i|we)(?:'ve| have|'ve got| have got| can do| could do| can offer(?: you)?| can fit)\b"
    rf"[^.?!]*\b(?:{_AN_HOUR}|\w+day)\b[^.?!]* or\b[^.?!]*\b(?:{_AN_HOUR}|\w+day)\b|"
    r"\bnext (?:available|free)\b|\b(?:slot|opening|cancellation)s? (?:at|on|with|for)\b|"
    r"\b(?:bring|drop|pop) (?:him|her|it|them|yourself) (?:in|down|up|over)\b|"
    r"\bsee you (?:at|on|then|tomorrow|\w+day)\b",
    re.IGNORECASE,
)
_SCHOOL = re.compile(
    r"\b(?:(?:his|her) (?:\w+ )?(?:teachers?|reading|maths|math|homework|report|class|form tutor|"
    r"behaviou?r|attendance|spelling|marks|grades|exams?)|in class\b|at home\b|"
    r"the other (?:children|kids|pupils)|detention)\b",
    re.IGNORECASE,
)
_KIN = re.compile(
    r"(?<!your )\b(?:mum|mam|mom|dad|nana?|gran|granny|grandma|grandad|grandpa|auntie|mummy|daddy)"
    r"(?:'s|'ll|'d)?\b|\b(?:our|my) (?:sister|brother|cousin)\b|\blove you\b|\bdarling\b|"
    r"\b(?:the|our) (?:kids|nieces?|nephews?)\b|\b(?:christmas|birthday) present\b",
    re.IGNORECASE,
)
_SOON = 5
"""Of the customer's turns: whoever comes for it says so at once."""
_MUCH = 3
"""So many times both sides together speak of a pupil, or of their own people; anybody may do so
once."""


def is_of_a_booking(own: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether the customer comes for what they know, and is looked up or given an hour."""
    comes = _told(_COMES_FOR_IT, theirs[:_SOON])
    return comes and (_told(_LOOKS_UP, own) or _told(_HANDS_OUT, own))


def is_of_school(own: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether both speak of a pupil."""
    return _much(_SCHOOL, own, theirs)


def is_of_a_home(own: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether both speak of people who are theirs together."""
    return _much(_KIN, own, theirs)


def _much(words: re.Pattern[str], own: Sequence[str], theirs: Sequence[str]) -> bool:
    times = sum(len(words.findall(line)) for line in (*own, *theirs))
    return times >= _MUCH and _told(words, own) and _told(words, theirs)


def _told(words: re.Pattern[str], lines: Sequence[str]) -> bool:
    return any(words.search(line) for line in lines)
