"""What OpenAI offers."""

from __future__ import annotations

from reelwright.providers.manifest import Offer, Vendor, api_key, base_url

VENDOR = Vendor(
    "openai", "OpenAI",
    (
        api_key("OPENAI_API_KEY"),
        base_url("https://api.openai.com/v1", "OPENAI_BASE_URL"),
    ),
    site="https://platform.openai.com/api-keys",
    check="reelwright.vendors.openai.check:check",
)  # fmt: skip

OFFERS: tuple[Offer, ...] = ()
