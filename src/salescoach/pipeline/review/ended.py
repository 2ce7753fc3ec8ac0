"""What became of an objection, as the customer's words after the answer tell it.

It may be taken, raised again in other words, or both in turn: the last of it counts. A word of
agreement is about it only as long as nothing else has come up; that the price is no trouble, and a
yes to the whole, are about it whenever they are said.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from salescoach.domain.audio import Speaker
from salescoach.domain.events import SignalHeard
from salescoach.domain.signal import Evidence, ObjectionType
from salescoach.domain.turn import Turn
from salescoach.pipeline.amounts import amounts
from salescoach.pipeline.metrics import CUT_IN_WORDS, count_words, questions_in
from salescoach.pipeline.metrics_call import evidence_of
from salescoach.pipeline.review.quotes import sentences
from salescoach.pipeline.review.reading import Reading, names_a_day
from salescoach.pipeline.review.subject import telling_words
from salescoach.pipeline.review.taken import closes_with, price_taken, taken_in
from salescoach.pipeline.review.yes_and_no import says_yes

TAKEN_WITHIN = 4
"""Turns of the customer after the answer, or after it came back."""
FAINTLY = 0.5
"""So sure is a second objection of a kind that was plain once; a first has to be surer."""
SAME_WORDS = 2

_SAID_BEFORE = re.compile(
    r"\b(?:(?:like|as) i(?:'ve| have)? (?:just |already )?(?:said|told|say|mentioned)|"
    r"i(?:'ve| have)? (?:just |already |did )(?:said|told|say|tell|mentioned)|"
    r"(?:back|comes? back) to (?:that|the|this|what)|keep (?:coming|going) back|again,|"
    r"(?:still|also) (?:\w+ ){0,3}(?:bother|worr|concern|nag|scare|unsure|nervous|not|problem|"
    r"issue|too|high|much|a lot|expensive|steep|dear|wary|sceptical|skeptical)\w*)",
    re.IGNORECASE,
)
_STILL = re.compile(
    r"\b(?:i|we|it|that|this|he|she|they)(?:'s|'d|'m|'re| is| would| am| are)? still\b|"
    r"\b(?:still|also|even so|all the same)\b[^.?!]*\b(?:too|a lot|high|dear|steep|expensive|much|"
    r"over|above|worr\w*|not|\w+n't|long|early|late|risk\w*|problem|have to|need to)\b",
    re.IGNORECASE,
)
_STILL_FINE = re.compile(
    r"\bstill (?:there|here|interested|keen|on|up for|good|fine|like|want|using|with|looking at|"
    r"not (?:sure|certain)|(?:don't|do not) know|thinking|deciding|unsure)\b",
    re.IGNORECASE,
)
"""Nothing is raised by it, whether it is well or open."""
_RESISTS = re.compile(
    r"\b(?:no|not|never|nobody|without|cannot|\w+n't|doubt|worr\w+|afraid|scar\w+|problem|too|"
    r"concern\w*)\b",
    re.IGNORECASE,
)
_REFERS = re.compile(r"\b(?:it|that|this|those|they)\b", re.IGNORECASE)
_OF_MONEY = re.compile(
    r"\b(?:pric\w+|cost\w*|money|budget|fees?|rates?|pay\w*|paid|saving|save|worth|cheap\w*|"
    r"discount|a (?:month|year|week|day|head|seat|plate))\b",
    re.IGNORECASE,
)
_TURNS_TO = re.compile(
    r"^(?:(?:okay|ok|right|sure|got it|gotcha|great|good|perfect|alright|fine|well|yeah|yes|no)"
    r"\b[,. ]*)*(?:(?:so|and|but) )?(?:anyway|anyhow|moving on|next(?:,| up| is| thing)|by the way|"
    r"another (?:thing|question)|the other thing|on to|let's (?:move|talk about|go (?:on )?to))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Ended:
    """``again``: where it came back last; ``taken``: what settled it since."""

    again: Evidence | None = None
    taken: Evidence | None = None


def how_it_ended(
    reading: Reading,
    heard: SignalHeard,
    answer: Turn,
    later: Sequence[SignalHeard],
    steps: Mapping[str, Evidence],
) -> Ended:
    """``later``: the objections after it; ``steps``: towards buying, by their turns, that count as
    taking the answer."""
    raised = reading.turn(heard)
    told = _told(later)
    again, taken = None, None
    about = telling_words(raised.text)
    near, count, came_back = not went_elsewhere(answer, raised), 0, False
    since = reading.turns[reading.place(answer) :]
    for turn in since:
        if turn.speaker is not Speaker.CUSTOMER:
            # What is said to it when it came back is an answer, whatever its words.
            near = near and (came_back or _stays(turn, answer, heard, reading))
            came_back = came_back and count_words(turn.text) < CUT_IN_WORDS
            continue
        asked = _own_before(reading, turn)
        objects = told.get(turn.id)
        if objects and objects.objection_type is heard.objection_type:
            same = heard.objection_type is ObjectionType.PRICE or taken is None
            if same or _repeats(turn.text, about):
                return Ended(objects.evidence if taken or not again else again)
            break
        count += count_words(turn.text) >= CUT_IN_WORDS
        words = turn.text if objects is None else turn.text.partition(objects.evidence.quote)[0]
        first = count <= 1 and taken is None
        returned = _returned(reading, heard, turn, asked, first=first, near=near and taken is None)
        if returned is not None and turn.id != raised.id:
            again, taken, near, count, came_back = returned, None, True, 0, True
            continue
        said = _takes(turn, words, asked, heard, near=near and count <= TAKEN_WITHIN)
        if taken is None:
            taken = said or steps.get(turn.id)
        near = near and objects is None and _keeps_to_it(turn, raised, reading)
    return Ended(again, taken)


def went_elsewhere(answer: Turn, raised: Turn) -> bool:
    """Whether the answer is none: by its first words it is about something else, and none of the
    customer's is in it."""
    text = _plain(answer.text)
    return _TURNS_TO.match(text) is not None and not (
        telling_words(text) & telling_words(raised.text)
    )


