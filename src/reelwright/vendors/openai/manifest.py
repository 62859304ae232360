"""What OpenAI offers."""

from __future__ import annotations

from reelwright.providers.manifest import Offer, Option, Vendor, api_key, base_url
from reelwright.vendors.typed_text.options import text_deadline, text_model, text_timeout

VENDOR = Vendor(
    "openai", "OpenAI",
    (
        api_key("OPENAI_API_KEY"),
        base_url("https://api.openai.com/v1", "OPENAI_BASE_URL"),
        Option("recognition_model", "the model that listens", "whisper-1"),
        Option("speakers_model", "the model that tells who says what", "gpt-4o-transcribe-diarize"),
        Option("speech_model", "the model that speaks", "gpt-4o-mini-tts"),
        Option("speech_instructions", "how to speak, in words, such as: warm and unhurried"),
        Option("image_model", "the model that draws", "gpt-image-2"),
        Option("image_quality", "low, medium or high", "medium"),
        Option("image_sizes", "the sizes the model draws", "1024x1024,1536x1024,1024x1536"),
        Option("moderation_model", "the model that judges words and pictures", "omni-moderation-latest"),
        text_model("gpt-6.1-terra"),
        text_timeout(),
        text_deadline(),
    ),
    site="https://platform.openai.com/api-keys",
    check="reelwright.vendors.openai.check:check",
)  # fmt: skip

SPEECH = Offer(
    VENDOR, "speech", "reelwright.vendors.openai.speech:connect", 80, abilities=frozenset({"styles"}),
    limits={"characters": 4096}, prices={"characters": 0.000017},
)  # fmt: skip

OFFERS: tuple[Offer, ...] = (
    SPEECH,
    Offer(
        VENDOR, "recognition", "reelwright.vendors.openai.recognition:connect", 70,
        abilities=frozenset({"word-times", "speakers"}), limits={"seconds": 1200, "bytes": 25_000_000},
        prices={"seconds": 0.006 / 60}, terms="with speakers, the times of words are estimates",
    ),
    Offer(
        VENDOR, "images", "reelwright.vendors.openai.images:connect", 80,
        abilities=frozenset({"references"}), limits={"images": 10}, prices={"images": 0.05},
        terms="the price is of medium quality",
    ),
    Offer(VENDOR, "moderation", "reelwright.vendors.openai.moderation:connect", 80, is_idempotent=True),
    Offer(
        VENDOR, "text", "reelwright.vendors.openai.text:connect", 90, abilities=frozenset({"typed"}),
        prices={"input_tokens": 10e-6, "output_tokens": 50e-6}, cost="reelwright.vendors.typed_text.prices:dollars",
    ),
)  # fmt: skip
