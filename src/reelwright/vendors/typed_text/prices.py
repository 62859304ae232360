"""What a hosted model's tokens cost, by the price table of genai-prices as it is installed; nothing is fetched."""

from __future__ import annotations

from collections.abc import Mapping

from genai_prices import Usage, calc_price

from reelwright.providers.access import Access

_UNITS = ("input_tokens", "output_tokens", "cache_read_tokens", "cache_write_tokens")


def dollars(access: Access, usage: Mapping[str, float]) -> float:
    """US dollars; see ``providers.manifest.Offer.cost``. A model that is not in the table costs what the offer's own
    ``prices`` say, which are those of the vendor's dearest usual model: a budget must hold for a model of tomorrow, too."""
    model = access.option("text_model")
    try:
        return float(calc_price(_counted(usage), model, provider_id=access.name).total_price)
    except LookupError:
        return sum(amount * access.offer.prices.get(unit, 0.0) for unit, amount in usage.items())


def server_dollars(access: Access, usage: Mapping[str, float]) -> float:
    """The same for a server known by its address, such as OpenRouter's; one that is not known costs nothing."""
    try:
        price = calc_price(_counted(usage), access.option("text_model"), provider_api_url=access.option("base_url"))
    except LookupError:
        return 0.0
    return float(price.total_price)


def _counted(usage: Mapping[str, float]) -> Usage:
    return Usage(**{unit: round(usage[unit]) for unit in _UNITS if unit in usage})
