"""What stands on the paper, as plain texts in their order: the typesetter decides nothing but how
it looks.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from salescoach.domain.audio import Speaker
from salescoach.domain.call import UNNAMED, CallRecord
from salescoach.domain.events import CallStarted, MomentMarked, NoteAdded
from salescoach.domain.missing import Missing, beside, missing_of
from salescoach.domain.turn import Turn
from salescoach.pipeline.review.due_words import due_text
from salescoach.pipeline.review.words import STANDS_IN_THE_WAY, seconds, sentence
from salescoach.rooms.export.line_end import (
    OLDER_THAN_CORRECTIONS,
    quote_of,
    with_line_end,
)
from salescoach.rooms.export.markdown import lasted, moments_of, speaker_name
from salescoach.rooms.export.pdf.words import (
    HANDLINGS,
    OUTCOMES,
    VERDICTS,
    allowed,
    day,
    figure_value,
    moment,
    range_text,
)
from salescoach.rooms.review.views import (
    FigureView,
    HandledObjectionView,
    MomentView,
    NextStepView,
    PartView,
    ReadyAnalysisView,
)

Sheet = dict[str, Any]
"""JSON: texts, numbers, lists and further sheets."""

TITLE_PT = 24
LONG_TITLE_PT = 16
LONG_TITLE = 36
LONGEST_SPEAKER = 32
LONGEST_FOOTER = 48
"""Characters."""


def sheet_of(record: CallRecord, analysis: ReadyAnalysisView | None) -> Sheet:
    """``analysis`` None: the part about the review is left out."""
    call = record.call
    turns = sorted(record.turns, key=lambda each: each.start_ms)
    labels = {turn.id: f"line-{number}" for number, turn in enumerate(turns)}
    company = _line(call.customer.company or "") if call.customer else ""
    zone = next((e.time_zone for e in record.events if isinstance(e, CallStarted)), None)
    when = moment(call.started_at, zone)
    title = _line(call.title) or UNNAMED
    return {
        "title": title,
        "title_size": TITLE_PT if len(title) <= LONG_TITLE else LONG_TITLE_PT,
        "title_of_file": f"Sales call: {title}, {call.started_at:%Y-%m-%d}",
        "company": company or None,
        "facts": [*_kind(record), when, lasted(call), *_state(record)],
        "footer": f"{_cut(', '.join(filter(None, (title, company))), LONGEST_FOOTER)} · {when}",
        "review": None if analysis is None else _review(record, analysis, labels),
        "notes": _notes(record),
        "turns": _transcript(record, turns, labels),
    }


def _kind(record: CallRecord) -> list[str]:
    return ["Demo call"] if record.call.demo else []


def _state(record: CallRecord) -> list[str]:
    return {"live": ["goes on"], "interrupted": ["was cut off"]}.get(record.call.status, [])


def _review(record: CallRecord, made: ReadyAnalysisView, labels: Mapping[str, str]) -> Sheet:
    shown = moments_of(record)

    def at(evidence: MomentView) -> Sheet:
        return {
            "time": shown(evidence.start_ms),
            "quote": quote_of(_line(evidence.quote)),
            "turn": labels.get(evidence.turn_id),
        }

    def said(text: str, why: str, evidence: MomentView) -> Sheet:
        return {"text": text, "why": why, "moment": at(evidence)}

    weights = sum(part.weight for part in made.scorecard if part.score is not None)
    call_ms = next((each.value or 0 for each in made.metrics if each.key == "duration"), 0)
    ranged = [each.benchmark.source for each in made.metrics if each.benchmark and each.verdict]
    mail = made.follow_up_mail
    return {
        "older": OLDER_THAN_CORRECTIONS if made.is_older_than_corrections else None,
        "score": None if made.success_score is None else f"{made.success_score:.1f}",
        "outcome_name": OUTCOMES[made.call_outcome],
        "outcome": made.outcome,
        "outcome_moment": made.outcome_evidence and at(made.outcome_evidence),
        "summary": [
            said(each.text, "", each.evidence) for each in made.summary if each.text != made.outcome
        ],
        "next_steps": [
            {"what": each.what, "moment": at(each.evidence), **_step(record, each)}
            for each in made.next_steps
        ],
        "objections": [
            {
                **_objection(each),
                "moment": at(each.evidence),
                "answer": each.answer and at(each.answer),
            }
            for each in made.objections
        ],
        "worked": [said(sentence(e.text), e.why, e.evidence) for e in made.what_worked],
        "missed": [
            said(sentence(e.opportunity), e.what_to_do, e.evidence)
            for e in made.missed_opportunities
        ],
        "tips": [said(sentence(e.tip), e.why, e.evidence) for e in made.improvement_tips],
        "insights": [said(e.text, "", e.evidence) for e in made.key_insights],
        "parts": [_part(each, weights) for each in made.scorecard] if weights else [],
        "figures": [_figure(each, call_ms) for each in made.metrics if each.value is not None],
        "sources": list(dict.fromkeys(ranged)),
        "mail": mail and {"subject": _line(mail.subject), "body": _paragraphs(mail.body)},
    }


def _step(record: CallRecord, step: NextStepView) -> Sheet:
    who = "Both" if step.shared else speaker_name(record.call, step.owner)
    return {"who": _line(who), "due": due_text(step.due, step.due_on, day) or None}


def _objection(each: HandledObjectionView) -> Sheet:
    return {
        "kind": STANDS_IN_THE_WAY[each.type],
        "handling": HANDLINGS[each.handling],
        "open": each.handling in ("came_back", "unanswered"),
        "pause": None if each.pause_ms is None else seconds(each.pause_ms),
        "text": sentence(each.text),
    }


def _part(part: PartView, weights: int) -> Sheet:
    counts = part.score is not None and weights > 0
    return {
        "name": part.name,
        "weight": f"counts {round(100 * part.weight / weights)}%" if counts else "does not count",
        "score": None if part.score is None else f"{part.score:g}",
        "share": None if part.score is None else part.score / 10,
        "because": part.because,
    }


def _figure(figure: FigureView, call_ms: float) -> Sheet:
    return {
        "name": figure.name,
        "value": figure_value(figure, call_ms),
        "range": range_text(figure),
        "verdict": None if figure.verdict is None else VERDICTS[figure.verdict],
        "within": figure.verdict == "within",
    }


def _notes(record: CallRecord) -> Sequence[Sheet]:
    shown = moments_of(record)
    return [
        {"time": shown(event.call_ms), "text": _line(text)}
        for event in record.events
        if isinstance(event, NoteAdded | MomentMarked)
        and (text := event.text if isinstance(event, NoteAdded) else event.label or "Marked")
    ]


def _transcript(
    record: CallRecord, turns: Sequence[Turn], labels: Mapping[str, str]
) -> Sequence[Sheet]:
    """What is missing has its place, and no speaker."""
    shown = moments_of(record)
    ordered = beside(turns, missing_of(record.events))
    return [
        {"label": f"missing-{number}", "time": shown(each.start_ms), "missing": each.text}
        if isinstance(each, Missing)
        else _turn(record, each, labels[each.id])
        for number, each in enumerate(ordered)
    ]


def _turn(record: CallRecord, turn: Turn, label: str) -> Sheet:
    return {
        "label": label,
        "time": moments_of(record)(turn.start_ms),
        "who": _cut(_line(speaker_name(record.call, turn.speaker)), LONGEST_SPEAKER),
        "own": turn.speaker is Speaker.SALESPERSON,
        "text": with_line_end(_line(turn.text)),
    }


def _paragraphs(text: str) -> list[list[str]]:
    """Paragraphs of lines."""
    parts = text.replace("\r\n", "\n").split("\n\n")
    return [[_line(line) for line in part.splitlines()] for part in parts if part.strip()]


def _line(text: str) -> str:
    return " ".join(allowed(text).split())


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"
