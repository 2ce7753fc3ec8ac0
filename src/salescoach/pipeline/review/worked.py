"""What went well, and what it brought about in this very call."""

import re
from collections.abc import Iterator, Sequence

from salescoach.domain.audio import Speaker
from salescoach.domain.review import Worked
from salescoach.domain.signal import ObjectionType
from salescoach.domain.turn import Turn
from salescoach.pipeline.metrics import count_words, is_open, questions_in
from salescoach.pipeline.metrics_call import evidence_of
from salescoach.pipeline.replies import asks_openly
from salescoach.pipeline.review.agreed import agreed_days
from salescoach.pipeline.review.case_figures import tells_figure
from salescoach.pipeline.review.heard import is_half_hearted
from salescoach.pipeline.review.objections import Met
from salescoach.pipeline.review.outcome import Ending
from salescoach.pipeline.review.playbook_lines import content_words
from salescoach.pipeline.review.quotes import brief, quoted
from salescoach.pipeline.review.reading import Reading, names_a_day
from salescoach.pipeline.review.said_back import AgreedDay
from salescoach.pipeline.review.taken_up import is_of_the_next_step
from salescoach.pipeline.review.troubles import hurts

MOST = 5
LONG_ANSWER_WORDS = 14
TOLD_WORDS = 8
"""What is quoted of an answer has to tell something."""

_NUMBER = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven"
    r"|eigh|nine)teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|"
    r"dozens?|half|third|quarter|percent|couple)\b",
    re.IGNORECASE,
)
_COURTESY = re.compile(
    r"\b(?:how|what) (?:can|may|could) (?:i|we) (?:help|do)\b|\bhow (?:are|have) (?:you|things)\b|"
    r"\bhow(?:'s| is|'d| did) (?:it|your|the) (?:going|go|day|week)\b|"
    r"\bwho am i (?:speaking|talking)\b",
    re.IGNORECASE,
)
"""Opens the door, and earns no praise for what comes in."""

_TELL_ME = re.compile(
    r"(?:(?:so|and|okay|right|well),? )*(?:(?:can|could) you )?(?:tell|walk|talk) me\b|"
    r"(?:(?:so|and|right|okay),? )*(?:describe|(?:can|could|may) i ask)\b",
    re.IGNORECASE,
)
_TAG = re.compile(
    r", (?:right|no|yeah|yes|okay|ok|innit|isn't it|is it|aren't you|are you)\W*$", re.IGNORECASE
)
_GOODBYE = re.compile(
    r"\b(?:see you|speak (?:to you |then |on )*(?:mon|tues|wednes|thurs|fri|satur|sun)|bye|goodbye|"
    r"mind how you go|take care|good ?night|have a (?:good|nice|great))",
    re.IGNORECASE,
)
_SEE_YOU = re.compile(r"\b(?:see|speak to|talk to|catch) you\b|\btill then\b", re.IGNORECASE)
NAMED_WITHIN = 6
_DECIDES = re.compile(r"\b(?:who|whose|her name|his name)\b", re.IGNORECASE)
_OF_OTHERS = re.compile(
    r"\b(?:who|whose|he|she|they|him|her|his|their|them|both|together|all of you|join|you two|"
    r"meeting|committee|board|partner|husband|wife|boss|director|owner|decides?|decision)\b",
    re.IGNORECASE,
)
_GIVES_BACK = re.compile(r"\b(?<!if )you (?:said|mentioned|told me)\b[^.?!]*", re.IGNORECASE)
GIVEN_BACK = 2
"""So many telling words of theirs."""
Ranked = tuple[int, Worked]


def holds_figure(text: str) -> bool:
    return _NUMBER.search(text) is not None


def what_worked(reading: Reading, met: Sequence[Met], ending: Ending) -> tuple[Worked, ...]:
    """The most telling ones, in the order of the call; one a turn."""
    found: dict[str, Ranked] = {}
    for rank, each in (
        *_agreed(reading, ending),
        *_objections(reading, met),
        *_buying_signals(reading),
        *_questions(reading, met),
        *_listened(reading),
    ):
        known = found.get(each.evidence.turn_id)
        if known is None or rank < known[0]:
            found[each.evidence.turn_id] = (rank, each)
    best = sorted(found.values(), key=lambda ranked: ranked[0])[:MOST]
    return tuple(sorted((each for _, each in best), key=lambda each: each.evidence.start_ms))


def _agreed(reading: Reading, ending: Ending) -> Iterator[Ranked]:
    """The salesperson's line that named a day and got one."""
    agreed = next(
        (each for each in agreed_days(reading, ending) if _is_named_first(reading, each)), None
    )
    if agreed is not None:
        yield (
            0,
            Worked(
                "You named a day instead of asking whether to talk again.",
                f"{reading.who_first} took it up: {quoted(agreed.answer.text)}",
                evidence_of(agreed.offer),
            ),
        )


def _is_named_first(reading: Reading, agreed: AgreedDay) -> bool:
    """Whether the salesperson proposed the day: a goodbye until then, or a day that the customer
    had named, is none of theirs."""
    if not questions_in(agreed.offer.text) and _SEE_YOU.search(agreed.offer.text):
        return False
    days = {due.on for due in reading.times[agreed.offer.id] if due.names_day}
    place = reading.place(agreed.offer)
    return bool(days) and not any(
        due.names_day and due.on in days
        for turn in reading.turns[max(0, place - NAMED_WITHIN) : place]
        if turn.speaker is Speaker.CUSTOMER
        for due in reading.times[turn.id]
    )


