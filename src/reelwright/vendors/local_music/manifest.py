"""What local music offers."""

from __future__ import annotations

from reelwright.providers.manifest import Offer, Vendor

OFFERS = (
    Offer(
        Vendor("composer", "The composer in Reelwright"), "music", "reelwright.vendors.local_music.composer:connect", 10,
        abilities=frozenset({"seed"}), is_local=True,
    ),
)  # fmt: skip
