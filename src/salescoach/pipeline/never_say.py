"""What the user's playbook says never to say, recognised in speech and in written lines.

Told by the words, not by meaning: to a sentence vector "we guarantee it" and "we can't guarantee
it" are almost the same, and only one of them is forbidden.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

MOST_BETWEEN = 5
"""Words beside the phrase's own that may stand among them."""

LEAST_WORDS = 3
"""A part of a phrase with fewer telling words is no phrase of its own."""

DENIED_WITHIN = 5
"""A denial stands at most so many words before what it denies, with no pause between."""

MISSING_FROM = 4
"""Of so many telling words one may be another, if the rest come in their order."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_PART = re.compile(r"(?<![.!?;:,])[.!?;:,]+\s+")
_PAUSE = re.compile(r"[.!?;:,]")
_ENDING = re.compile(r"(?<=\w{2})(?:ing|ed|es|s)$|(?<=\w{3})(?:ly|e)$")
_NEGATIONS = frozenset(
    ["not", "never", "no", "nobody", "nothing", "none", "without", "cannot", "hardly", "neither"]
)
_SMALL_WORDS = """
    a an the and or but so of to in on at for with by from as is are am was were be been being do
    does did have has had will would can could may might shall should must it its it's this that
    these those there here i i'm i'll you your you're you'll we we're we'll our us they their he she
    his her my me just really very quite even ever any some all also too
"""
_SMALL = frozenset(_SMALL_WORDS.split())


@dataclass(frozen=True, slots=True)
class NeverSaid:
    """``phrase`` is the playbook's, ``quote`` the words of ``text`` that say it."""

    phrase: str
    quote: str


@dataclass(frozen=True, slots=True)
class _Word:
    stem: str
    start: int
    end: int
    negates: bool
    pauses: bool
    """Whether a comma or the like follows it."""
    telling: bool


def never_said(phrases: Sequence[str], text: str) -> tuple[NeverSaid, ...]:
    """Those of ``phrases`` that ``text`` says, in other order or form of the words too; each once,
    with the words that say it."""
    words = _words(text)
    found: list[NeverSaid] = []
    for phrase in phrases:
        for part in _parts(phrase):
            place = _said(part, words)
            if place is not None:
                found.append(NeverSaid(phrase, text[place[0] : place[1]]))
                break
    return tuple(found)


def holds_phrase(phrases: Sequence[str], text: str) -> str | None:
    """The first of ``phrases`` that stands in ``text`` word by word, whatever its case and
    punctuation: what a written line must not hold."""
    written = f" {_plain(text)} "
    return next((p for p in phrases if _plain(p) and f" {_plain(p)} " in written), None)


def _said(part: Sequence[_Word], words: Sequence[_Word]) -> tuple[int, int] | None:
    """From where to where ``words`` say it: its telling words close together, denied as often."""
    wanted = list(dict.fromkeys(word.stem for word in part if word.telling))
    denials = sum(word.negates for word in part)
    lead = next((place for place, word in enumerate(part) if word.telling), 0)
    for first, word in enumerate(words):
        if not word.telling or word.stem not in wanted:
            continue
        met: dict[str, int] = {}
        for place in range(first, min(len(words), first + len(part) + MOST_BETWEEN)):
            if words[place].telling and words[place].stem in wanted:
                met.setdefault(words[place].stem, place)
        if not _enough(list(met), wanted):
            continue
        last = max(met.values())
        denied_from = _back(words, first, DENIED_WITHIN, small_only=False)
        denied = sum(each.negates for each in words[denied_from : last + 1])
        if denied % 2 == denials % 2:
            begin = _back(words, first, lead, small_only=True)
            return words[begin].start, words[last].end
    return None


def _enough(met: Sequence[str], wanted: Sequence[str]) -> bool:
    if len(met) == len(wanted):
        return True
    in_order = [stem for stem in wanted if stem in met] == list(met)
    return in_order and len(met) == len(wanted) - 1 and len(wanted) >= MISSING_FROM


def _back(words: Sequence[_Word], first: int, most: int, *, small_only: bool) -> int:
    """The place up to ``most`` words before ``first``, with no pause and, if asked for, nothing but
    small words between."""
    place = first
    while place > 0 and first - place < most and not words[place - 1].pauses:
        if small_only and words[place - 1].telling:
            break
        place -= 1
    return place


def _parts(phrase: str) -> list[list[_Word]]:
    """The phrase, and each part of it that says enough by itself."""
    parts = [_words(part) for part in _PART.split(phrase)]
    telling = [part for part in parts if sum(word.telling for word in part) >= LEAST_WORDS]
    return telling or [_words(phrase)]


def _words(text: str) -> list[_Word]:
    found = []
    for match in _WORD.finditer(text):
        word = match.group().casefold().replace("’", "'")
        negates = word in _NEGATIONS or word.endswith("n't")
        pauses = _PAUSE.match(text, match.end()) is not None
        telling = not negates and word not in _SMALL
        found.append(_Word(_stem(word), match.start(), match.end(), negates, pauses, telling))
    return found


def _stem(word: str) -> str:
    stem = word.removesuffix("'s")
    while (shorter := _ENDING.sub("", stem)) != stem:
        stem = shorter
    return stem


def _plain(text: str) -> str:
    return " ".join(word.casefold().replace("’", "'") for word in _WORD.findall(text))
