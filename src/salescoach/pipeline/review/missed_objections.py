"""What was missed where the customer objected, and before they called the price high."""

import re
from collections.abc import Iterator, Sequence

from salescoach.domain.audio import Speaker
from salescoach.domain.review import Missed
from salescoach.domain.signal import ObjectionType
from salescoach.domain.turn import Turn
from salescoach.pipeline.amounts import MONEY, amounts
from salescoach.pipeline.metrics import CUT_IN_WORDS, count_words, questions_in
from salescoach.pipeline.review.asked_already import asked_already, asks_worth
from salescoach.pipeline.review.kind_of_call import is_of_playbook
from salescoach.pipeline.review.objections import Met
from salescoach.pipeline.review.playbook_lines import replies_for
from salescoach.pipeline.review.quotes import quoted
from salescoach.pipeline.review.reading import Reading, names_a_day, names_a_month
from salescoach.pipeline.review.steps_after import meets_with_them
from salescoach.pipeline.review.taken_up import is_of_the_next_step
from salescoach.pipeline.review.words import seconds

HURRIED_MS = 300
PLAIN = 0.85
"""Whose answer is called no more than a statement has to be an objection beyond doubt."""

_ASKS_PRICE = re.compile(
    r"\bhow much\b"
    r"|\bwhat(?:'s| is| does| do| would| will)\b.{0,120}?\b(?:price|cost|charge|fee|pay)",
    re.IGNORECASE,
)
_WEIGHED = re.compile(
    r"\bpays? (?:for (?:it|itself|that|the)|(?:it|itself|you|that) back|off)\b|\bworth\b|"
    r"\bsav(?:e|es|ing)\b|\bcosts? you\b|\blos(?:e|es|ing)\b|\bearns?\b|\bbrings? (?:in|you)\b",
    re.IGNORECASE,
)
_TOGETHER = re.compile(
    r"\b(?:(?:two|three|all|both) of us|both|join|together|bring (?:him|her|them)|"
    r"(?:he|she|they)(?:'ll| will)? (?:ask|want|need|care)s?)\b",
    re.IGNORECASE,
)
_WILL_AGREE = re.compile(
    r"\b(?:(?:won't|will not|'ll not|wouldn't) mind|(?:will|'ll|would|'d) (?:be (?:fine|ok|okay|"
    r"happy)|agree|love it)|'ll sign)\b",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"\b(?:(?:two|three|all|both) of you|you two|he|she|they|him|her|them|his|their|who|whose|"
    r"meeting|committee|board|partner|husband|wife|boss|director|owner)\b",
    re.IGNORECASE,
)
_DECIDES = re.compile(
    r"\b(?:decid\w+|decisions?|ask\w*|check\w*|(?:talk|speak|spoke|chat|word) (?:to|with)|"
    r"run (?:it|this|that)|sign\w*|approv\w+|agree\w*|boss|managers?|directors?|owners?|board|"
    r"committee|partners?|husband|wife|mum|mom|dad|mother|father|brothers?|sisters?|in-laws?|"
    r"family|head office|corporate|finance|procurement|purchasing|legal|council|trustees|"
    r"governors|permission|authori\w+|allowed|above me|pay ?grade|say.so|(?:not|isn't|n't be) "
    r"(?:just )?(?:me|mine|my|up to me|the one)|my (?:call|decision)|alone|on my own|myself|"
    r"up to|(?:he|she|they|it)(?:'d|'ll|'s got| would| will| has| have| had) (?:to|have to|want|"
    r"need|kill|be the)|(?:his|her|their) (?:call|money|budget|okay|ok|blessing)|(?:tell|show|"
    r"convince|persuade|bring) (?:him|her|them)|(?:both|all|two|three) of (?:us|them)|only if)\b",
    re.IGNORECASE,
)
"""Words of who decides. That somebody else exists is not that they do."""
_TAKES_IT = re.compile(
    r"\b(?:fair enough|that(?:'s| is) (?:fair|good|better|fine|true|great)|makes sense|"
    r"you're right|good point|okay then|oh(?:,)? (?:good|nice|great|okay|right))\b",
    re.IGNORECASE,
)

_INNER_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}")
"""A word with a capital inside a sentence."""

Ranked = tuple[int, Missed]
"""The lower, the costlier."""


def missed_in_objections(
    reading: Reading, met: Sequence[Met], *, agreed: bool = False
) -> Iterator[Ranked]:
    """``agreed``: the call ended with a step, so that what was answered cost nothing."""
    raised: set[ObjectionType] = set()
    for each in met:
        moment = reading.said(each.heard.evidence)
        what = f"The {each.name} objection"
        if each.type in raised or _was_answered(each):
            continue
        raised.add(each.type)
        if each.answer is None:
            if each.turn.id != reading.turns[-1].id:
                yield 0, Missed(f"{what} got no answer.", _line_for(reading, each), moment)
        elif agreed and each.type is not ObjectionType.AUTHORITY:
            continue
        elif each.handling == "came_back" and _was_left_as_it_was(reading, each):
            assert each.again is not None
            again = reading.clock(each.again.start_ms)
            text = f"{what} was answered but not settled: it came back at {again}."
            yield 1, Missed(text, _line_for(reading, each), moment)
        elif each.type is ObjectionType.AUTHORITY:
            agreed = each.handling == "settled" or _WILL_AGREE.search(each.turn.text) is not None
            if agreed or not _DECIDES.search(each.turn.text) or _asks_for_others(reading, each):
                continue
            text = f"{reading.who_first} cannot decide alone, and the other person stayed outside."
            yield 3, Missed(text, _line_for(reading, each), moment)
        elif (
            each.handling == "moved_on"
            and each.heard.confidence >= PLAIN
            and not _was_gone_into(reading, each)
        ):
            hurried = each.pause_ms is not None and each.pause_ms < HURRIED_MS
            quick = f", {seconds(each.pause_ms or 0)} after the last word" if hurried else ""
            text = f"{what} got a statement{quick}; what lies behind it stayed unknown."
            yield 3 if hurried else 5, Missed(text, _line_for(reading, each), moment)


