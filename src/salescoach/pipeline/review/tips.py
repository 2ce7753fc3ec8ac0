"""What to practise next: at most three habits, each with this call's own figure and moment."""

import re
from collections.abc import Iterator, Mapping, Sequence

from salescoach.domain.review import Figure, FigureKey, Tip
from salescoach.domain.signal import ObjectionType
from salescoach.kit.durations import spelled
from salescoach.pipeline.metrics_call import evidence_of
from salescoach.pipeline.review.objections import Met
from salescoach.pipeline.review.quotes import quoted
from salescoach.pipeline.review.reading import Reading, names_a_day
from salescoach.pipeline.review.talked_over import talked_over
from salescoach.pipeline.review.words import counted, seconds, sentence

_COURTEOUS = re.compile(
    r"\b(?:is that|am i (?:speaking|talking)|can you hear|hear me|catch you|how are you|how's it|"
    r"good time|bad time|okay (?:time|moment)|is now|(?:got|have) (?:you )?(?:got )?(?:a|two|five|"
    r"thirty)|anything else|make sense|okay|all right|alright|right)\b\W*",
    re.IGNORECASE,
)
"""Asked to be polite, or to be sure: these are meant to be answered with a word."""

MOST = 3
FEW_OPEN_SHARE = 0.4
FEW_QUESTIONS = 3


def tips(
    reading: Reading, figures: Mapping[FigureKey, Figure], met: Sequence[Met]
) -> tuple[Tip, ...]:
    found = [*_talking(figures), *_questions(figures), *_objections(reading, met)]
    found += [*_pausing(reading, met), *_delivery(figures, reading)]
    return tuple(found[:MOST])


def _talking(figures: Mapping[FigureKey, Figure]) -> Iterator[Tip]:
    talked = figures["talk_ratio"]
    if talked.verdict == "above" and talked.value is not None and talked.moments:
        yield Tip(
            "End each answer of yours with a question, and stop there.",
            f"You talked {talked.value:.0f}% of the time; won calls have 43%.",
            talked.moments[0].evidence,
        )


def _objections(reading: Reading, met: Sequence[Met]) -> Iterator[Tip]:
    # A fact is what a technical one asks for.
    met = [each for each in met if each.type is not ObjectionType.TECHNICAL]
    told = [each for each in met if each.answer is not None and each.asked is None]
    if len(told) * 2 > len(met):
        first = told[0]
        assert first.answer is not None
        how_many = sentence(f"{counted(len(told), 'objection')} got a statement and no question")
        yield Tip(
            "Answer an objection with a question first, then with a fact.",
            f"{how_many} To {quoted(reading.said(first.heard.evidence).quote)} you said "
            f"{quoted(first.answer.text)}",
            evidence_of(first.answer),
        )


def _pausing(reading: Reading, met: Sequence[Met]) -> Iterator[Tip]:
    waited = [each for each in met if each.pause_ms is not None and each.answer is not None]
    short = [each for each in waited if (each.pause_ms or 0) < 1_500]
    if short and len(short) * 2 >= len(waited):
        first = min(short, key=lambda each: each.pause_ms or 0)
        assert first.answer is not None
        yield Tip(
            "Breathe once before you answer an objection.",
            f"Here you came in after {seconds(first.pause_ms or 0)}; the best wait about 1.5 s, "
            "and the customer often goes on by then.",
            evidence_of(first.answer),
        )


def _questions(figures: Mapping[FigureKey, Figure]) -> Iterator[Tip]:
    asked, opened = figures["questions"], figures["open_questions"]
    longest = figures["longest_monologue"].moments
    if asked.value == 0 and longest:
        yield Tip(
            "Ask before you tell.",
            f"In {spelled(figures['duration'].value or 0)} you asked nothing. Here you could have "
            "stopped and asked how they do it today.",
            longest[0].evidence,
        )
    if asked.verdict == "below" and asked.value is not None and asked.moments:
        yield Tip(
            "Prepare five questions before the call and tick them off.",
            f"You asked {asked.value:.0f} in {spelled(figures['duration'].value or 0)}; 11 to 14 "
            "in half an hour do best.",
            asked.moments[0].evidence,
        )
    closed = [
        m
        for m in asked.moments
        if (m.evidence.turn_id, m.evidence.quote)
        not in {(o.evidence.turn_id, o.evidence.quote) for o in opened.moments}
        and _COURTEOUS.search(m.evidence.quote) is None
        and not names_a_day(m.evidence.quote)
    ]
    count = int(opened.value or 0) + len(closed)
    if count >= FEW_QUESTIONS and closed and (opened.value or 0) < FEW_OPEN_SHARE * count:
        yield Tip(
            "Begin questions with what or how.",
            f"{_of_questions(int(opened.value or 0), int(asked.value or 0))} open. "
            f"{quoted(closed[0].evidence.quote)} can be answered with one word.",
            closed[0].evidence,
        )


def _of_questions(opened: int, count: int) -> str:
    if not opened:
        return f"None of your {count} questions was"
    return f"{opened} of your {count} questions {'was' if opened == 1 else 'were'}"


def _delivery(figures: Mapping[FigureKey, Figure], reading: Reading) -> Iterator[Tip]:
    pace = figures["pace"]
    if pace.verdict == "above" and pace.value is not None and pace.moments:
        fastest = pace.moments[0]
        yield Tip(
            "Slow down where it matters: price, terms and the next step.",
            f"You spoke {pace.value:.0f} words a minute; 188 is the pace of people in a hurry.",
            fastest.evidence,
        )
    monologue = figures["longest_monologue"]
    if monologue.verdict == "above" and monologue.value is not None:
        yield Tip(
            "Two sentences, then a question.",
            f"Your longest monologue took {spelled(monologue.value)}.",
            monologue.moments[0].evidence,
        )
    cuts = figures["interruptions"]
    if cuts.verdict == "above" and talked_over(reading):
        yield Tip(
            "Let them finish; write your thought down instead.",
            f"You spoke into their words {counted(len(cuts.moments), 'time')}.",
            cuts.moments[0].evidence,
        )
