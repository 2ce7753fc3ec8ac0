"""Which engines the workspace chose, what is masked, and the keys of engines, sealed."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "chosen_settings",
        sa.Column("owner", sa.String(60), nullable=False),
        sa.Column("topic", sa.String(20), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("owner", "topic", name="pk_chosen_settings"),
    )
    op.create_table(
        "engine_keys",
        sa.Column("owner", sa.String(60), nullable=False),
        sa.Column("engine", sa.String(30), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("last_four", sa.String(4), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("owner", "engine", name="pk_engine_keys"),
    )


def downgrade() -> None:
    op.drop_table("engine_keys")
    op.drop_table("chosen_settings")
