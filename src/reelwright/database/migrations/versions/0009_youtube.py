"""YouTube: channels, uploads and quota"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

from reelwright.database.columns import Json, UtcTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_OWNER = "current_setting('reelwright.owner', true)"
_SEEN = f"owner_id::text = {_OWNER} OR {_OWNER} = 'system'"


def upgrade() -> None:
    _owned(
        "youtube_channels",
        (),
        sa.Column("reference", sa.String(length=100), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("picture_url", sa.String(length=1000), nullable=False),
        sa.Column("uploads", sa.String(length=100), nullable=False),
        sa.Column("scopes", sa.String(length=1000), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("key_id", sa.String(length=16), nullable=False),
        sa.Column("access_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("access_key_id", sa.String(length=16), nullable=False),
        sa.Column("access_until", UtcTime(), nullable=True),
        sa.Column("refreshing_until", UtcTime(), nullable=True),
        sa.UniqueConstraint("owner_id", "reference", name=op.f("uq_youtube_channels_owner_id_reference")),
    )
    _owned(
        "youtube_uploads",
        ("channel_id", "job_id", "video_id"),
        sa.Column("channel_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("job_id", sa.Uuid(), nullable=True),
        sa.Column("video_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("session_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("session_key_id", sa.String(length=16), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sent", sa.BigInteger(), nullable=False),
        sa.Column("reference", sa.String(length=100), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("steps", Json, nullable=False),
        sa.ForeignKeyConstraint(
            ["channel_id"], ["youtube_channels.id"], name=op.f("fk_youtube_uploads_channel_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name=op.f("fk_youtube_uploads_job_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["video_id"], ["videos.id"], name=op.f("fk_youtube_uploads_video_id"), ondelete="SET NULL"
        ),
        sa.UniqueConstraint("owner_id", "key", name=op.f("uq_youtube_uploads_owner_id_key")),
    )
    op.create_table(
        "youtube_quota",
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("bucket", sa.String(length=20), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        *_row("youtube_quota"),
        sa.UniqueConstraint("day", "bucket", name=op.f("uq_youtube_quota_day_bucket")),
    )
    if op.get_bind().dialect.name == "postgresql":
        for table in ("youtube_channels", "youtube_uploads"):
            _enforce(table, _SEEN)
        _enforce("youtube_quota", f"{_OWNER} = 'system'")


def downgrade() -> None:
    for table in ("youtube_quota", "youtube_uploads", "youtube_channels"):
        op.drop_table(table)


def _row(table: str) -> tuple[SchemaItem, ...]:
    return (
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def _owned(table: str, indexed: tuple[str, ...], *parts: SchemaItem) -> None:
    op.create_table(
        table,
        *parts,
        *_row(table),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f(f"fk_{table}_owner_id"), ondelete="CASCADE"),
    )
    with op.batch_alter_table(table, schema=None) as batch_op:
        for column in ("owner_id", *indexed):
            batch_op.create_index(batch_op.f(f"ix_{table}_{column}"), [column], unique=False)


def _enforce(table: str, condition: str) -> None:
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY owner ON {table} USING ({condition}) WITH CHECK ({condition})")