def _objections(reading: Reading, met: Sequence[Met]) -> Iterator[Ranked]:
    for each in met:
        if each.handling not in ("settled", "moved_on") or each.asked is None:
            continue
        then = each.said_next
        if then is None or is_half_hearted(then.text) or not _goes_into(each):
            continue
        if any(heard.evidence.turn_id == then.id for heard in reading.objections):
            continue
        used = each.card is not None and each.card.outcome == "used" and not reading.is_imported
        how = "with the card's question" if used else "with a question"
        why = f"{reading.who_first} answered {quoted(then.text)}"
        if each.step is not None and each.step.turn_id != then.id:
            why += f", and {reading.clock(each.step.start_ms)} brought {quoted(each.step.quote)}"
        yield (
            1,
            Worked(
                f"You met the {each.name} objection {how}, not with a defence.",
                why,
                each.asked,
            ),
        )


def _goes_into(met: Met) -> bool:
    """Whether the question is about the objection: who else decides meets one who cannot decide
    alone and dodges all others, which an open question meets."""
    question = met.asked.quote if met.asked is not None else ""
    if met.type is not ObjectionType.TIMING and is_of_the_next_step(question):
        return False
    if met.type is ObjectionType.AUTHORITY:
        return is_open(question) or _OF_OTHERS.search(question) is not None
    if _DECIDES.search(question):
        return False
    return asks_openly(question) or _TELL_ME.match(question) is not None


def _buying_signals(reading: Reading) -> Iterator[Ranked]:
    """The last one that was taken up: the same praise for each would be none."""
    for heard in reversed(reading.buying):
        reply = reading.reply_to(reading.turn(heard))
        at = reading.clock(heard.evidence.start_ms)
        promised = _promised(reading)
        taken = next(
            (
                turn
                for turn in reply
                if turn.id in promised
                or (names_a_day(turn.text) and not _GOODBYE.search(turn.text))
            ),
            None,
        )
        if taken is not None:
            yield (
                2,
                Worked(
                    f"You took up their yes at {at} straight away.",
                    f"{reading.who_first} had said {quoted(reading.said(heard.evidence).quote)}, "
                    f"and you took it up: {quoted(taken.text)}",
                    evidence_of(taken),
                ),
            )
            return


def takes_up(reading: Reading, turn: Turn) -> bool:
    """Whether a turn makes something of the customer's interest: a promise, or a day."""
    return turn.id in _promised(reading) or names_a_day(turn.text)


def _promised(reading: Reading) -> set[str]:
    """The turns in which the salesperson promised something."""
    return {
        each.evidence.turn_id
        for each in reading.promises
        if each.commitment is not None and each.commitment.who is Speaker.SALESPERSON
    }


def _questions(reading: Reading, met: Sequence[Met]) -> Iterator[Ranked]:
    """Open questions that were worth their answer."""
    after_objection = {each.asked.turn_id for each in met if each.asked}
    for turn in reading.turns:
        if turn.speaker is not Speaker.SALESPERSON or turn.id in after_objection:
            continue
        question = _asked_last(turn.text)
        answer = reading.after(turn, Speaker.CUSTOMER)
        if question is None or answer is None or answer.start_ms - turn.end_ms > 10_000:
            continue
        figure, pain = tells_figure(question, answer.text), hurts(brief(answer.text))
        if figure and not answer.text.rstrip().endswith("?"):
            got, rank = "a figure to build the case on", 3
        elif pain:
            got, rank = "the problem in their own words", 3
        elif (
            count_words(answer.text) >= LONG_ANSWER_WORDS
            and count_words(brief(answer.text)) >= TOLD_WORDS
        ):
            got, rank = "a full answer", 5
        else:
            continue
        yield (
            rank - (figure and pain),
            Worked(
                f"Your question {quoted(question)} brought {got}.",
                f"{reading.who_first}: {quoted(answer.text)}",
                evidence_of(turn, question),
            ),
        )


def _asked_last(text: str) -> str | None:
    """The question that ends a turn, where it is an open one: what was asked before it, nobody
    may have answered."""
    question = next(reversed(questions_in(text)), None)
    if question is None or not text.rstrip(" .?!").endswith(question.rstrip(" .?!")):
        return None
    if _COURTESY.search(question) or _TAG.search(question):
        return None
    return question if is_open(question) else None


def _listened(reading: Reading) -> Iterator[Ranked]:
    """A reply that gives the customer's own words back."""
    for turn in reading.turns:
        if turn.speaker is Speaker.SALESPERSON and _gives_back(reading, turn):
            yield (
                4,
                Worked(
                    "You gave their own words back to them.",
                    f"It shows you listened: {quoted(turn.text)}",
                    evidence_of(turn),
                ),
            )


def _gives_back(reading: Reading, turn: Turn) -> bool:
    """Whether "you said" is followed by what the customer did say in this call."""
    said = _GIVES_BACK.search(turn.text)
    if said is None:
        return False
    words = content_words(said[0])
    return any(
        len(words & content_words(each.text)) >= GIVEN_BACK
        for each in reading.turns[: reading.place(turn)]
        if each.speaker is Speaker.CUSTOMER
    )
