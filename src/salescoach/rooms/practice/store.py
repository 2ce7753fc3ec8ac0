"""Drills and what was answered in them: the only place of this room that knows SQL."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from salescoach.infra.database import UtcDateTime, metadata

drills = Table(
    "drills",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("call_id", ForeignKey("calls.id", ondelete="CASCADE"), nullable=False),
    Column("turn_id", String(100), nullable=False),
    Column("line_turn_id", String(100), nullable=False),
    Column("opportunity", Text, nullable=False),
    Column("what_to_do", Text, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("step", Integer, nullable=False),
)
Index(None, drills.c.call_id, drills.c.turn_id, unique=True)
Index(None, drills.c.due_at)

attempts = Table(
    "drill_attempts",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("drill_id", ForeignKey(drills.c.id, ondelete="CASCADE"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("said_by", String(8), nullable=False),
    Column("answer", Text, nullable=False),
    Column("compared", Text, nullable=False),
)
Index(None, attempts.c.drill_id, attempts.c.at)
