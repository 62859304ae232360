"""What AssemblyAI offers."""

from __future__ import annotations

from reelwright.providers.manifest import Offer, Option, Vendor, api_key, base_url

VENDOR = Vendor(
    "assemblyai", "AssemblyAI",
    (
        api_key("ASSEMBLYAI_API_KEY"),
        base_url("https://api.assemblyai.com"),
        Option("speech_models", "the models that listen, best first, divided by commas", "universal-3-pro,universal-2"),
    ),
    site="https://www.assemblyai.com/dashboard/api-keys",
    check="reelwright.vendors.assemblyai.check:check",
)  # fmt: skip

OFFERS = (
    Offer(
        VENDOR, "recognition", "reelwright.vendors.assemblyai.recognition:connect", 82,
        abilities=frozenset({"word-times", "speakers"}), limits={"seconds": 36_000},
        prices={"seconds": 0.23 / 3600},
    ),
)  # fmt: skip
"""The price is that of the best model with speakers."""
