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
    ),
)  # fmt: skip

OFFERS = (
    Offer(
        VENDOR, "text", "reelwright.vendors.openai_compatible.text:connect", 50, abilities=frozenset({"typed"}),
        cost="reelwright.vendors.openai_compatible.text_price:dollars",
    ),
)  # fmt: skip
