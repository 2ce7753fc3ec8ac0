"""What is added up over a season is kept until a digest of it, or what stands on its call, changes:
the database itself counts the changes, whoever makes them."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "digest_seasons",
        sa.Column("season", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("season", name="pk_digest_seasons"),
    )
    op.execute("INSERT INTO digest_seasons SELECT DISTINCT (day - 1) / 112, 1 FROM call_digests")
    op.execute(
        "CREATE TRIGGER season_of_a_new_digest AFTER INSERT ON call_digests BEGIN "
        "INSERT INTO digest_seasons VALUES ((new.day - 1) / 112, 1) "
        "ON CONFLICT (season) DO UPDATE SET revision = revision + 1; END"
    )
    op.execute(
        "CREATE TRIGGER season_of_a_deleted_digest AFTER DELETE ON call_digests BEGIN "
        "UPDATE digest_seasons SET revision = revision + 1 "
        "WHERE season = (old.day - 1) / 112; END"
    )
    op.execute(
        "CREATE TRIGGER season_of_a_changed_call "
        "AFTER UPDATE OF outcome, score, stage_reached ON calls BEGIN "
        "UPDATE digest_seasons SET revision = revision + 1 WHERE season = "
        "(SELECT (day - 1) / 112 FROM call_digests WHERE call_id = new.id); END"
    )


def downgrade() -> None:
    op.execute("DROP TRIGGER season_of_a_changed_call")
    op.execute("DROP TRIGGER season_of_a_deleted_digest")
    op.execute("DROP TRIGGER season_of_a_new_digest")
    op.drop_table("digest_seasons")
