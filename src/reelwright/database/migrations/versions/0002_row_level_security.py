"""Row-level security: PostgreSQL itself keeps users apart"""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

OWNED = (
    "api_tokens", "assets", "batches", "blob_uses", "deliveries", "idempotent_replies", "identities", "job_events", "job_stages",
    "jobs", "paid_calls", "password_resets", "projects", "provider_keys", "refresh_tokens", "schedules", "shares", "sign_ins",
    "templates", "uploads", "video_versions", "videos", "webhooks",
)  # fmt: skip
_OWNER = "current_setting('reelwright.owner', true)"


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in OWNED:
        _enforce(table, f"owner_id::text = {_OWNER} OR {_OWNER} = 'system'")
    _enforce("users", f"id::text = {_OWNER} OR {_OWNER} = 'system'")
    _enforce("audit_entries", f"{_OWNER} = 'system'")


def downgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in (*OWNED, "users", "audit_entries"):
        op.execute(f"DROP POLICY owner ON {table}")
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")


def _enforce(table: str, condition: str) -> None:
    """FORCE, because the program connects as the owner of its tables, who would be let through without."""
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY owner ON {table} USING ({condition}) WITH CHECK ({condition})")
