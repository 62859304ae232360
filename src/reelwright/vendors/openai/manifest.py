"""What OpenAI offers."""

from __future__ import annotations

from reelwright.providers.manifest import Offer, Vendor, api_key, base_url
from reelwright.vendors.typed_text.options import text_model, text_timeout

VENDOR = Vendor(
    "openai", "OpenAI",
    (
        api_key("OPENAI_API_KEY"),
        base_url("https://api.openai.com/v1", "OPENAI_BASE_URL"),
        text_model("gpt-6.1-terra"),
        text_timeout(),
    ),
    site="https://platform.openai.com/api-keys",
    check="reelwright.vendors.openai.check:check",
)  # fmt: skip

OFFERS = (
    Offer(
        VENDOR, "text", "reelwright.vendors.openai.text:connect", 90, abilities=frozenset({"typed"}),
        prices={"input_tokens": 10e-6, "output_tokens": 50e-6}, cost="reelwright.vendors.typed_text.prices:dollars",
    ),
)  # fmt: skip
