"""First names that are words too, where a sentence begins.

Every sentence begins with a capital, so there a word that is no ordinary one is a name. These are
ordinary words by the list and names by what follows: "Mark decides", not "Mark the day".
"""

import re

_NAMES = frozenset(
    {
        *("bob", "carol", "chuck", "cooper", "derrick", "dolly", "don", "earl", "glen", "harry"),
        *("hazel", "heather", "holly", "iris", "ivy", "jack", "jade", "jay", "ken", "lily"),
        *("maria", "martin", "mike", "miller", "nick", "peter", "ray", "robin", "ruby", "sally"),
        *("sandy", "victor", "violet", "warren"),
    }
)
_MORE_OFTEN_NAMES = frozenset({"dean", "drew", "frank", "grace", "mark", "rose"})
_MORE_OFTEN_WORDS = frozenset(
    {"art", "bill", "chase", "grant", "hope", "joy", "pat", "rich", "rob", "sue", "will"}
)
BOTH = _MORE_OFTEN_NAMES | _MORE_OFTEN_WORDS
"""To have said the word is not to have said the name."""

_AS_A_WORD = re.compile(
    r"\s+(?:the|an?|it|that|this|these|those|all|each|every|any|some|my|your|our|their|his|her|me"
    r"|us|them|you|we|i|they|down|up|off|out|of|in|on|for|if|as|to|enough|answers?|questions?|talk"
    r"|feedback|periods?|days?)\b",
    re.IGNORECASE,
)
_AS_A_NAME = re.compile(
    r"['’]s\b|,|\s+(?:and\s+)?[A-Z][a-z]|\s+(?:said|says|told|mentioned|asked|wants|needs|knows"
    r"|agrees|agreed|decides|decided|has|had|thinks|likes|would|could|can)\b"
)
_INTRODUCED = re.compile(
    rf"\b(?:this is|i'm|i’m|i am|name is|name's|name’s|hi|hello|hey|thanks|thank you|ask|with|dear)"
    rf",?\s+(?P<name>{'|'.join(sorted(BOTH))})\b(?!\s+(?:the|an?|you|it|that)\b)",
    re.IGNORECASE,
)


def opens_as_name(text: str, word: str, end: int) -> bool:
    """Whether ``word``, in small letters, is a name where a sentence begins with it. ``end``: where
    it ends in ``text``."""
    if word in _NAMES:
        return True
    if word in _MORE_OFTEN_NAMES:
        return _AS_A_WORD.match(text, end) is None
    return word in _MORE_OFTEN_WORDS and _AS_A_NAME.match(text, end) is not None


def introduced(text: str) -> frozenset[str]:
    """Names of ``BOTH`` that somebody is greeted or introduced with, however they are written."""
    return frozenset(match["name"].lower() for match in _INTRODUCED.finditer(text))
