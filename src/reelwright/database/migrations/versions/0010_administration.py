"""Administration: flagged content, settings changed at run time, workers alive, mails, accounts that leave"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

from reelwright.database.columns import Json, UtcTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

OWNED = ("moderation_items", "mails")
_OWNER = "current_setting('reelwright.owner', true)"
_SEEN = f"owner_id::text = {_OWNER} OR {_OWNER} = 'system'"


def upgrade() -> None:
    _owned(
        "moderation_items",
        sa.Column("job_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("moderator", sa.String(length=60), nullable=False),
        sa.Column("categories", Json, nullable=False),
        sa.Column("score_percent", sa.Integer(), nullable=False),
        sa.Column("excerpt", sa.Text(), nullable=False),
        sa.Column("blob_key", sa.String(length=64), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("appeal", sa.Text(), nullable=False),
        sa.Column("appealed_at", UtcTime(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", UtcTime(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name=op.f("fk_moderation_items_job_id"), ondelete="SET NULL"),
        sa.UniqueConstraint("owner_id", "digest", name=op.f("uq_moderation_items_owner_id_digest")),
    )
    op.create_index(op.f("ix_moderation_items_job_id"), "moderation_items", ["job_id"], unique=False)
    op.create_index("ix_moderation_items_state", "moderation_items", ["state", "created_at"], unique=False)
    _owned(
        "mails",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("data", Json, nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", UtcTime(), nullable=True),
        sa.Column("error", sa.String(length=500), nullable=False),
        sa.UniqueConstraint("owner_id", "key", name=op.f("uq_mails_owner_id_key")),
    )
    op.create_index("ix_mails_state_next_at", "mails", ["state", "next_at"], unique=False)
    op.create_table(
        "runtime_settings",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", Json, nullable=False),
        sa.Column("changed_at", UtcTime(), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_runtime_settings")),
    )
    op.create_table(
        "worker_beats",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("queues", Json, nullable=False),
        sa.Column("started_at", UtcTime(), nullable=False),
        sa.Column("beat_at", UtcTime(), nullable=False),
        sa.Column("disk_free_bytes", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_worker_beats")),
    )
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.add_column(sa.Column("verified_at", UtcTime(), nullable=True))
        batch_op.add_column(sa.Column("leaves_at", UtcTime(), nullable=True))
        batch_op.create_index(batch_op.f("ix_users_leaves_at"), ["leaves_at"], unique=False)
    with op.batch_alter_table("sign_ins", schema=None) as batch_op:
        batch_op.add_column(sa.Column("admin_id", sa.Uuid(), nullable=True))
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_entries_created_at"), ["created_at"], unique=False)
    if op.get_bind().dialect.name == "postgresql":
        for table in OWNED:
            op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
            op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
            op.execute(f"CREATE POLICY owner ON {table} USING ({_SEEN}) WITH CHECK ({_SEEN})")


def downgrade() -> None:
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_entries_created_at"))
    with op.batch_alter_table("sign_ins", schema=None) as batch_op:
        batch_op.drop_column("admin_id")
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_users_leaves_at"))
        batch_op.drop_column("leaves_at")
        batch_op.drop_column("verified_at")
    for table in ("worker_beats", "runtime_settings", *reversed(OWNED)):
        op.drop_table(table)


def _owned(table: str, *parts: SchemaItem) -> None:
    op.create_table(
        table,
        *parts,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f(f"fk_{table}_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_owner_id"), table, ["owner_id"], unique=False)
