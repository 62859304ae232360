"""What Google's Gemini API offers."""

from __future__ import annotations

from reelwright.providers.manifest import Offer, Vendor, api_key, base_url

VENDOR = Vendor(
    "google", "Google Gemini",
    (
        api_key("GEMINI_API_KEY", "GOOGLE_API_KEY"),
        base_url("https://generativelanguage.googleapis.com"),
    ),
    site="https://aistudio.google.com/apikey",
    check="reelwright.vendors.google.check:check",
)  # fmt: skip

OFFERS: tuple[Offer, ...] = ()
