"""How the salesperson is talking, counted from the turns alone.

Each figure is defined here and nowhere else. Speaking time is the time from a turn's first word to
its last.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from salescoach.domain.audio import Speaker
from salescoach.domain.turn import Turn

PACE_WINDOW_MS = 60_000
"""Pace is that of the last minute in which the salesperson spoke."""

MIN_PACE_SPEECH_MS = 5_000
"""Below this a pace says nothing."""

SILENCE_ENDS_MONOLOGUE_MS = 10_000
"""Somebody who was silent for so long, or off the record, did not talk through it."""

CUT_IN_AFTER_MS, CUT_IN_BEFORE_END_MS = 400, 500
"""Who begins so long after the other began, and so long before the other stops, cuts in."""

CUT_IN_WORDS = 3
"""Fewer words are agreement ("right, yes"), not an interruption."""

_AUX = (
    r"(?:is|are|was|were|do|does|did|would|will|can|could|should|shall|may|has|have|had|am|isn't|"
    r"aren't|wasn't|don't|doesn't|didn't|wouldn't|won't|can't|couldn't|shouldn't|haven't|hasn't)"
)
_THING = r"(?!(?:i|you|we|they|he|she|it|this|that|to)\b)\w+"
_LEAD = (
    r"(?:(?:so|and|but|or|okay|ok|well|then|now|right|alright|great|good|perfect|sure|yes|no|yeah|"
    r"sorry|um|uh|just|also|first|again|actually|maybe|tell me|i see|got it|fine|understood|hello|"
    r"hi|thanks|thank you)\b\W*){0,4}+"
)
_WHO = r"(?:i|you|we|they|he|she|it|that|this|there|these|those|anyone|anybody|someone|somebody)"
_WHOSE = r"(?:your|the|my|our|their|his|her|any|all|both|everyone|everybody|either)"
_INVERTED = (
    rf"(?:(?:is|are|was|were|isn't|aren't|wasn't) (?:{_WHO} \w|{_WHOSE} \w+ \w)"
    rf"|(?:does|did|doesn't|didn't|has|hasn't|would|wouldn't|will|could|couldn't|can)"
    rf" (?:{_WHO} \w|{_WHOSE} \w+ \w)"
    rf"|(?:can't|won't|shouldn't|haven't) {_WHO} \w"
    r"|(?:do|don't(?! you (?:worry|dare)\b)|have) (?:you|we|they|i) \w"
    r"|(?:should|shall|may|am) (?:i|we) \w)"
)
_NAMED = r"(?: (?!\w+(?:s|ed) (?:is|was)\b)(?!(?:i|you|we|they|he|she|it|this|that|to)\b)\w+){0,2}"
_UNMARKED = re.compile(
    rf"(?:\b(?:what|why)(?:'s| {_AUX})"
    rf"|\bhow (?:(?:many|much|long|often|soon|big)(?: {_THING})? )?{_AUX}"
    rf"|^\W*{_LEAD}(?!which (?:is|was) (?:why|how|what|where|when|not|good|great|fine)\b)"
    rf"(?:who|when|where|which|what|how many|how much){_NAMED}(?:'s| {_AUX})) (?!i\b)\w"
    rf"|^\W*{_LEAD}(?:who (?!knows\b)(?:else )?|what (?:made|brought|brings) |"
    r"what happened (?!(?:is|was)\b)|(?:what|which) (?:time|day|one) )\w+ \w"
    rf"|^\W*{_LEAD}(?:(?:what|how) about|what if|what happens (?:with|when|to|if)) \w"
    rf"|(?:^\W*{_LEAD}|, (?:so |and |but )?(?!do (?!you\b))){_INVERTED}",
    re.IGNORECASE,
)
"""Asks by the order of its words: speech engines lose the mark."""

_OPEN = re.compile(
    r"\b(?:what|how|why|who|when|where|which|whose)\b|\b(?:tell|walk|talk) me\b|\bdescribe\b",
    re.IGNORECASE,
)

_SENTENCE = re.compile(r"((?:\b(?:mr|mrs|ms|dr)\.|(?<=\d)\.(?=\d)|[^.!?])+)([.!?]?)", re.IGNORECASE)
_WORD = re.compile(r"[\w']+")


@dataclass(frozen=True, slots=True)
class TalkMetrics:
    """``talk_ratio``: the salesperson's share of the speaking time, 0-1. ``longest_monologue_ms``:
    the longest the salesperson spoke without the customer. ``questions`` and ``interruptions``:
    the salesperson's."""

    talk_ratio: float | None
    longest_monologue_ms: int
    current_monologue_ms: int
    questions: int
    pace_wpm: int | None
    speaking_ms: int
    interruptions: int = 0


def count_questions(text: str) -> int:
    return _counts(text)[1]


def count_words(text: str) -> int:
    return _counts(text)[0]


