"""What Google's Gemini API offers."""

from __future__ import annotations

from reelwright.providers.manifest import Offer, Option, Vendor, api_key, base_url
from reelwright.vendors.clip_options import waiting
from reelwright.vendors.typed_text.options import text_deadline, text_model, text_timeout

VENDOR = Vendor(
    "google", "Google Gemini",
    (
        api_key("GEMINI_API_KEY", "GOOGLE_API_KEY"),
        base_url("https://generativelanguage.googleapis.com"),
        Option("speech_model", "the model that speaks", "gemini-3.8-flash-tts"),
        Option("speech_instructions", "how to speak, in words", "Read this aloud, word for word, as a narrator"),
        Option("image_model", "the model that draws", "gemini-3.1-flash-image"),
        Option("image_sizes", "the sizes the model draws, of 512, 1K, 2K, 4K; none for a model that takes no size", "1K,2K,4K"),
        Option("clip_model", "the model for clips: a Gemini Omni or a Veo", "gemini-omni-1.1-flash"),
        *waiting(10),
        text_model("gemini-3.8-flash"),
        text_timeout(),
        text_deadline(),
    ),
    site="https://aistudio.google.com/apikey",
    check="reelwright.vendors.google.check:check",
)  # fmt: skip

CLIPS = Offer(
    VENDOR, "clips", "reelwright.vendors.google.clips:connect", 80,
    abilities=frozenset({"references", "seed", "cancel"}), limits={"seconds": 10}, calls_per_minute=10,
    # Veo's by their own names, for they are four times as dear
    prices={
        "seconds_360p": 0.034, "seconds_720p": 0.10, "seconds_1080p": 0.15, "seconds_4k": 0.30,
        "veo_seconds_720p": 0.40, "veo_seconds_1080p": 0.40, "veo_seconds_4k": 0.60,
        "veo_fast_seconds_720p": 0.15, "veo_fast_seconds_1080p": 0.15, "veo_fast_seconds_4k": 0.35,
    },
)  # fmt: skip

SPEECH = Offer(
    VENDOR, "speech", "reelwright.vendors.google.speech:connect", 72, abilities=frozenset({"styles"}),
    limits={"characters": 4000}, prices={"input_tokens": 0.0000005, "output_tokens": 0.00001}, calls_per_minute=10,
)  # fmt: skip

OFFERS: tuple[Offer, ...] = (
    CLIPS,
    SPEECH,
    Offer(
        VENDOR, "images", "reelwright.vendors.google.images:connect", 70,
        abilities=frozenset({"references", "seed"}), prices={"images": 0.101},
        terms="the price is of a 2K picture",
    ),
    Offer(
        VENDOR, "text", "reelwright.vendors.google.text:connect", 86, abilities=frozenset({"typed"}),
        prices={"input_tokens": 2e-6, "output_tokens": 12e-6}, cost="reelwright.vendors.typed_text.prices:dollars",
    ),
)  # fmt: skip
