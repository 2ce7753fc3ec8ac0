"""An import goes with the call that was made of it: its row names the file and the customer."""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_imports_call_id", "imports", ["call_id"])
    op.execute(
        "CREATE TRIGGER imports_of_a_deleted_call AFTER DELETE ON calls "
        "BEGIN DELETE FROM imports WHERE call_id = old.id; END"
    )


def downgrade() -> None:
    op.execute("DROP TRIGGER imports_of_a_deleted_call")
    op.drop_index("ix_imports_call_id", "imports")
