"""What a server's tokens cost: as it is set, else as its address is known to charge."""

from __future__ import annotations

import math
from collections.abc import Mapping

from reelwright.errors import InvalidInput
from reelwright.providers.access import Access
from reelwright.vendors.openai_compatible.manifest import VENDOR


def dollars(access: Access, usage: Mapping[str, float]) -> float:
    """US dollars; see ``providers.manifest.Offer.cost``. A server whose prices nobody knows costs nothing."""
    if not access.option("text_price"):
        from reelwright.vendors.typed_text.prices import server_dollars  # noqa: PLC0415  loads a table of prices

        return server_dollars(access, usage)
    read, written = price_of(access.option("text_price"))
    return (usage.get("input_tokens", 0) * read + usage.get("output_tokens", 0) * written) / 1e6


def price_of(told: str) -> tuple[float, float]:
    """US dollars of a million tokens read, and written. Raises ``InvalidInput``."""
    read, _, written = told.partition("/")
    try:
        prices = float(read), float(written or 0)
    except ValueError:
        prices = -1.0, -1.0
    if not all(math.isfinite(price) and price >= 0 for price in prices):
        raise InvalidInput(f"{VENDOR.variable('text_price')} is no price: {told[:40]}", hint="for example 0.15/0.60")
    return prices
