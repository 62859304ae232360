"""What Auphonic offers."""

from __future__ import annotations

from reelwright.providers.manifest import Offer, Vendor, api_key, base_url

VENDOR = Vendor(
    "auphonic", "Auphonic",
    (
        api_key("AUPHONIC_API_KEY"),
        base_url("https://auphonic.com"),
    ),
    site="https://auphonic.com/accounts/settings/#api-key",
    check="reelwright.vendors.auphonic.api:check",
)  # fmt: skip

OFFERS = (
    Offer(
        VENDOR, "enhancement", "reelwright.vendors.auphonic.enhancement:connect", 70,
        abilities=frozenset({"clean", "voice-only", "cancel"}), prices={"seconds": 0.0005},
    ),
)  # fmt: skip
