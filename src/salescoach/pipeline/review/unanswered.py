"""A question of the customer's that was answered with something else.

Claimed where an answer would have to hold a time, a price, a number or a person and holds none; any
other question only where the customer has to ask it again.
"""

import re
from collections.abc import Iterator, Sequence

from salescoach.domain.audio import Speaker
from salescoach.domain.review import Missed
from salescoach.domain.turn import Turn
from salescoach.pipeline.amounts import amounts
from salescoach.pipeline.metrics import count_words, questions_in
from salescoach.pipeline.metrics_call import evidence_of
from salescoach.pipeline.review.quotes import quoted, sentences
from salescoach.pipeline.review.reading import Reading, names_a_month
from salescoach.pipeline.review.taken_up import asks_about_it, stems
from salescoach.pipeline.review.waved_off import OWNS_UP, Ranked, plain, raised

_YES_OR_NO = re.compile(
    r"(?:(?:oh|well|and)[, ]+)*(?:yes|yeah|yep|no|nope|sure|of course|absolutely|correct|exactly|"
    r"right|definitely|it (?:is|does|can|will)|we (?:do|can|are))\b",
    re.IGNORECASE,
)
ASKED_AGAIN_WITHIN = 3
"""Turns of the customer."""
LEAST_REPLY_WORDS = 3
ROOM_AT_END = 3
"""Turns at the end of a call that are a goodbye."""

_ASKS_LENGTH = re.compile(
    r"\b(?:how (?:long|soon|quick(?:ly)?|fast|far)|(?<!know )when (?:do|does|did|is|are|"
    r"will|would|could|can))\b",
    re.IGNORECASE,
)
_ASKS_PRICE = re.compile(
    r"\b(?:how much|what(?:'s| is| are|'re| do| does| would| will)(?: \w+){0,6} (?:cost|price|fee|"
    r"charge|rate|damage|pay)s?)\b",
    re.IGNORECASE,
)
_ASKS_COUNT = re.compile(r"\bhow (?:many|often)\b", re.IGNORECASE)
_ASKS_WHOSE = re.compile(r"(?:^|[.?!,] |\b(?:and|so|but|then) )(?:who|whose)\b", re.IGNORECASE)
_OF_TIME = re.compile(
    r"\b(?:immediate\w*|straight ?away|right away|same day|overnight|soon|weeks?|days?|months?|"
    r"years?|hours?|minutes?|seconds?|nights?|instant\w*|today|tomorrow|tonight|now|mornings?|"
    r"seasons?|christmas|easter|diwali|eid|springs?|summers?|autumns?|winters?|quick\w*|"
    r"any ?time|whenever|already|never|forever|(?:mon|tues|wednes|thurs|fri|satur|sun)day|"
    r"the fall|lifetime|for life|once|after|until|by the)\b",
    re.IGNORECASE,
)
_OF_MONEY = re.compile(
    r"\b(?:free|nothing|no charge|included|price|cost|quote|pay|charge|fee|depends?|budget)\b",
    re.IGNORECASE,
)
_OF_COUNT = re.compile(
    r"\b(?:every|each|once|twice|daily|weekly|monthly|one|a couple|few|several|none|as (?:many|"
    r"often)|unlimited|all|any|never|always|no limit)\b",
    re.IGNORECASE,
)
_OF_PERSON = re.compile(
    r"\b(?:i|I|me|my|mine|we|us|our|ours|yours|he|she|they|them|their|theirs|him|his|her|"
    r"We|Our|Ours|Yours|He|She|They|My|nobody|everybody|anyone)\b|"
    r"(?<=[a-z,] )(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)[A-Z][a-z]+"
)
_PHATIC = re.compile(
    r"\b(?:how are you|how's (?:it|things)|hear me|who(?:'s| is) (?:this|that|calling)|"
    r"(?:you|ye) know\?|sorry\?|pardon|what(?:'s| is| was) (?:it|this) about|who(?:'s| am) i|"
    r"how long (?:is|will) (?:this|it) (?:call|take)|have you been)\b",
    re.IGNORECASE,
)
_REPEATS = re.compile(r"\b(?:like|as) (?:i|we)(?:'ve)? (?:said|mentioned|told)\b", re.IGNORECASE)
_ASKED_BEFORE = re.compile(
    r"\b(?:(?:didn't|haven't|did not|have not|not) (?:really )?answer(?:ed)?|(?:as|"
    r"like) i (?:asked|"
    r"said)|i (?:asked|was asking|did ask)|my question (?:was|is)|but (?:my|the) question|"
    r"still (?:haven't|didn't|don't know))\b",
    re.IGNORECASE,
)


