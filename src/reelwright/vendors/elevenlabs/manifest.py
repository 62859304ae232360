"""What ElevenLabs offers."""

from __future__ import annotations

from reelwright.providers.manifest import Offer, Vendor, api_key, base_url

VENDOR = Vendor(
    "elevenlabs", "ElevenLabs",
    (
        api_key("ELEVENLABS_API_KEY", "XI_API_KEY"),
        base_url("https://api.elevenlabs.io"),
    ),
    site="https://elevenlabs.io/app/settings/api-keys",
    check="reelwright.vendors.elevenlabs.check:check",
)  # fmt: skip

OFFERS: tuple[Offer, ...] = ()
