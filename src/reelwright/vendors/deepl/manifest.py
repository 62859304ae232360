"""What DeepL offers."""

from __future__ import annotations

from collections.abc import Mapping

from reelwright.providers.access import Access
from reelwright.providers.manifest import Offer, Option, Vendor, api_key

VENDOR = Vendor(
    "deepl",
    "DeepL",
    (
        api_key("DEEPL_API_KEY", "DEEPL_AUTH_KEY"),
        Option("base_url", "its address; without it that of the key's kind: keys of the free API end in :fx"),
        Option(
            "model_type", "quality_optimized, prefer_quality_optimized or latency_optimized; DeepL's choice if empty"
        ),
    ),
    site="https://www.deepl.com/your-account/keys",
    check="reelwright.vendors.deepl.check:check",
)


def is_free(access: Access) -> bool:
    """Whether the key is one of the free API, which has a host of its own."""
    return access.option("api_key").endswith(":fx")


def cost(access: Access, usage: Mapping[str, float]) -> float:
    """US dollars of so many characters; see ``Offer.cost``."""
    return 0.0 if is_free(access) else usage.get("characters", 0.0) * 0.000025


OFFERS = (
    Offer(
        VENDOR, "translation", "reelwright.vendors.deepl.translation:connect", 80, limits={"texts": 50, "characters": 30_000},
        prices={"characters": 0.000025}, cost="reelwright.vendors.deepl.manifest:cost",
    ),
)  # fmt: skip
