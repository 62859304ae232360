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
        Option("image_model", "the model that draws", "gemini-3.1-flash-image"),
        Option("image_sizes", "the sizes the model draws, of 512, 1K, 2K, 4K; none for a model that takes no size", "1K,2K,4K"),
    ),
    site="https://aistudio.google.com/apikey",
    check="reelwright.vendors.google.check:check",
)  # fmt: skip

SPEECH = Offer(
    VENDOR, "speech", "reelwright.vendors.google.speech:connect", 72, abilities=frozenset({"styles"}),
    limits={"characters": 4000}, prices={"input_tokens": 0.0000005, "output_tokens": 0.00001}, calls_per_minute=10,
)  # fmt: skip

OFFERS: tuple[Offer, ...] = (
    SPEECH,
    Offer(
        VENDOR, "images", "reelwright.vendors.google.images:connect", 70,
        abilities=frozenset({"references", "seed"}), prices={"images": 0.101},
        terms="the price is of a 2K picture",
    ),
)  # fmt: skip
