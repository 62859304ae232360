"""What Google's Gemini API offers."""

from __future__ import annotations

from reelwright.providers.manifest import Offer, Option, Vendor, api_key, base_url

VENDOR = Vendor(
    "google", "Google Gemini",
    (
        api_key("GEMINI_API_KEY", "GOOGLE_API_KEY"),
        base_url("https://generativelanguage.googleapis.com"),
        Option("speech_model", "the model that speaks", "gemini-3.8-flash-tts"),
        Option("speech_instructions", "how to speak, in words", "Read this aloud, word for word, as a narrator"),
    ),
    site="https://aistudio.google.com/apikey",
    check="reelwright.vendors.google.check:check",
)  # fmt: skip

SPEECH = Offer(
    VENDOR, "speech", "reelwright.vendors.google.speech:connect", 72, abilities=frozenset({"styles"}),
    limits={"characters": 4000}, prices={"input_tokens": 0.0000005, "output_tokens": 0.00001}, calls_per_minute=10,
)  # fmt: skip

OFFERS: tuple[Offer, ...] = (SPEECH,)
