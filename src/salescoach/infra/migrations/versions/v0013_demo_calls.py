"""Which calls were the demo: what is told of customers leaves them out."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("calls", sa.Column("demo", sa.Boolean(), nullable=False, server_default="0"))
    op.execute(
        "UPDATE calls SET demo = 1 WHERE EXISTS (SELECT 1 FROM call_events AS began "
        "WHERE began.call_id = calls.id AND began.seq = 1 AND began.type = 'call_started' "
        "AND json_extract(began.payload, '$.demo'))"
    )


def downgrade() -> None:
    op.drop_column("calls", "demo")
