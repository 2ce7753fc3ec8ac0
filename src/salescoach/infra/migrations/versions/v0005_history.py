"""What the history lists, filters and searches by, also for the calls that exist already.

The full-text index is SQLite's own; triggers keep it true to the turns however these come and go.
"""

import json
import re
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_TURNS_OF_A_CALL = 2**17
_KEY_LENGTH = 160
_STAGES = ("opening", "discovery", "pitch", "objection", "close")

_INDEX = """
CREATE VIRTUAL TABLE said USING fts5(
    text, content='turns', content_rowid='number', prefix='2 3',
    tokenize='unicode61 remove_diacritics 2'
)
"""
_ADD = "INSERT INTO said(rowid, text) VALUES (new.number, new.text)"
_REMOVE = "INSERT INTO said(said, rowid, text) VALUES ('delete', old.number, old.text)"
_TRIGGERS = {
    "said_turn_added": f"AFTER INSERT ON turns BEGIN {_ADD}; END",
    "said_turn_removed": f"AFTER DELETE ON turns BEGIN {_REMOVE}; END",
    "said_turn_changed": f"AFTER UPDATE OF text, number ON turns BEGIN {_REMOVE}; {_ADD}; END",
}


def upgrade() -> None:
    for column in (
        sa.Column("number", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("customer_key", sa.Text(), nullable=False, server_default=""),
        sa.Column("stage_reached", sa.String(16), nullable=True),
        sa.Column("outcome", sa.String(24), nullable=True),
        sa.Column("outcome_by", sa.String(16), nullable=True),
        sa.Column("score", sa.Float(), nullable=True),
    ):
        op.add_column("calls", column)
    op.add_column("turns", sa.Column("number", sa.BigInteger(), nullable=False, server_default="0"))
    objections = op.create_table(
        "call_objections",
        sa.Column("call_id", sa.String(64), nullable=False),
        sa.Column("turn_id", sa.String(100), nullable=False),
        sa.Column("type", sa.String(40), nullable=False),
        sa.Column("start_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("call_id", "turn_id", "type", name="pk_call_objections"),
        sa.ForeignKeyConstraint(
            ["call_id"], ["calls.id"], name="fk_call_objections_call_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_call_objections_type_call_id", "call_objections", ["type", "call_id"])
    op.create_table(
        "call_tags",
        sa.Column("call_id", sa.String(64), nullable=False),
        sa.Column("key", sa.String(60), nullable=False),
        sa.Column("tag", sa.String(60), nullable=False),
        sa.PrimaryKeyConstraint("call_id", "key", name="pk_call_tags"),
        sa.ForeignKeyConstraint(
            ["call_id"], ["calls.id"], name="fk_call_tags_call_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_call_tags_key_call_id", "call_tags", ["key", "call_id"])
    _number_what_is_there()
    op.create_index("ix_calls_number", "calls", ["number"], unique=True)
    op.create_index("ix_turns_number", "turns", ["number"], unique=True)
    _take_over_calls()
    _take_over_events(objections)
    op.execute(_INDEX)
    op.execute("CREATE VIRTUAL TABLE said_words USING fts5vocab('said', 'row')")
    op.execute("INSERT INTO said(said) VALUES ('rebuild')")
    for name, body in _TRIGGERS.items():
        op.execute(f"CREATE TRIGGER {name} {body}")


def downgrade() -> None:
    for name in _TRIGGERS:
        op.execute(f"DROP TRIGGER {name}")
    op.execute("DROP TABLE said_words")
    op.execute("DROP TABLE said")
    op.drop_table("call_tags")
    op.drop_table("call_objections")
    op.drop_index("ix_turns_number", "turns")
    op.drop_index("ix_calls_number", "calls")
    op.drop_column("turns", "number")
    for name in ("score", "outcome_by", "outcome", "stage_reached", "customer_key", "number"):
        op.drop_column("calls", name)


def _number_what_is_there() -> None:
    """Calls in the order they began; the turns of a call follow its number."""
    op.execute(
        "UPDATE calls SET number = place.n FROM "
        "(SELECT id, row_number() OVER (ORDER BY started_at, id) AS n FROM calls) AS place "
        "WHERE place.id = calls.id"
    )
    numbered = sa.text(
        "UPDATE turns SET number = place.n FROM (SELECT turns.call_id, turn_id, "
        "calls.number * :turns_of_a_call + row_number() OVER "
        "(PARTITION BY turns.call_id ORDER BY start_ms, turn_id) AS n "
        "FROM turns JOIN calls ON calls.id = turns.call_id) AS place "
        "WHERE place.call_id = turns.call_id AND place.turn_id = turns.turn_id"
    )
    op.execute(numbered.bindparams(turns_of_a_call=_TURNS_OF_A_CALL))


def _take_over_calls() -> None:
    calls = sa.table(
        "calls",
        *(sa.column(name) for name in ("id", "customer_name", "customer_company", "customer_key")),
    )
    connection = op.get_bind()
    for row in connection.execute(sa.select(calls)).all():
        key = _customer_key(row.customer_name, row.customer_company)
        if key:
            connection.execute(
                sa.update(calls).where(calls.c.id == row.id).values(customer_key=key)
            )


def _customer_key(*names: str | None) -> str:
    plain = unicodedata.normalize("NFKD", " ".join(filter(None, names)))
    folded = "".join(each for each in plain if not unicodedata.combining(each)).casefold()
    words = " ".join(re.findall(r"[^\W_]+", folded))[:_KEY_LENGTH].strip()
    return f" {words} " if words else ""


def _take_over_events(objections: sa.Table) -> None:
    connection = op.get_bind()
    calls = sa.table("calls", sa.column("id"), sa.column("stage_reached"))
    events = sa.table(
        "call_events", *(sa.column(name) for name in ("call_id", "seq", "type", "payload"))
    )
    for call_id in connection.execute(sa.select(calls.c.id)).scalars().all():
        found = connection.execute(
            sa.select(events.c.payload)
            .where(events.c.call_id == call_id, events.c.type.in_(["stage", "signal"]))
            .order_by(events.c.seq)
        )
        reached: str | None = None
        raised: dict[tuple[str, str], dict[str, object]] = {}
        for payload in found.scalars():
            event = json.loads(payload)
            if event["type"] == "stage" and event["current"] in _STAGES:
                reached = max(reached or event["current"], event["current"], key=_STAGES.index)
            elif event.get("kind") == "objection" and event.get("objection_type"):
                key = (event["evidence"]["turn_id"], event["objection_type"])
                raised.pop(key, None)
                if not event.get("withdrawn"):
                    raised[key] = {
                        "call_id": call_id,
                        "turn_id": key[0],
                        "type": key[1],
                        "start_ms": event["evidence"]["start_ms"],
                    }
        if reached is not None:
            connection.execute(
                sa.update(calls).where(calls.c.id == call_id).values(stage_reached=reached)
            )
        if raised:
            connection.execute(sa.insert(objections), list(raised.values()))
