"""What Google's Gemini API offers."""

from __future__ import annotations

from reelwright.providers.manifest import Offer, Vendor, api_key, base_url
from reelwright.vendors.typed_text.options import text_model, text_timeout

VENDOR = Vendor(
    "google", "Google Gemini",
    (
        api_key("GEMINI_API_KEY", "GOOGLE_API_KEY"),
        base_url("https://generativelanguage.googleapis.com"),
        text_model("gemini-3.8-flash"),
        text_timeout(),
    ),
    site="https://aistudio.google.com/apikey",
    check="reelwright.vendors.google.check:check",
)  # fmt: skip

OFFERS = (
    Offer(
        VENDOR, "text", "reelwright.vendors.google.text:connect", 86, abilities=frozenset({"typed"}),
        prices={"input_tokens": 2e-6, "output_tokens": 12e-6}, cost="reelwright.vendors.typed_text.prices:dollars",
    ),
)  # fmt: skip
