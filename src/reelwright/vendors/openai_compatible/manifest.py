"""What any server that speaks the OpenAI protocol offers."""

from __future__ import annotations

from reelwright.providers.manifest import Offer, Option, Vendor, api_key, base_url

VENDOR = Vendor(
    "openai-compatible", "An OpenAI-compatible server",
    (
        base_url("", "REELWRIGHT_TEXT_BASE_URL"),
        Option("text_model", "the model that writes", is_required=True, also=("REELWRIGHT_TEXT_MODEL",)),
        api_key("REELWRIGHT_TEXT_API_KEY", is_required=False),
        Option("idempotent", "1 when it honours Idempotency-Key", also=("REELWRIGHT_TEXT_IDEMPOTENT",)),
        Option("text_price", "US dollars for a million tokens read and written, as 0.15/0.60", also=("REELWRIGHT_TEXT_PRICE",)),
        Option("text_timeout", "seconds of silence after which it is given up", "300", also=("REELWRIGHT_TEXT_TIMEOUT",)),
        Option(
            "text_deadline", "seconds after which it is given up, however slowly it goes on", "1800",
            also=("REELWRIGHT_TEXT_DEADLINE",),
        ),
    ),
    check="reelwright.vendors.openai_compatible.check:check",
)  # fmt: skip

SPEECH_VENDOR = Vendor(
    "speech-server", "A speech server",
    (
        base_url("", "REELWRIGHT_SPEECH_BASE_URL"),
        Option("speech_model", "the model that speaks", "tts-1", also=("REELWRIGHT_SPEECH_MODEL",)),
        Option("speech_voice", "the voice when none is asked for", "alloy", also=("REELWRIGHT_SPEECH_VOICE",)),
        api_key("REELWRIGHT_SPEECH_API_KEY", is_required=False),
        Option("obeys_speed", "1 when it obeys speed (Kokoro-FastAPI does)"),
        Option("clones", "1 when it takes voices as samples by POST /voices (Chatterbox TTS API does)"),
        Option("charges", "0 when it charges nothing: a call that broke off is then simply made again", "1"),
    ),
    check="reelwright.vendors.openai_compatible.check:check",
)  # fmt: skip

OFFERS = (
    Offer(
        VENDOR, "text", "reelwright.vendors.openai_compatible.text:connect", 50, abilities=frozenset({"typed"}),
        cost="reelwright.vendors.openai_compatible.text_price:dollars",
    ),
    Offer(
        SPEECH_VENDOR, "speech", "reelwright.vendors.openai_compatible.speech:connect", 60, limits={"characters": 4096},
        terms="any server with an OpenAI-style /audio/speech",
    ),
    Offer(
        SPEECH_VENDOR, "cloning", "reelwright.vendors.openai_compatible.cloning:connect", 60, limits={"seconds": 100},
        missing="reelwright.vendors.openai_compatible.cloning:missing", is_idempotent=True,
        terms="mind the licence of the server's model: some may not be used for money",
    ),
)  # fmt: skip
