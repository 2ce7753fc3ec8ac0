"""The figures of a call that is over, each with the moments behind it.

Pure: the same turns and signals give the same figures. What is counted is said in
``metrics_catalogue``, how it is counted in ``metrics`` and here.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median

from salescoach.domain.audio import Speaker
from salescoach.domain.review import Figure, FigureKey, FigureMoment
from salescoach.domain.signal import Evidence
from salescoach.domain.turn import Turn
from salescoach.pipeline.metrics import (
    CUT_IN_WORDS,
    count_words,
    interruptions,
    is_open,
    measure,
    pace_of,
    questions_in,
    speaking_ms,
    stretch_ms,
    stretches,
)
from salescoach.pipeline.metrics_catalogue import verdict

MOST_MOMENTS = 5
"""Of figures that have their extremes; counts name every moment."""

SILENCE_MS = 3_000
LEAST_OWN_SPEECH_MS = 30_000
"""Below this, fillers a minute are chance."""

_FILLER = re.compile(
    r"\b(?:u+h+m*|u+m+|e+r+m?|hmm+|you know|kind of|sort of|i mean|basically)\b"
    r"(?! (?:what|how|why|who|that|if))",
    re.IGNORECASE,
)
_LISTENS = re.compile(
    r"\W*(?:(?:right|okay|ok|yeah|yes|yep|sure|mm|mhm|hm+|uh|huh|um|oh|ah|aha|well|alright|all|"
    r"really|wow|i|see|hear|you|understand|understood|got|get|it|that|gotcha|of|course|fair|enough|"
    r"makes?|sense|absolutely|totally|exactly|no|problem|good|point|and|so)\b[^\w?]*)+",
    re.IGNORECASE,
)
Spans = Sequence[tuple[int, int]]


def evidence_of(turn: Turn, quote: str | None = None) -> Evidence:
    return Evidence(turn.id, (quote or turn.text).strip(), turn.start_ms, turn.end_ms)


def answer_to(said: Turn, ordered: Sequence[Turn]) -> Turn | None:
    """The salesperson's first three words or more after ``said`` began. Signs of listening ("right,
    I see") are none while the customer goes on. ``ordered`` by start."""
    after = [turn for turn in ordered if turn.start_ms >= said.start_ms and turn.id != said.id]
    for place, turn in enumerate(after):
        if turn.speaker is not Speaker.SALESPERSON or count_words(turn.text) < CUT_IN_WORDS:
            continue
        if _LISTENS.fullmatch(turn.text) is None or not _customer_goes_on(after[place + 1 :]):
            return turn
    return None


def pause_before(answer: Turn, said: Turn, ordered: Iterable[Turn]) -> int:
    """The silence in milliseconds between the customer's last words before ``answer`` and it, from
    ``said`` on; 0 when it began in their midst."""
    theirs = (
        turn.end_ms
        for turn in ordered
        if turn.speaker is not Speaker.SALESPERSON
        and said.start_ms <= turn.start_ms < answer.start_ms
    )
    return max(0, answer.start_ms - max([said.end_ms, *theirs]))


def _customer_goes_on(later: Sequence[Turn]) -> bool:
    """Whether the next of any length is the customer's."""
    following = (turn for turn in later if count_words(turn.text) >= CUT_IN_WORDS)
    turn = next(following, None)
    return turn is not None and turn.speaker is not Speaker.SALESPERSON


def pauses(ordered: Sequence[Turn]) -> list[tuple[Turn, int]]:
    """The salesperson's turns that answer the customer, each with the silence before it."""
    found = []
    for before, turn in pairwise(ordered):
        if before.speaker is Speaker.CUSTOMER and turn.speaker is Speaker.SALESPERSON:
            found.append((turn, max(0, turn.start_ms - before.end_ms)))
    return found


def talk_figures(turns: Iterable[Turn], duration_ms: int, off_record: Spans = ()) -> list[Figure]:
    """What the turns alone tell. ``off_record``: stretches of call time that were not heard."""
    ordered = in_order(turns)
    own = [turn for turn in ordered if turn.speaker is Speaker.SALESPERSON]
    asked = [(turn, question) for turn in own for question in questions_in(turn.text)]
    opened = [(turn, question) for turn, question in asked if is_open(question)]
    talk = measure(ordered)
    waits = pauses(ordered)
    cuts = interruptions(ordered)
    changes = _changes(ordered)
    minutes = duration_ms / 60_000
    figures = [
        Figure("duration", duration_ms),
        Figure(
            "talk_ratio",
            None if talk.talk_ratio is None else round(talk.talk_ratio * 100, 1),
            tuple(
                FigureMoment(moment.evidence)
                for moment in _longest(stretches(ordered, Speaker.SALESPERSON))
            ),
        ),
        _stretch_figure("longest_monologue", ordered, Speaker.SALESPERSON),
        _stretch_figure("longest_customer_story", ordered, Speaker.CUSTOMER),
        Figure("interactivity", round(changes / minutes, 1) if minutes and ordered else None),
        Figure(
            "patience",
            round(median(wait for _, wait in waits)) if waits else None,
            _valued(sorted(waits, key=lambda each: (each[1], each[0].start_ms))),
        ),
        Figure("questions", len(asked), _quoted(asked)),
        Figure("question_rate", round(len(asked) / minutes * 10, 1) if minutes else None),
        Figure("open_questions", len(opened), _quoted(opened), of=len(asked)),
        Figure("pace", pace_of(own), _fastest(own)),
        _fillers(own),
        Figure("interruptions", len(cuts), tuple(FigureMoment(evidence_of(cut)) for cut in cuts)),
        _silence(ordered, off_record),
    ]
    return [judged(figure, duration_ms) for figure in figures]


