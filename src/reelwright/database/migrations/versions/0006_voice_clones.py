"""Clones of voices, and where they are"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from reelwright.database.columns import Json, UtcTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_OWNER = "current_setting('reelwright.owner', true)"
_SEEN = f"owner_id::text = {_OWNER} OR {_OWNER} = 'system'"


def upgrade() -> None:
    op.create_table(
        "voice_clones",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("slug", sa.String(length=120), nullable=True),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("gender", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("sample_key", sa.String(length=64), nullable=True),
        sa.Column("sample_facts", Json, nullable=True),
        sa.Column("consent", Json, nullable=True),
        sa.Column("consent_digest", sa.String(length=64), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("rounds", sa.Integer(), nullable=False),
        sa.Column("removed_at", UtcTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_voice_clones_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voice_clones")),
        sa.UniqueConstraint("owner_id", "slug", name=op.f("uq_voice_clones_owner_id_slug")),
    )
    op.create_index(op.f("ix_voice_clones_owner_id"), "voice_clones", ["owner_id"], unique=False)
    op.create_table(
        "voice_references",
        sa.Column("clone_id", sa.Uuid(), nullable=True),
        sa.Column("provider", sa.String(length=60), nullable=False),
        sa.Column("voice", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("whose", sa.String(length=64), nullable=False),
        sa.Column("is_leaving", sa.Boolean(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", UtcTime(), nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["clone_id"], ["voice_clones.id"], name=op.f("fk_voice_references_clone_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["users.id"], name=op.f("fk_voice_references_owner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voice_references")),
        sa.UniqueConstraint("owner_id", "provider", "voice", name=op.f("uq_voice_references_owner_id_provider_voice")),
    )
    op.create_index(op.f("ix_voice_references_clone_id"), "voice_references", ["clone_id"], unique=False)
    op.create_index(op.f("ix_voice_references_owner_id"), "voice_references", ["owner_id"], unique=False)
    op.create_index(
        "ix_voice_references_is_leaving_next_at", "voice_references", ["is_leaving", "next_at"], unique=False
    )
    if op.get_bind().dialect.name == "postgresql":
        for table in ("voice_clones", "voice_references"):
            op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
            op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
            op.execute(f"CREATE POLICY owner ON {table} USING ({_SEEN}) WITH CHECK ({_SEEN})")


def downgrade() -> None:
    op.drop_table("voice_references")
    op.drop_table("voice_clones")
