"""What Pexels offers."""

from __future__ import annotations

from reelwright.providers.manifest import Offer, Vendor, api_key, base_url

VENDOR = Vendor(
    "pexels", "Pexels",
    (api_key("PEXELS_API_KEY"), base_url("https://api.pexels.com/v1")),
    site="https://www.pexels.com/api/",
    check="reelwright.vendors.pexels.stock:check",
)  # fmt: skip

OFFERS = (
    Offer(
        VENDOR, "stock", "reelwright.vendors.pexels.stock:connect", 80,
        abilities=frozenset({"video"}),
        limits={"candidates": 80},
        is_idempotent=True,
        terms="a link to Pexels, and the photographer's name where possible; 200 searches an hour, more when asked for",
    ),
)  # fmt: skip
