"""A call that began at another moment than it seemed is counted anew: its digest has the day."""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # No digest was ever made in layout 0.
    op.execute(
        "CREATE TRIGGER digest_of_a_dated_call AFTER UPDATE OF started_at ON calls "
        "WHEN new.started_at IS NOT old.started_at BEGIN "
        "UPDATE call_digests SET layout = 0 WHERE call_id = new.id; END"
    )


def downgrade() -> None:
    op.execute("DROP TRIGGER digest_of_a_dated_call")
