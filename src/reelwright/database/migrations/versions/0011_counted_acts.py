"""Calls to providers are counted by all processes together, as attempts to sign in are: one table for both"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from reelwright.database.columns import UtcTime

revision = "0011_vendors"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_table("guesses")  # its rows count for a minute
    _counted("counted_acts")


def downgrade() -> None:
    op.drop_table("counted_acts")
    _counted("guesses")


def _counted(name: str) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    with op.batch_alter_table(name, schema=None) as batch_op:
        batch_op.create_index(f"ix_{name}_key_at", ["key", "at"], unique=False)
