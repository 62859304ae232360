"""What Google Cloud Translation offers."""

from __future__ import annotations

from reelwright.providers.manifest import Offer, Option, Vendor, api_key, base_url

VENDOR = Vendor(
    "google-translate",
    "Google Cloud Translation",
    (
        api_key("GOOGLE_TRANSLATE_API_KEY"),
        base_url("https://translation.googleapis.com"),
        Option("model", "nmt, or base where a pair has no other", "nmt"),
    ),
    site="https://console.cloud.google.com/apis/credentials",
    check="reelwright.vendors.google_translate.check:check",
)
OFFERS = (
    Offer(
        VENDOR, "translation", "reelwright.vendors.google_translate.translation:connect", 70,
        limits={"texts": 100, "characters": 5_000}, prices={"characters": 0.00002},
    ),
)  # fmt: skip
