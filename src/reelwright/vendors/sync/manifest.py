"""What Sync offers."""

from __future__ import annotations

from reelwright.providers.manifest import Offer, Option, Vendor, api_key, base_url

VENDOR = Vendor(
    "sync", "Sync",
    (
        api_key("SYNC_API_KEY"),
        base_url("https://api.sync.so"),
        Option("model", "the model: lipsync-2, lipsync-2-pro, sync-3, lipsync-1.9.0-beta", "lipsync-2"),
        Option("piece_seconds", "longest part sent at once; free accounts take 20 s", "60"),
        Option("wait_minutes", "longest wait for one part; the same again goes on waiting", "60"),
    ),
    site="https://sync.so/settings/api-keys",
    check="reelwright.vendors.sync.api:check",
)  # fmt: skip

OFFERS = (
    Offer(
        VENDOR, "lip-sync", "reelwright.vendors.sync.lip_sync:connect", 80, cost="reelwright.vendors.sync.api:dollars",
        calls_per_minute=60, is_idempotent=True,
    ),
)  # fmt: skip
