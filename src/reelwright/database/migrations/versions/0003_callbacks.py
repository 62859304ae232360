"""Addresses that are told once of the end of one job"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from reelwright.database.columns import UtcTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_OWNER = "current_setting('reelwright.owner', true)"
_SEEN = f"owner_id::text = {_OWNER} OR {_OWNER} = 'system'"


def upgrade() -> None:
    op.create_table(
        "callbacks",
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("url", sa.String(length=2000), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", UtcTime(), nullable=True),
        sa.Column("response_status", sa.Integer(), nullable=True),
        sa.Column("response_text", sa.String(length=1000), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name=op.f("fk_callbacks_job_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_callbacks_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_callbacks")),
    )
    with op.batch_alter_table("callbacks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_callbacks_job_id"), ["job_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_callbacks_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index("ix_callbacks_state_next_at", ["state", "next_at"], unique=False)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE callbacks ENABLE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE callbacks FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY owner ON callbacks USING ({_SEEN}) WITH CHECK ({_SEEN})")


def downgrade() -> None:
    op.drop_table("callbacks")
