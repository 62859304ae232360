"""Credits: accounts, entries, lots; subscriptions and invoices"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

from reelwright.database.columns import Json, UtcTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

OWNED = ("credit_accounts", "credit_entries", "credit_lots", "subscriptions", "invoices")
_OWNER = "current_setting('reelwright.owner', true)"
_SEEN = f"owner_id::text = {_OWNER} OR {_OWNER} = 'system'"


def upgrade() -> None:
    _owned(
        "credit_accounts",
        sa.Column("plan", sa.String(length=40), nullable=False),
        sa.Column("balance", sa.BigInteger(), nullable=False),
        sa.Column("customer", sa.String(length=100), nullable=True),
        sa.Column("granted_until", UtcTime(), nullable=True),
        sa.UniqueConstraint("owner_id", name=op.f("uq_credit_accounts_owner_id")),
        sa.UniqueConstraint("customer", name=op.f("uq_credit_accounts_customer")),
    )
    op.create_table(
        "credit_entries",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("used", sa.BigInteger(), nullable=False),
        sa.Column("of_key", sa.String(length=200), nullable=False),
        sa.Column("job_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("data", Json, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name=op.f("fk_credit_entries_job_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["users.id"], name=op.f("fk_credit_entries_owner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credit_entries")),
        sa.UniqueConstraint("owner_id", "key", name=op.f("uq_credit_entries_owner_id_key")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("credit_entries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_credit_entries_job_id"), ["job_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_credit_entries_owner_id"), ["owner_id"], unique=False)
    _owned(
        "credit_lots",
        sa.Column("left", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", UtcTime(), nullable=True),
    )
    with op.batch_alter_table("credit_lots", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_credit_lots_expires_at"), ["expires_at"], unique=False)
    _owned(
        "subscriptions",
        sa.Column("reference", sa.String(length=100), nullable=False),
        sa.Column("plan", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=30), nullable=False),
        sa.Column("period_ends_at", UtcTime(), nullable=True),
        sa.Column("ends_with_period", sa.Boolean(), nullable=False),
        sa.Column("told_at", UtcTime(), nullable=True),
        sa.UniqueConstraint("reference", name=op.f("uq_subscriptions_reference")),
    )
    _owned(
        "invoices",
        sa.Column("reference", sa.String(length=100), nullable=False),
        sa.Column("number", sa.String(length=100), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("state", sa.String(length=30), nullable=False),
        sa.Column("issued_at", UtcTime(), nullable=False),
        sa.Column("page_url", sa.String(length=1000), nullable=False),
        sa.Column("pdf_url", sa.String(length=1000), nullable=False),
        sa.UniqueConstraint("reference", name=op.f("uq_invoices_reference")),
    )
    op.create_table(
        "billing_events",
        sa.Column("reference", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=100), nullable=False),
        *_row("billing_events"),
        sa.UniqueConstraint("reference", name=op.f("uq_billing_events_reference")),
    )
    with op.batch_alter_table("paid_calls", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_own_key", sa.Boolean(), nullable=False, server_default=sa.false()))
    if op.get_bind().dialect.name == "postgresql":
        for table in OWNED:
            _enforce(table, _SEEN)
        _enforce("billing_events", f"{_OWNER} = 'system'")


def downgrade() -> None:
    with op.batch_alter_table("paid_calls", schema=None) as batch_op:
        batch_op.drop_column("is_own_key")
    for table in ("billing_events", *reversed(OWNED)):
        op.drop_table(table)


def _row(table: str) -> tuple[SchemaItem, ...]:
    return (
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def _owned(table: str, *parts: SchemaItem) -> None:
    op.create_table(
        table,
        *parts,
        *_row(table),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f(f"fk_{table}_owner_id"), ondelete="CASCADE"),
    )
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.create_index(batch_op.f(f"ix_{table}_owner_id"), ["owner_id"], unique=False)


def _enforce(table: str, condition: str) -> None:
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY owner ON {table} USING ({condition}) WITH CHECK ({condition})")
