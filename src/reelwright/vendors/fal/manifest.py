"""What fal offers."""

from __future__ import annotations

from reelwright.providers.manifest import Offer, Vendor, api_key, base_url

VENDOR = Vendor(
    "fal", "fal",
    (
        api_key("FAL_KEY"),
        base_url("https://queue.fal.run"),
    ),
    site="https://fal.ai/dashboard/keys",
)  # fmt: skip

OFFERS: tuple[Offer, ...] = ()
