"""What Pixabay offers."""

from __future__ import annotations

from reelwright.providers.manifest import Offer, Vendor, api_key, base_url

VENDOR = Vendor(
    "pixabay", "Pixabay",
    (api_key("PIXABAY_API_KEY"), base_url("https://pixabay.com/api")),
    site="https://pixabay.com/api/docs/",
    check="reelwright.vendors.pixabay.stock:check",
)  # fmt: skip

OFFERS = (
    Offer(
        VENDOR, "stock", "reelwright.vendors.pixabay.stock:connect", 60,
        abilities=frozenset({"video"}),
        limits={"candidates": 200},
        calls_per_minute=90,
        is_idempotent=True,
        terms="files are downloaded, never linked to; searches are kept for a day; say that results come from Pixabay",
    ),
)  # fmt: skip
