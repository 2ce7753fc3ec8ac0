"""The review of a call: one pure function from its record to its review."""

from collections.abc import Sequence

from salescoach.domain.audio import Speaker
from salescoach.domain.call import CallRecord
from salescoach.domain.playbook import Playbook
from salescoach.domain.review import Figure, FigureKey, FigureMoment, Outcome, Review
from salescoach.domain.turn import Turn
from salescoach.pipeline.metrics_call import judged, objection_figures, talk_figures
from salescoach.pipeline.metrics_catalogue import SPECS, is_told
from salescoach.pipeline.review.insights import insights, summary
from salescoach.pipeline.review.mail import follow_up
from salescoach.pipeline.review.missed import missed_moments
from salescoach.pipeline.review.next_steps import next_steps
from salescoach.pipeline.review.objections import objections_met, told
from salescoach.pipeline.review.outcome import ending_of
from salescoach.pipeline.review.persons import to_salesperson
from salescoach.pipeline.review.playbook_lines import lines
from salescoach.pipeline.review.quotes import refuse_invented
from salescoach.pipeline.review.reading import Reading, read
from salescoach.pipeline.review.rubric import parts_of
from salescoach.pipeline.review.tips import tips
from salescoach.pipeline.review.worked import what_worked


def write_review(record: CallRecord, playbook: Playbook) -> Review:
    """The same record and playbook give the same review. ``playbook``: the call's, its slots
    filled."""
    reading = read(record, playbook)
    ending = ending_of(reading)
    judged = ending.outcome is not Outcome.NO_CONVERSATION
    met = objections_met(reading) if judged else []
    # The no that ended the call is told as its outcome; there was nothing to answer any more.
    refused = (
        ending.evidence.turn_id if ending.outcome is Outcome.DECLINED and ending.evidence else ""
    )
    open_ones = [each for each in met if each.turn.id != refused]
    figures = figures_of(reading, [each.turn for each in met])
    by_key = {figure.key: figure for figure in figures}
    # What somebody promised stays promised, whatever kind of call it was.
    steps = next_steps(reading, ending) if _sides_known(reading) else ()
    review = Review(
        outcome=ending.outcome,
        outcome_text=ending.text,
        outcome_evidence=ending.evidence,
        summary=summary(reading, by_key, met, ending),
        what_worked=what_worked(reading, met, ending) if judged else (),
        missed=missed_moments(reading, open_ones, ending) if judged else (),
        tips=tips(reading, by_key, open_ones) if judged else (),
        insights=insights(reading, open_ones) if judged else (),
        objections=tuple(told(each, reading) for each in met),
        next_steps=tuple(map(to_salesperson, steps)),
        parts=parts_of(reading, figures, met, ending),
        figures=figures,
        mail=follow_up(reading, met, ending, steps),
        read_until=max((event.seq or 0 for event in record.events), default=0),
    )
    shown = (card.shown.primary_suggestion.text for card in reading.cards)
    return refuse_invented(review, reading.turns, (*lines(playbook), *shown))


def figures_of(reading: Reading, objected: Sequence[Turn]) -> tuple[Figure, ...]:
    """Every figure there is, in the order of the catalogue. ``objected``: the turns in which the
    review's objections were raised."""
    duration_ms = reading.duration_ms
    promised: dict[Speaker, list[FigureMoment]] = {
        Speaker.SALESPERSON: [],
        Speaker.CUSTOMER: [],
        Speaker.UNKNOWN: [],
    }
    for heard in reading.promises:
        if heard.commitment is not None:
            promised[heard.commitment.who].append(FigureMoment(reading.said(heard.evidence)))
    own, theirs = promised[Speaker.SALESPERSON], promised[Speaker.CUSTOMER]
    reached = [
        FigureMoment(reading.said(each.evidence)) for each in reading.reached if each.evidence
    ]
    wanted = len(reading.playbook.objectives)
    found: dict[FigureKey, Figure] = {
        figure.key: figure
        for figure in (
            *talk_figures(reading.turns, duration_ms, reading.off_record),
            *objection_figures(objected, reading.turns, duration_ms),
            Figure("objectives", len(reading.reached), tuple(reached), of=wanted),
            Figure("own_promises", len(own), tuple(own)),
            Figure("their_promises", len(theirs), tuple(theirs)),
        )
    }
    # Of a call whose length nobody knows, nothing is said that takes a while.
    known_ms = 0 if reading.timing == "none" else duration_ms
    sides = _sides_known(reading) or not reading.turns
    return tuple(
        judged(found[key] if is_told(key, reading.timing, sides) else Figure(key, None), known_ms)
        for key in SPECS
    )


def _sides_known(reading: Reading) -> bool:
    return any(turn.speaker is not Speaker.UNKNOWN for turn in reading.turns)
