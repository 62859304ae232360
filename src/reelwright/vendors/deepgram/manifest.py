"""What Deepgram offers."""

from __future__ import annotations

from reelwright.providers.manifest import Offer, Option, Vendor, api_key, base_url

VENDOR = Vendor(
    "deepgram", "Deepgram",
    (
        api_key("DEEPGRAM_API_KEY"),
        base_url("https://api.deepgram.com"),
        Option("recognition_model", "the model that listens", "nova-3"),
    ),
    site="https://console.deepgram.com",
    check="reelwright.vendors.deepgram.check:check",
)  # fmt: skip

OFFERS = (
    Offer(
        VENDOR, "recognition", "reelwright.vendors.deepgram.recognition:connect", 80,
        abilities=frozenset({"word-times", "speakers"}), limits={"seconds": 7200},
        prices={"seconds": 0.0043 / 60},
    ),
)  # fmt: skip
