"""What OpenAI offers."""

from __future__ import annotations

from reelwright.providers.manifest import Offer, Option, Vendor, api_key, base_url

VENDOR = Vendor(
    "openai", "OpenAI",
    (
        api_key("OPENAI_API_KEY"),
        base_url("https://api.openai.com/v1", "OPENAI_BASE_URL"),
        Option("speech_model", "the model that speaks", "gpt-4o-mini-tts"),
        Option("speech_instructions", "how to speak, in words, such as: warm and unhurried"),
    ),
    site="https://platform.openai.com/api-keys",
    check="reelwright.vendors.openai.check:check",
)  # fmt: skip

SPEECH = Offer(
    VENDOR, "speech", "reelwright.vendors.openai.speech:connect", 80, abilities=frozenset({"styles"}),
    limits={"characters": 4096}, prices={"characters": 0.000017},
)  # fmt: skip

OFFERS: tuple[Offer, ...] = (SPEECH,)
