"""What Replicate offers."""

from __future__ import annotations

from reelwright.providers.manifest import Offer, Vendor, api_key, base_url

VENDOR = Vendor(
    "replicate", "Replicate",
    (
        api_key("REPLICATE_API_TOKEN"),
        base_url("https://api.replicate.com/v1", "REPLICATE_API_BASE_URL"),
    ),
    site="https://replicate.com/account/api-tokens",
    check="reelwright.vendors.replicate.check:check",
)  # fmt: skip

OFFERS: tuple[Offer, ...] = ()