def unanswered(reading: Reading) -> Iterator[Ranked]:
    """Questions of the customer's that were answered with something else."""
    asked = {each.evidence.turn_id for each in reading.asked}
    for turn, reply, _ in raised(reading):
        question = _question_of(turn, heard=turn.id in asked)
        if question is None or len(reading.turns) - reading.place(turn) <= ROOM_AT_END:
            continue
        if _answers(question, reply) or (
            not _is_of_kind(question) and not _asks_again(reading, turn, question)
        ):
            continue
        yield (
            1,
            Missed(
                f"They asked you {quoted(question)}, and you went on to something else.",
                "Answer what was asked first, in one sentence. If you do not know it, say by when "
                "you will.",
                evidence_of(turn),
            ),
        )


def _question_of(turn: Turn, *, heard: bool) -> str | None:
    """The last question of a turn, where it wants to know something."""
    text = plain(turn.text)
    asked = questions_in(turn.text)
    question = next(filter(_is_of_kind, asked), next(reversed(asked), None))
    if question is None or _PHATIC.search(text) or count_words(question) < 4:
        return None
    if not (heard or question.endswith("?")):
        return None
    return question


def _is_of_kind(question: str) -> bool:
    """Whether it is plain what an answer to it would hold."""
    kinds = (_ASKS_LENGTH, _ASKS_PRICE, _ASKS_COUNT, _ASKS_WHOSE)
    return any(kind.search(plain(question)) for kind in kinds)


def _answers(question: str, reply: Sequence[Turn]) -> bool:
    """Whether a reply holds what was asked for, asks back, or says that it will come."""
    text = plain(" ".join(each.text for each in reply))
    if count_words(text) < LEAST_REPLY_WORDS or asks_about_it(text) or OWNS_UP.search(text):
        return True
    if re.search(r"\b(?:let me|i'll (?:check|find|ask|send|get))\b", text, re.IGNORECASE):
        return True
    asked = plain(question)
    if stems(asked) & stems(text) and not _is_of_kind(asked):
        return True
    if _ASKS_LENGTH.search(asked):
        told = _in_answer(text)
        return _is_number_alone(told) or bool(_OF_TIME.search(told) or names_a_month(told))
    if _ASKS_PRICE.search(asked):
        return bool(amounts(text) or _OF_MONEY.search(text))
    if _ASKS_COUNT.search(asked):
        return bool(amounts(text) or _OF_COUNT.search(text))
    if _ASKS_WHOSE.search(asked):
        return _OF_PERSON.search(text) is not None
    return _YES_OR_NO.match(text) is not None


def _is_number_alone(text: str) -> bool:
    """Whether it holds a number that counts nothing else: "three" is an answer, "three colours" is
    none."""
    return any(
        (each.value > 1 or each.unit) and re.match(r"\W*$|[,.;!]", text[each.end :])
        for each in amounts(text)
    )


def _in_answer(text: str) -> str:
    """Without what the salesperson only says once more."""
    return " ".join(each for each in sentences(text) if not _REPEATS.search(each))


def _asks_again(reading: Reading, turn: Turn, question: str) -> bool:
    """Whether the customer asks the same once more soon after."""
    theirs = [
        each
        for each in reading.turns[reading.place(turn) + 1 :]
        if each.speaker is Speaker.CUSTOMER
    ][:ASKED_AGAIN_WITHIN]
    words = stems(question)
    return any(
        _ASKED_BEFORE.search(plain(each.text)) is not None
        or any(len(words & stems(again)) >= 2 for again in questions_in(each.text))
        for each in theirs
    )
