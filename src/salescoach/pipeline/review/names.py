"""By which name a mail calls somebody, and by which it is signed: by none rather than by a wrong
one.
"""

import re
from collections.abc import Collection, Iterator, Sequence

_TITLE = re.compile(
    r"(?:mr|mrs|ms|miss|mx|dr|doctor|prof|professor|sir|madam|ma'am|rev|reverend|father|sister|"
    r"capt|captain|col|colonel|major|sgt|hon|shri|smt|herr|frau|señor|señora|monsieur|madame)\.?",
    re.IGNORECASE,
)
_AFTER_NAME = re.compile(
    r"(?:ji|sahib|saab|jr|sr|phd|md|mba|esq|bsc|ii|iii)\.?|\(.*\)?", re.IGNORECASE
)
_ROLE = re.compile(
    r"(?:customer|client|caller|callee|prospect|lead|buyer|contact|guest|speaker|participant|user|"
    r"person|unknown|other|them|they|me|you|agent|rep|sales|salesperson|seller|advisor|adviser|"
    r"consultant|operator|reception|receptionist|office|front|desk|support|service|team|manager|"
    r"owner|admin|host|workshop|store|shop|clinic|external|internal|left|right|channel|voice|mic|"
    r"microphone|phone|mobile|wireless|the|a|an)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_][\w'’-]*\.?")

_NAME = re.compile(
    r"\b(?:(?i:this is|my name is|my name's|i'm|i am) (?P<name>[A-Z][a-z]+)\b"
    r"(?! (?:going|sure|so)\b)"
    r"|(?i:it's|it is) (?P<caller>[A-Z][a-z]+)\b"
    r"(?=,? (?:from|here|at|with|calling|again|over)\b|[.,]))"
)
"""How somebody says who they are; days and the like are capitals too."""
_NO_NAME = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august|"
    r"september|october|november|december|christmas|easter|thanksgiving|ok|okay|great|perfect|yes|"
    r"no|sorry|afraid|glad|happy|fine|good|here|just|not|very|really|the|a|an|american|british|"
    r"english|german|french|canadian",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^.!?]+[.!?]*")


def called(name: str) -> str:
    """What stands after "Hello": the first name, or the title with the last name where only that
    is known; empty where it is no name ("Speaker 2", "Reception", "Mr")."""
    last, comma, first = name.partition(",")
    words = _WORD.findall(f"{first} {last}" if comma and first.strip() else name)
    words = [each for each in words if not _AFTER_NAME.fullmatch(each)]
    if not words or any(_ROLE.fullmatch(each) for each in words):
        return ""
    title = words[0] if _TITLE.fullmatch(words[0]) else ""
    names = [each for each in words if not _TITLE.fullmatch(each)]
    if not names:
        return ""
    if title:
        return f"{title} {_cased(names[-1])}"
    return _cased(names[0]) if len(names[0].rstrip(".")) > 1 else ""


def is_name(told: str) -> bool:
    """Whether a file's label for who spoke is somebody's name."""
    return called(told) != ""


def introduced(lines: Sequence[str], taken: Collection[str]) -> str:
    """The name by which somebody introduces themselves in ``lines``. ``taken``: names of others, in
    small letters. Asked ("It's Dana, isn't it?") it is somebody else's."""
    return next(_introduced(lines, taken), "")


def _introduced(lines: Sequence[str], taken: Collection[str]) -> Iterator[str]:
    for line in lines:
        for said in _SENTENCE.findall(line):
            for match in _NAME.finditer(said):
                name = match["name"] or match["caller"]
                if said.endswith("?") and _ASKED.match(said[match.end() :]):
                    continue
                if _NO_NAME.fullmatch(name) is None and name.casefold() not in taken:
                    yield name


_ASKED = re.compile(
    r"\W*(?:(?:is|isn)\b|am i\b|did i\b|right\b|yeah\b|correct\b|you're\b|was it\b|\?|$)|"
    r"[^?]*\b(?:isn't it|am i saying|am i speaking|have i got)\b",
    re.IGNORECASE,
)


def _cased(name: str) -> str:
    return name.capitalize() if name.isupper() or name.islower() else name
