"""What Google Cloud's Text-to-Speech offers."""

from __future__ import annotations

from reelwright.providers.manifest import Offer, Vendor, api_key, base_url

VENDOR = Vendor(
    "google-cloud", "Google Cloud Text-to-Speech",
    (
        api_key("GOOGLE_CLOUD_API_KEY", "GOOGLE_TTS_API_KEY"),
        base_url("https://texttospeech.googleapis.com"),
    ),
    site="https://console.cloud.google.com/apis/credentials",
    check="reelwright.vendors.google_cloud.speech:check",
)  # fmt: skip

OFFERS = (
    Offer(
        VENDOR, "speech", "reelwright.vendors.google_cloud.speech:connect", 70, abilities=frozenset({"word-times", "lexicon"}),
        limits={"bytes": 5000}, prices={"characters": 0.000016}, calls_per_minute=600,
    ),
)  # fmt: skip
