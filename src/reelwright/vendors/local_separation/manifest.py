"""What local separation offers."""

from __future__ import annotations

from reelwright.providers.manifest import Offer, Vendor

OFFERS = (
    Offer(
        Vendor("centre", "The rough voice remover in Reelwright"), "separation",
        "reelwright.vendors.local_separation.separator:connect", 10, is_local=True,
        terms="rough: voices in the middle are found, the rest is guessed",
    ),
)  # fmt: skip