@lru_cache(maxsize=4096)
def _counts(text: str) -> tuple[int, int]:
    """Words and questions; a call is counted again with each turn, and most of it is as it was."""
    return len(_WORD.findall(text)), len(questions_in(text))


def questions_in(text: str) -> list[str]:
    """What the sentences of ``text`` ask, by their mark or by the order of their words; verbatim,
    and without the mark from where the asking begins."""
    found = []
    for said, mark in _SENTENCE.findall(text):
        if mark == "?" and _WORD.search(said):
            found.append(f"{said}?".strip())
        elif asking := _UNMARKED.search(said):
            found.append(said[asking.start() :].strip(" ,;:"))
    return found


def is_open(question: str) -> bool:
    """Whether a question asks for more than yes or no."""
    return _OPEN.search(question) is not None


def measure(turns: Sequence[Turn]) -> TalkMetrics:
    """The metrics of a call from its committed turns, in any order."""
    ordered = sorted((turn for turn in turns if turn.text), key=lambda turn: turn.start_ms)
    own = [turn for turn in ordered if turn.speaker is Speaker.SALESPERSON]
    own_ms = speaking_ms(own)
    all_ms = own_ms + speaking_ms(t for t in ordered if t.speaker is Speaker.CUSTOMER)
    monologues = _monologues(ordered)
    ends_with_own = bool(ordered) and ordered[-1].speaker is Speaker.SALESPERSON
    return TalkMetrics(
        talk_ratio=round(own_ms / all_ms, 3) if all_ms else None,
        longest_monologue_ms=max(monologues, default=0),
        current_monologue_ms=monologues[-1] if ends_with_own and monologues else 0,
        questions=sum(count_questions(turn.text) for turn in own),
        pace_wpm=_pace(own),
        speaking_ms=all_ms,
        interruptions=len(interruptions(ordered)),
    )


def interruptions(turns: Iterable[Turn]) -> list[Turn]:
    """The salesperson's turns that began inside the customer's words, oldest first."""
    found: list[Turn] = []
    theirs: Turn | None = None
    for turn in sorted(turns, key=lambda turn: turn.start_ms):
        if turn.speaker is Speaker.CUSTOMER:
            if theirs is None or turn.end_ms > theirs.end_ms:
                theirs = turn
        elif turn.speaker is Speaker.SALESPERSON and theirs is not None:
            inside = theirs.start_ms + CUT_IN_AFTER_MS <= turn.start_ms
            goes_on = turn.start_ms <= theirs.end_ms - CUT_IN_BEFORE_END_MS
            if inside and goes_on and count_words(turn.text) >= CUT_IN_WORDS:
                found.append(turn)
    return found


def pace_of(turns: Sequence[Turn], least_ms: int = MIN_PACE_SPEECH_MS) -> int | None:
    """Words a minute over all of ``turns``; None when they are too short to say."""
    spoken_ms = speaking_ms(turns)
    if spoken_ms < least_ms:
        return None
    return round(sum(count_words(turn.text) for turn in turns) * 60_000 / spoken_ms)


def speaking_ms(turns: Iterable[Turn]) -> int:
    return sum(turn.end_ms - turn.start_ms for turn in turns)


def last_spoken(turns: Sequence[Turn], window_ms: int) -> list[Turn]:
    """The last of ``turns``, newest first, until they fill ``window_ms`` of speaking time."""
    taken: list[Turn] = []
    spoken_ms = 0
    for turn in reversed(turns):
        if spoken_ms >= window_ms:
            break
        taken.append(turn)
        spoken_ms += turn.end_ms - turn.start_ms
    return taken


def _monologues(ordered: Sequence[Turn]) -> list[int]:
    """Lengths of the salesperson's unbroken stretches."""
    return [stretch_ms(stretch) for stretch in stretches(ordered, Speaker.SALESPERSON)]


def stretches(ordered: Sequence[Turn], speaker: Speaker) -> list[list[Turn]]:
    """The turns of each stretch that ``speaker`` spoke without the other side. ``ordered`` by
    start."""
    found: list[list[Turn]] = []
    going_on = False
    end = 0
    for turn in ordered:
        if turn.speaker is speaker:
            if not going_on or turn.start_ms - end > SILENCE_ENDS_MONOLOGUE_MS:
                going_on, end = True, turn.end_ms
                found.append([])
            end = max(end, turn.end_ms)
            found[-1].append(turn)
        elif turn.speaker in (Speaker.SALESPERSON, Speaker.CUSTOMER):
            going_on = False
    return found


def stretch_ms(stretch: Sequence[Turn]) -> int:
    return max(turn.end_ms for turn in stretch) - stretch[0].start_ms


def _pace(own: Sequence[Turn]) -> int | None:
    return pace_of(last_spoken(own, PACE_WINDOW_MS))
