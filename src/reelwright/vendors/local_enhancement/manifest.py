"""What local enhancement offers."""

from __future__ import annotations

from reelwright.providers.manifest import Offer, Vendor

OFFERS = (
    Offer(
        Vendor("cleaner", "The sound cleaner in Reelwright"), "enhancement",
        "reelwright.vendors.local_enhancement.cleaner:connect", 10, abilities=frozenset({"clean"}), is_local=True,
    ),
)  # fmt: skip
