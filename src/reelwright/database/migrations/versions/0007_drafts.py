"""Drafts of documents while they are edited, and names of versions"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from reelwright.database.columns import Json, UtcTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_OWNER = "current_setting('reelwright.owner', true)"
_SEEN = f"owner_id::text = {_OWNER} OR {_OWNER} = 'system'"


def upgrade() -> None:
    op.create_table(
        "video_drafts",
        sa.Column("video_id", sa.Uuid(), nullable=False),
        sa.Column("base_version", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("saved_position", sa.Integer(), nullable=False),
        sa.Column("steps", Json, nullable=False),
        sa.Column("document", Json, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["video_id"], ["videos.id"], name=op.f("fk_video_drafts_video_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_video_drafts_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_video_drafts")),
        sa.UniqueConstraint("video_id", name=op.f("uq_video_drafts_video_id")),
    )
    with op.batch_alter_table("video_drafts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_video_drafts_owner_id"), ["owner_id"], unique=False)
    with op.batch_alter_table("video_versions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("name", sa.String(length=200), nullable=False, server_default=""))
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE video_drafts ENABLE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE video_drafts FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY owner ON video_drafts USING ({_SEEN}) WITH CHECK ({_SEEN})")


def downgrade() -> None:
    with op.batch_alter_table("video_versions", schema=None) as batch_op:
        batch_op.drop_column("name")
    op.drop_table("video_drafts")
