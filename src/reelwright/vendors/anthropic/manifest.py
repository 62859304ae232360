"""What Anthropic offers."""

from __future__ import annotations

from reelwright.providers.manifest import Offer, Option, Vendor, api_key, base_url
from reelwright.vendors.typed_text.options import text_deadline, text_model, text_timeout

VENDOR = Vendor(
    "anthropic", "Anthropic",
    (
        api_key("ANTHROPIC_API_KEY"),
        base_url("https://api.anthropic.com", "ANTHROPIC_BASE_URL"),
        text_model("claude-sonnet-5-5"),
        text_timeout(),
        text_deadline(),
        Option("text_max_tokens", "the longest answer in tokens, thinking included, 21333 at most", "16000"),
    ),
    site="https://platform.claude.com/settings/keys",
    check="reelwright.vendors.anthropic.check:check",
)  # fmt: skip

OFFERS = (
    Offer(
        VENDOR, "text", "reelwright.vendors.anthropic.text:connect", 88, abilities=frozenset({"typed"}),
        prices={"input_tokens": 8e-6, "output_tokens": 40e-6}, cost="reelwright.vendors.typed_text.prices:dollars",
    ),
)  # fmt: skip