def _told(later: Sequence[SignalHeard]) -> dict[str, SignalHeard]:
    found: dict[str, SignalHeard] = {}
    for each in later:
        found.setdefault(each.evidence.turn_id, each)
    return found


def _takes(
    turn: Turn, words: str, asked: str, heard: SignalHeard, *, near: bool
) -> Evidence | None:
    said = None
    if heard.objection_type is ObjectionType.PRICE:
        said = price_taken(words)
    if said is None and near and not _is_of_a_day(asked):
        said = taken_in(words, asked)
    if said is None and heard.objection_type is not ObjectionType.AUTHORITY:
        said = closes_with(words, asked) or (turn.text if says_yes(words) else None)
    return None if said is None else evidence_of(turn, said)


def _returned(
    reading: Reading, heard: SignalHeard, turn: Turn, asked: str, *, first: bool, near: bool
) -> Evidence | None:
    """Where ``turn`` raises it once more in words that alone were not plain enough. What answers a
    question raises nothing, unless it says that it was said before."""
    answers = bool(questions_in(asked))
    again = next(
        (
            each
            for each in reading.faint
            if each.evidence.turn_id == turn.id
            and each.objection_type is heard.objection_type
            and each.confidence >= FAINTLY
        ),
        None,
    )
    if again is not None and near and not answers:
        return again.evidence
    about = telling_words(reading.turn(heard).text)
    told = [each for each in sentences(turn.text) if not each.endswith("?")]
    for place, sentence in enumerate(told):
        plain, then = _plain(sentence), " ".join(told[place + 1 : place + 2])
        if first and not answers and _STILL.search(plain) and not _STILL_FINE.search(plain):
            return evidence_of(turn, sentence)
        if _SAID_BEFORE.search(plain) and telling_words(turn.text) & about:
            return evidence_of(turn, sentence)
        same = len(telling_words(sentence) & about) >= SAME_WORDS
        if same and not answers and _RESISTS.search(f"{plain} {_plain(then)}"):
            return evidence_of(turn, sentence)
    return None


def _repeats(text: str, about: frozenset[str]) -> bool:
    """Whether an objection of the same type is the same, once the first was taken."""
    said = telling_words(text) & about
    return len(said) >= SAME_WORDS or bool(said and _SAID_BEFORE.search(_plain(text)))


def _stays(turn: Turn, answer: Turn, heard: SignalHeard, reading: Reading) -> bool:
    """Whether what the salesperson says keeps to the objection: it asks and tells nothing new. What
    they say to a question, or to the answer they asked for, is about it."""
    if turn.id == answer.id or count_words(turn.text) < CUT_IN_WORDS:
        return True
    asked = " ".join(questions_in(turn.text))
    said = telling_words(asked or turn.text)
    since = reading.turns[reading.place(reading.turn(heard)) : reading.place(turn)]
    if len(said) <= 1 or any(said & telling_words(each.text) for each in since):
        return True
    theirs = reading.before(turn, Speaker.CUSTOMER)
    led_here = _own_before(reading, turn), "" if theirs is None else theirs.text
    if not asked and any(map(questions_in, led_here)):
        return True
    is_price = heard.objection_type is ObjectionType.PRICE
    return is_price and (bool(amounts(turn.text)) or _OF_MONEY.search(turn.text) is not None)


def _keeps_to_it(turn: Turn, raised: Turn, reading: Reading) -> bool:
    """Whether the customer asks nothing that is about something else."""
    questions = " ".join(questions_in(turn.text))
    asked = telling_words(questions)
    since = reading.turns[reading.place(raised) : reading.place(turn)]
    refers = not asked or _REFERS.search(_plain(questions)) is not None
    return refers or any(asked & telling_words(each.text) for each in since)


def _own_before(reading: Reading, turn: Turn) -> str:
    """What the salesperson had said last."""
    before = reading.before(turn, Speaker.SALESPERSON)
    return "" if before is None else before.text


def _is_of_a_day(asked: str) -> bool:
    """Whether a day was proposed: a yes to it is about the day."""
    return any(names_a_day(each) for each in questions_in(asked))


def _plain(text: str) -> str:
    return text.replace("’", "'")
