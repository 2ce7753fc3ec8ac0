"""What the customer asked and was told: in the playbook's words where a card had them, else as it
was said, unless that looks misheard or is no answer.
"""

import re
from collections.abc import Iterator

from salescoach.domain.audio import Speaker
from salescoach.domain.turn import Turn
from salescoach.pipeline.advice import playbook_grounds
from salescoach.pipeline.grounding import ClaimKind, Grounds, ungrounded
from salescoach.pipeline.metrics import count_words, questions_in
from salescoach.pipeline.replies import asks_amount, has_amount
from salescoach.pipeline.review.kind_of_call import is_of_playbook
from salescoach.pipeline.review.moved_price import was_moved
from salescoach.pipeline.review.quotes import brief
from salescoach.pipeline.review.reading import Reading
from salescoach.pipeline.review.words import sentence

HEARD_WELL = 0.93
"""Of the lines the embedded engine is less sure of, every third holds a word nobody said."""
FEW_LETTERS = 20
_UNSURE = re.compile(
    r"\b(?:(?:have|need) to (?:double[- ])?(?:check|ask|look)|(?:don't|do not) know|not sure|"
    r"i think so|find out|get back to you|depends)\b",
    re.IGNORECASE,
)

_PROTESTS = re.compile(
    r"^(?:you\b|(?:with(?:out)?|from|for|in|on|at|by|after|before|until|per)\b"
    r"(?!.*\b(?:how|what|which|when|who)\b)|"
    r"(?:wait|hang on|hold on|what|oh|really|seriously|sorry|pardon),)|"
    r"\bexpecting you\b|\bwho(?:'s| is| am i) (?:this|that|it|calling|speaking|talking)\b|"
    r"\bwhat(?:'s| is) (?:it|this) (?:about|regarding|in connection)\b|\bwhat do you mean\b|"
    r"\b(?:are you|you're) (?:joking|kidding|serious)\b|"
    r", (?:is it|isn't it|are they|does it|do they|is that right|innit|right)\?$",
    re.IGNORECASE,
)
"""Doubts or only repeats what was said, or asks who calls: an answer in writing would be odd."""

_PRICE = re.compile(r"\b(?:how much|cost|price|charge|fees?|rate|come to)\b", re.IGNORECASE)
_CORRECTS = re.compile(
    r"\b(?:you're right|you are right|my mistake|i (?:meant|misspoke|stand corrected)|"
    r"sorry,? (?:no|yes|it's|it is|that's))\b",
    re.IGNORECASE,
)
_AND = re.compile(r"^(?:(?:and|so|but|okay|ok|right|well|um|uh),? )+", re.IGNORECASE)
_ECHO = re.compile(
    r"^(?:(?:yes|yeah|yep|sure|okay|ok|great|of course|right),? |no, )", re.IGNORECASE
)
"""A yes or no that the answer says again; "no fee" without its "no" would be the contrary."""


def answered_questions(reading: Reading) -> Iterator[str]:
    """Questions of the customer's that got an answer worth repeating: in the playbook's words
    where the card had them, else as it was said, unless that looks misheard."""
    grounds = playbook_grounds(reading.playbook, reading.call.customer)
    sells = is_of_playbook(reading)
    facts = {fact.text for fact in reading.playbook.product.facts} if sells else set()
    for heard in reading.asked:
        turn = reading.turn(heard)
        question = next(iter(reversed(questions_in(turn.text))), None)
        reply = reading.reply_to(turn)
        question = None if question is None else _AND.sub("", question)
        if question is None or not reply or count_words(question) < 4:
            continue
        if _PROTESTS.search(question):
            continue
        if not turn.text.rstrip().endswith(question[-FEW_LETTERS:]) or not _follows(reading, turn):
            # What came next may answer something else.
            continue
        if _looks_misheard(question, grounds):
            continue
        answer = _ECHO.sub("", brief(reply[0].text))
        card = next((c for c in reading.cards if c.shown.evidence.turn_id == turn.id), None)
        fact = card.shown.primary_suggestion.text if card is not None else ""
        # Another figure than the playbook's was said: the mail does not correct it behind backs.
        if fact in facts and not ungrounded(answer, Grounds([fact])):
            answer = fact
        elif not heard_well(reply[0]) or not _answers(question, answer, grounds):
            continue
        if _was_taken_back(reading, reply[-1]):
            continue
        if _PRICE.search(question) and has_amount(answer) and was_moved(reading, reply[0]):
            continue
        if not questions_in(answer) and count_words(answer) >= 3:
            yield f"{_tidy(question)} {_tidy(answer)}"


def _was_taken_back(reading: Reading, answer: Turn) -> bool:
    """Whether the salesperson puts an answer right as soon as they speak again."""
    then = reading.after(answer, Speaker.SALESPERSON, words=1)
    return then is not None and _CORRECTS.search(then.text.replace("’", "'")) is not None


def _follows(reading: Reading, asked: Turn) -> bool:
    """Whether the salesperson spoke next."""
    place = reading.place(asked) + 1
    return place < len(reading.turns) and reading.turns[place].speaker is Speaker.SALESPERSON


def _answers(question: str, answer: str, grounds: Grounds) -> bool:
    """Whether it may be put into writing: no maybe, an amount where one was asked for, and no name
    that looks misheard."""
    if _UNSURE.search(answer) or (asks_amount(question) and not has_amount(answer)):
        return False
    return not _looks_misheard(answer, grounds)


def heard_well(turn: Turn) -> bool:
    """Whether the engine was sure of the words; a transcript is taken at its word."""
    return turn.confidence is None or turn.confidence >= HEARD_WELL


def _looks_misheard(text: str, grounds: Grounds) -> bool:
    """It names something that neither the playbook nor the call's customer is about."""
    return any(claim.kind is ClaimKind.NAME for claim in ungrounded(text, grounds))


def _tidy(text: str) -> str:
    """Sentences begin with a capital, whatever the recogniser wrote."""
    return re.sub(r"(?<=[.!?] )[a-z]", lambda match: match[0].upper(), sentence(text))
