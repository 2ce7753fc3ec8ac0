"""Cards and what became of them, also of earlier calls; how users want to be coached."""

import json
from datetime import datetime, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_JUDGED_BY = ("suggestion_used", "suggestion_dismissed", "suggestion_voted")


def upgrade() -> None:
    cards = op.create_table(
        "cards",
        sa.Column("call_id", sa.String(64), nullable=False),
        sa.Column("card_id", sa.String(100), nullable=False),
        sa.Column("playbook_id", sa.String(100), nullable=False),
        sa.Column("script_id", sa.String(100), nullable=True),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("judged", sa.Boolean(), nullable=False),
        sa.Column("used", sa.Boolean(), nullable=False),
        sa.Column("dismissed", sa.Boolean(), nullable=False),
        sa.Column("vote", sa.String(16), nullable=True),
        sa.PrimaryKeyConstraint("call_id", "card_id", name="pk_cards"),
        sa.ForeignKeyConstraint(
            ["call_id"], ["calls.id"], name="fk_cards_call_id", ondelete="CASCADE"
        ),
    )
    op.create_index(
        "ix_cards_judged_playbook_id_shown_at", "cards", ["judged", "playbook_id", "shown_at"]
    )
    op.create_table(
        "coaching_preferences",
        sa.Column("owner", sa.String(60), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("owner", name="pk_coaching_preferences"),
    )
    _take_over_cards(cards)


def downgrade() -> None:
    op.drop_table("coaching_preferences")
    op.drop_table("cards")


def _take_over_cards(cards: sa.Table) -> None:
    connection = op.get_bind()
    calls = sa.table(
        "calls",
        sa.column("id"),
        sa.column("playbook_id"),
        sa.column("started_at", sa.DateTime(timezone=True)),
    )
    events = sa.table(
        "call_events",
        *(sa.column(name) for name in ("call_id", "seq", "type", "payload")),
    )
    for call in connection.execute(sa.select(calls)).all():
        found = connection.execute(
            sa.select(events.c.payload)
            .where(events.c.call_id == call.id, events.c.type.in_(["suggestion", *_JUDGED_BY]))
            .order_by(events.c.seq)
        )
        rows: dict[str, dict[str, object]] = {}
        for payload in found.scalars():
            event = json.loads(payload)
            if event["type"] == "suggestion":
                rows[event["id"]] = _row(call.playbook_id, call.started_at, event)
            elif event["id"] in rows:
                rows[event["id"]] |= {"judged": True, **_judgement(event)}
        if rows:
            connection.execute(sa.insert(cards), list(rows.values()))


def _row(playbook_id: str, started_at: datetime, event: dict[str, object]) -> dict[str, object]:
    return {
        "call_id": event["call_id"],
        "card_id": event["id"],
        "playbook_id": playbook_id,
        "script_id": event.get("script_id"),
        "shown_at": started_at + timedelta(milliseconds=int(str(event["at_ms"]))),
        "judged": False,
        "used": False,
        "dismissed": False,
        "vote": None,
    }


def _judgement(event: dict[str, object]) -> dict[str, object]:
    if event["type"] == "suggestion_voted":
        return {"vote": event["vote"]}
    return {"used" if event["type"] == "suggestion_used" else "dismissed": True}
