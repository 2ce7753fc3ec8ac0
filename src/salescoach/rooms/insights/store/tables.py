"""The tables of this room. A digest goes with its review: a call that is reviewed again has none
until it is counted anew."""

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

digests = Table(
    "call_digests",
    metadata,
    Column("call_id", ForeignKey("reviews.call_id", ondelete="CASCADE"), primary_key=True),
    Column("review_made_at", UtcDateTime, nullable=False),
    Column("layout", Integer, nullable=False),
    Column("day", Integer, nullable=False),
    Column("playbook_id", String(100), nullable=False),
    Column("counts", Boolean, nullable=False),
    Column("duration_ms", BigInteger, nullable=False),
    Column("talk_ratio", Float),
    Column("questions", Integer),
    Column("open_questions", Integer),
    Column("longest_monologue_ms", BigInteger),
    Column("patience_ms", BigInteger),
    Column("objections", Integer, nullable=False),
)
Index(None, digests.c.day, digests.c.call_id)

SEASON_DAYS = 112
"""Sixteen weeks from a Monday on: a season is ``(day - 1) // SEASON_DAYS``, as triggers count."""

seasons = Table(
    "digest_seasons",
    metadata,
    Column("season", Integer, primary_key=True, autoincrement=False),
    Column("revision", Integer, nullable=False),
)
"""Kept by triggers: a higher ``revision`` with every digest that comes or goes, and with every
change of the outcome, score or stage of a call that has one."""

_DIGEST = "call_digests.call_id"

counted_objections = Table(
    "digest_objections",
    metadata,
    Column("call_id", ForeignKey(_DIGEST, ondelete="CASCADE"), primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("type", String(40), nullable=False),
    Column("handling", String(16), nullable=False),
    Column("turn_id", String(100), nullable=False),
    Column("start_ms", BigInteger, nullable=False),
    Column("answer_turn_id", String(100)),
    Column("answer_ms", BigInteger),
    Column("script_id", String(100)),
)

counted_lines = Table(
    "digest_lines",
    metadata,
    Column("call_id", ForeignKey(_DIGEST, ondelete="CASCADE"), primary_key=True),
    Column("script_id", String(100), primary_key=True),
    Column("name", Text, nullable=False),
    Column("shown", Integer, nullable=False),
    Column("turn_id", String(100), nullable=False),
    Column("start_ms", BigInteger, nullable=False),
    Column("reaction", String(16)),
    Column("reaction_turn_id", String(100)),
    Column("reaction_ms", BigInteger),
)

counted_moments = Table(
    "digest_moments",
    metadata,
    Column("call_id", ForeignKey(_DIGEST, ondelete="CASCADE"), primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(8), nullable=False),
    Column("rank", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("more", Text, nullable=False),
    Column("turn_id", String(100), nullable=False),
    Column("start_ms", BigInteger, nullable=False),
)
