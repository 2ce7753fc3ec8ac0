"""Playbooks and their versions, and which one serves a call."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "playbooks",
        sa.Column("id", sa.String(60), nullable=False),
        sa.Column("latest", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_playbooks"),
    )
    op.create_table(
        "playbook_versions",
        sa.Column("playbook_id", sa.String(60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("restored_from", sa.Integer(), nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("playbook_id", "version", name="pk_playbook_versions"),
        sa.ForeignKeyConstraint(
            ["playbook_id"],
            ["playbooks.id"],
            name="fk_playbook_versions_playbook_id",
            ondelete="CASCADE",
        ),
    )
    op.create_table(
        "playbook_choice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("default_id", sa.String(60), nullable=True),
        sa.Column("under_setting", sa.Text(), nullable=False),
        sa.Column("first_run_skipped_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_playbook_choice"),
    )


def downgrade() -> None:
    op.drop_table("playbook_choice")
    op.drop_table("playbook_versions")
    op.drop_table("playbooks")