def objection_figures(
    objections: Sequence[Turn], turns: Iterable[Turn], duration_ms: int
) -> list[Figure]:
    """``objections``: the turns in which the customer objected."""
    ordered = in_order(turns)
    answered = [(each, answer_to(each, ordered)) for each in objections]
    waits = [(each, pause_before(answer, each, ordered)) for each, answer in answered if answer]
    figures = [
        Figure(
            "objections",
            len(waits),
            tuple(FigureMoment(evidence_of(each)) for each in objections),
            of=len(objections),
        ),
        Figure(
            "objection_pause",
            round(median(wait for _, wait in waits)) if waits else None,
            _valued(waits),
        ),
    ]
    return [judged(figure, duration_ms) for figure in figures]


def in_order(turns: Iterable[Turn]) -> list[Turn]:
    """Turns with words, as they began."""
    spoken = (turn for turn in turns if turn.text.strip())
    return sorted(spoken, key=lambda turn: (turn.start_ms, turn.end_ms, turn.id))


def judged(figure: Figure, duration_ms: int) -> Figure:
    return Figure(
        figure.key,
        figure.value,
        figure.moments,
        figure.of,
        verdict(figure.key, figure.value, duration_ms),
    )


def _changes(ordered: Sequence[Turn]) -> int:
    sides = [t.speaker for t in ordered if t.speaker is not Speaker.UNKNOWN]
    return sum(one is not other for one, other in pairwise(sides))


def _stretch_figure(key: FigureKey, ordered: Sequence[Turn], speaker: Speaker) -> Figure:
    found = stretches(ordered, speaker)
    value = max((stretch_ms(stretch) for stretch in found), default=None)
    return Figure(key, value, _longest(found)[:1])


def _longest(found: Sequence[Sequence[Turn]]) -> tuple[FigureMoment, ...]:
    longest = sorted(found, key=lambda stretch: (-stretch_ms(stretch), stretch[0].start_ms))
    return tuple(
        FigureMoment(evidence_of(stretch[0]), stretch_ms(stretch))
        for stretch in longest[:MOST_MOMENTS]
    )


def _valued(found: Sequence[tuple[Turn, int]]) -> tuple[FigureMoment, ...]:
    return tuple(FigureMoment(evidence_of(turn), value) for turn, value in found[:MOST_MOMENTS])


def _quoted(found: Sequence[tuple[Turn, str]]) -> tuple[FigureMoment, ...]:
    return tuple(FigureMoment(evidence_of(turn, quote)) for turn, quote in found)


def _fastest(own: Sequence[Turn]) -> tuple[FigureMoment, ...]:
    paces = [(turn, pace) for turn in own if (pace := pace_of([turn])) is not None]
    return _valued(sorted(paces, key=lambda each: (-each[1], each[0].start_ms)))


def _fillers(own: Sequence[Turn]) -> Figure:
    found = [(turn, match[0]) for turn in own for match in _FILLER.finditer(turn.text)]
    spoken_ms = speaking_ms(own)
    rate = round(len(found) * 60_000 / spoken_ms, 1) if spoken_ms >= LEAST_OWN_SPEECH_MS else None
    return Figure("fillers", rate, _quoted(found))


def _silence(ordered: Sequence[Turn], off_record: Spans) -> Figure:
    """A silence belongs to the turn before it; before the first words and after the last nobody was
    waited for."""
    total = 0
    found: list[tuple[Turn, int]] = []
    last: Turn | None = None
    reached = 0
    for turn in ordered:
        quiet = turn.start_ms - reached - _overlap(reached, turn.start_ms, off_record)
        if last is not None and quiet >= SILENCE_MS:
            total += quiet
            found.append((last, quiet))
        if turn.end_ms >= reached:
            last, reached = turn, turn.end_ms
    found.sort(key=lambda each: (-each[1], each[0].start_ms))
    return Figure("silence", total if ordered else None, _valued(found))


def _overlap(start: int, end: int, spans: Spans) -> int:
    """How much of ``start`` to ``end`` lies in ``spans``, which may overlap each other."""
    covered, at = 0, start
    for since, until in sorted(spans):
        since, until = max(since, at), min(until, end)
        if until > since:
            covered += until - since
            at = until
    return covered
