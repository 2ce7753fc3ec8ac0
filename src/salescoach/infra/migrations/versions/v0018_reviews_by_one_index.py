"""The index over the rubric's version alone goes: a longer one begins with it."""

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_INDEX = "ix_reviews_rubric_version"


def upgrade() -> None:
    op.drop_index(_INDEX, "reviews")


def downgrade() -> None:
    op.create_index(_INDEX, "reviews", ["rubric_version"])
