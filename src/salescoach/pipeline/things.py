"""What "it" is in "I'll send it": the one thing that the words just before name.

Only where it is certain: of two things that were named, nobody knows which is meant.
"""

import re

_GIVES = r"(?:send|get|forward|email|share|mail|text|bring|drop)"
_IT = r"(?:(?:it|that|this|them)\b|(?:those|these|some)$)"
ABOUT_IT = re.compile(rf"^({_GIVES}|sign|return|fill in|read|pay)( you)? {_IT}")
_THING = re.compile(
    r"(?<!not a )(?<!not the )\b("
    r"invit(?:e|ation)|proposal|quote|offer|contract|agreement|brochure|link|details|information|"
    r"summary|recording|pricing|case study|references?|invoice|(?:(?<=\ban )|(?<=\bthe )|"
    r"(?<=\bthat )|(?<=\bmy )|(?<=\bour )|(?<=\byour ))email|quotation|figures|"
    r"report|(?:sample )?certificates?|forms?|photos?|pictures|catalogue|price (?:list|sheet)|"
    r"fee sheet|paperwork|documents?|"
    r"profiles?|samples?(?! certificate)|drawings?|logo|spreadsheet|estimate|menu|agenda)\b",
    re.IGNORECASE,
)


_COPY = re.compile(r"\bcop(?:y|ies) of\b", re.IGNORECASE)


def names_thing(text: str) -> bool:
    return _THING.search(text) is not None or _COPY.search(text) is not None


def said_until(text: str, words: str) -> str:
    """``text`` up to the end of ``words``; the words alone where it does not hold them."""
    return text[: max(0, text.find(words))] + words


def with_thing(deed: str, own: str, asked: str) -> str:
    """``deed`` with the thing in the place of "it". ``own``: what its speaker said in the same
    breath, ``asked`` the line of the other's right before. The deed as it is, where they do not
    tell."""
    about = ABOUT_IT.match(deed)
    if about is None:
        return deed
    verb = deed.partition(" ")[0]
    named = _things(own, verb) or _things(asked, verb)
    return ABOUT_IT.sub(rf"\1\2 the {named.pop()}", deed) if len(named) == 1 else deed


def _things(text: str, verb: str) -> set[str]:
    """ "Email" is none where it is what is done."""
    said = {match[1].lower() for match in _THING.finditer(text)} - {verb}
    return {"invitation" if name == "invite" else name for name in said}
