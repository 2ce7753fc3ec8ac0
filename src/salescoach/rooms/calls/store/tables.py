"""The tables of this room."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
)

from salescoach.infra.database import UtcDateTime, metadata

calls = Table(
    "calls",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("status", String(16), nullable=False, index=True),
    Column("started_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
    Column("duration_ms", BigInteger, nullable=False),
    Column("customer_name", Text),
    Column("customer_company", Text),
    Column("playbook_id", String(100), nullable=False),
    Column("consent", Boolean, nullable=False),
    Column("record_audio", Boolean, nullable=False),
    Column("resume_token_hash", String(128), nullable=False),
    Column("turn_count", Integer, nullable=False),
    Column("number", Integer, nullable=False, server_default="0"),
    Column("customer_key", Text, nullable=False, server_default=""),
    Column("stage_reached", String(16)),
    Column("outcome", String(24)),
    Column("outcome_by", String(16)),
    Column("score", Float),
    Column("imported_from", Text),
    Column("demo", Boolean, nullable=False, server_default="0"),
    Column("timing", String(8), nullable=False, server_default="full"),
)
Index(None, calls.c.started_at, calls.c.id)
Index(None, calls.c.number, unique=True)

call_events = Table(
    "call_events",
    metadata,
    Column("call_id", ForeignKey(calls.c.id, ondelete="CASCADE"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("type", String(40), nullable=False),
    Column("payload", Text, nullable=False),
)

turns = Table(
    "turns",
    metadata,
    Column("call_id", ForeignKey(calls.c.id, ondelete="CASCADE"), primary_key=True),
    Column("turn_id", String(100), primary_key=True),
    Column("speaker", String(16), nullable=False),
    Column("text", Text, nullable=False),
    Column("start_ms", BigInteger, nullable=False),
    Column("end_ms", BigInteger, nullable=False),
    Column("confidence", Float),
    Column("last_seq", Integer, nullable=False),
    Column("number", BigInteger, nullable=False, server_default="0"),
    Column("heard_text", Text),
    Column("heard_speaker", String(16)),
)
Index(None, turns.c.call_id, turns.c.start_ms, turns.c.turn_id)
Index(None, turns.c.number, unique=True)

TURNS_OF_A_CALL = 2**17
"""A turn's ``number`` is its call's ``number`` times this, and its own place, so that the number
alone tells the call."""

cards = Table(
    "cards",
    metadata,
    Column("call_id", ForeignKey(calls.c.id, ondelete="CASCADE"), primary_key=True),
    Column("card_id", String(100), primary_key=True),
    Column("playbook_id", String(100), nullable=False),
    Column("script_id", String(100)),
    Column("shown_at", UtcDateTime, nullable=False),
    Column("judged", Boolean, nullable=False),
    Column("used", Boolean, nullable=False),
    Column("dismissed", Boolean, nullable=False),
    Column("vote", String(16)),
)
Index(None, cards.c.judged, cards.c.playbook_id, cards.c.shown_at)

call_objections = Table(
    "call_objections",
    metadata,
    Column("call_id", ForeignKey(calls.c.id, ondelete="CASCADE"), primary_key=True),
    Column("turn_id", String(100), primary_key=True),
    Column("type", String(40), primary_key=True),
    Column("start_ms", BigInteger, nullable=False),
)
Index(None, call_objections.c.type, call_objections.c.call_id)

call_tags = Table(
    "call_tags",
    metadata,
    Column("call_id", ForeignKey(calls.c.id, ondelete="CASCADE"), primary_key=True),
    Column("key", String(60), primary_key=True),
    Column("tag", String(60), nullable=False),
)
Index(None, call_tags.c.key, call_tags.c.call_id)
