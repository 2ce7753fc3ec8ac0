"""Many calls as one table: a row a call, columns that stay.

A column is never renamed, moved or given another meaning; new ones are added at the end. What they
mean stands in docs/exports.md.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from salescoach.domain.call import Call
from salescoach.domain.events import Customer
from salescoach.domain.history import FoundCall
from salescoach.domain.review import Figure, FigureKey, PartKey, Review
from salescoach.pipeline.review.due_words import due_text
from salescoach.rooms.review.promised import told_figures
from salescoach.rooms.review.store import StoredReview

Kind = Literal["text", "number", "whole", "flag", "moment"]
Cell = str | float | int | bool | datetime | None
BETWEEN = "; "


@dataclass(frozen=True, slots=True)
class Row:
    """``stored`` None: the call has no review."""

    found: FoundCall
    stored: StoredReview | None


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    kind: Kind
    value: Callable[[Row], Cell]


def cells(row: Row) -> list[Cell]:
    """In the order of ``COLUMNS``; None where the call does not tell."""
    return [column.value(row) for column in COLUMNS]


def _customer(row: Row) -> Customer:
    return row.found.call.customer or Customer("")


def _figure(key: FigureKey, scale: float = 1, *, of: bool = False) -> Callable[[Row], Cell]:
    def value(row: Row) -> Cell:
        figure = _of(row, key)
        told = None if figure is None else figure.of if of else figure.value
        return None if told is None else told * scale

    return value


def _count(key: FigureKey, *, of: bool = False) -> Callable[[Row], Cell]:
    counted = _figure(key, of=of)

    def value(row: Row) -> Cell:
        told = counted(row)
        return round(told) if isinstance(told, float | int) else None

    return value


def _of(row: Row, key: FigureKey) -> Figure | None:
    figures = () if row.stored is None else told_figures(row.stored.review)
    return next((each for each in figures if each.key == key), None)


def _part(key: PartKey) -> Callable[[Row], Cell]:
    def value(row: Row) -> Cell:
        parts = () if row.stored is None else row.stored.review.parts
        return next((each.score for each in parts if each.key == key), None)

    return value


def _review(told: Callable[[Review], str]) -> Callable[[Row], Cell]:
    return lambda row: None if row.stored is None else told(row.stored.review)


def _next_steps(review: Review) -> str:
    return BETWEEN.join(
        f"{'both' if step.shared else step.owner}: {step.what}" + (f" ({due})" if due else "")
        for step in review.next_steps
        for due in [due_text(step.due, step.due_on, date.isoformat)]
    )


_SECOND = 1 / 1000


def _lasted(call: Call) -> float | None:
    return None if call.timing == "none" else call.duration_ms * _SECOND


COLUMNS: Sequence[Column] = (
    Column("call_id", "text", lambda row: row.found.call.id),
    Column("started_at", "moment", lambda row: row.found.call.started_at),
    Column("ended_at", "moment", lambda row: row.found.call.ended_at),
    Column("status", "text", lambda row: row.found.call.status),
    Column("duration_s", "number", lambda row: _lasted(row.found.call)),
    Column("customer", "text", lambda row: _customer(row).name),
    Column("company", "text", lambda row: _customer(row).company),
    Column("playbook_id", "text", lambda row: row.found.call.playbook_id),
    Column("consent", "flag", lambda row: row.found.call.consent),
    Column("recorded", "flag", lambda row: row.found.call.record_audio),
    Column("lines", "whole", lambda row: row.found.call.turn_count),
    Column("stage_reached", "text", lambda row: row.found.stage_reached),
    Column("outcome", "text", lambda row: row.found.outcome),
    Column("outcome_by", "text", lambda row: row.found.outcome_by),
    Column("score", "number", lambda row: row.found.score),
    Column("tags", "text", lambda row: BETWEEN.join(row.found.tags)),
    Column(
        "objection_types",
        "text",
        lambda row: BETWEEN.join(f"{each.type} {each.times}" for each in row.found.objections),
    ),
    Column("reviewed_at", "moment", lambda row: row.stored.made_at if row.stored else None),
    Column("reviewed_by", "text", _review(lambda review: review.source)),
    Column("outcome_text", "text", _review(lambda review: review.outcome_text)),
    Column("next_steps", "text", _review(_next_steps)),
    Column("score_next_step", "number", _part("next_step")),
    Column("score_discovery", "number", _part("discovery")),
    Column("score_objections", "number", _part("objections")),
    Column("score_listening", "number", _part("listening")),
    Column("score_objectives", "number", _part("objectives")),
    Column("talk_ratio_percent", "number", _figure("talk_ratio")),
    Column("longest_monologue_s", "number", _figure("longest_monologue", _SECOND)),
    Column("longest_customer_story_s", "number", _figure("longest_customer_story", _SECOND)),
    Column("interactivity_per_minute", "number", _figure("interactivity")),
    Column("patience_s", "number", _figure("patience", _SECOND)),
    Column("objection_pause_s", "number", _figure("objection_pause", _SECOND)),
    Column("questions", "whole", _count("questions")),
    Column("questions_per_10_minutes", "number", _figure("question_rate")),
    Column("open_questions", "whole", _count("open_questions")),
    Column("pace_wpm", "number", _figure("pace")),
    Column("fillers_per_minute", "number", _figure("fillers")),
    Column("interruptions", "whole", _count("interruptions")),
    Column("silence_s", "number", _figure("silence", _SECOND)),
    Column("objections", "whole", _count("objections", of=True)),
    Column("objections_answered", "whole", _count("objections")),
    Column("objectives", "whole", _count("objectives", of=True)),
    Column("objectives_reached", "whole", _count("objectives")),
    Column("own_promises", "whole", _count("own_promises")),
    Column("their_promises", "whole", _count("their_promises")),
)