def _was_left_as_it_was(reading: Reading, met: Met) -> bool:
    """Whether nothing was asked about it. Whoever only asked, and objects to the answer as soon as
    they have it, objects for the first time."""
    if met.again is None or met.asked is not None:
        return False
    only_asked = met.heard.evidence.quote.rstrip().endswith("?")
    then = None if met.answer is None else reading.after(met.answer, Speaker.CUSTOMER)
    return not (only_asked and then is not None and then.id == met.again.turn_id)


def _asks_for_others(reading: Reading, met: Met) -> bool:
    """Whether the salesperson asked for who else decides, or speaks of them, at any later moment:
    then nobody stayed outside."""
    named = _INNER_NAME.findall(met.turn.text)
    later = (
        turn.text
        for turn in reading.turns[reading.place(met.turn) + 1 :]
        if turn.speaker is Speaker.SALESPERSON
    )
    return any(
        _TOGETHER.search(text)
        or meets_with_them(text)
        or any(map(_OTHERS.search, questions_in(text)))
        or any(name in question for question in questions_in(text) for name in named)
        for text in later
    )


def _was_gone_into(reading: Reading, met: Met) -> bool:
    """Whether it was asked about, or answered so that it was enough for them. Facts are what a
    technical one wants, and a goodbye waits for no answer."""
    then = "" if met.said_next is None else met.said_next.text.replace("’", "'")
    goodbye = not any(
        turn.speaker is Speaker.CUSTOMER and count_words(turn.text) >= CUT_IN_WORDS
        for turn in reading.turns[reading.place(met.turn) + 1 :]
    )
    if _was_asked_about(met) or met.type is ObjectionType.TECHNICAL:
        return True
    fixes = any(names_a_day(turn.text) or names_a_month(turn.text) for turn in met.reply)
    if met.type is ObjectionType.TIMING and fixes:
        return True
    return goodbye or _TAKES_IT.search(then) is not None


def _line_for(reading: Reading, met: Met) -> str:
    """The card that was on show, else the playbook's line for this kind of objection."""
    if not is_of_playbook(reading):
        return _own_way(met)
    card = met.card.shown.primary_suggestion.text if met.card is not None else None
    if (
        card
        and met.card is not None
        and met.card.outcome != "used"
        and not reading.is_imported
        and asked_already(reading, card) is None
    ):
        return f"Your card had the words: {whole(card)}"
    for script in replies_for(reading.playbook, met.type, met.turn.text):
        if asked_already(reading, script.text) is None:
            return f"Wait a breath, then ask. Your playbook has: {whole(script.text)}"
    figure = _their_figure(reading, met) if met.type is ObjectionType.PRICE else None
    if figure is not None:
        at = reading.clock(figure.start_ms)
        return (
            f"You had their own figure from {at}, {quoted(figure.text)}: hold the price against "
            "it, and ask whether that settles it."
        )
    return _own_way(met)


def _was_asked_about(met: Met) -> bool:
    """ "So when should I call?" asks nothing about what was in the way, unless it is the time."""
    if met.asked is None:
        return False
    return met.type is ObjectionType.TIMING or not is_of_the_next_step(met.asked.quote)


def _own_way(met: Met) -> str:
    """Without a line of the playbook's: nobody is told to ask who did."""
    if met.type is ObjectionType.AUTHORITY:
        return "Ask what the other person will want to know, and offer a day on which all can talk."
    if not _was_asked_about(met):
        return "Wait a breath, then ask what is behind it before you answer."
    return "You asked. When it comes back, ask what would have to be different, or take the no."


def _was_answered(met: Met) -> bool:
    """A question about the price that got a price, and a price that was held against what it
    brings them: nothing was missed there."""
    if met.type is not ObjectionType.PRICE or met.answer is None or met.handling == "came_back":
        return False
    reply = " ".join(turn.text for turn in met.reply)
    if _ASKS_PRICE.search(met.turn.text) and any(
        amount.unit in MONEY or not amount.unit for amount in amounts(reply)
    ):
        return True
    return met.handling in ("settled", "moved_on") and _WEIGHED.search(reply) is not None


def _their_figure(reading: Reading, met: Met) -> Turn | None:
    """What the customer answered, before this, to what it is worth to them."""
    for turn in reading.turns:
        if turn.start_ms >= met.turn.start_ms:
            return None
        if turn.speaker is Speaker.SALESPERSON and any(map(asks_worth, questions_in(turn.text))):
            answer = reading.after(turn, Speaker.CUSTOMER, words=1)
            if answer is not None and amounts(answer.text):
                return answer
    return None


def whole(line: str) -> str:
    """A line to say is given whole; its own quotation marks would end it early."""
    return f"“{line}”" if "“" not in line else line
