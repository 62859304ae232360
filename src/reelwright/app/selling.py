"""The shop of this platform, by its settings."""

from __future__ import annotations

from reelwright.app.platform import Platform
from reelwright.business.billing.till import Shop
from reelwright.errors import ProviderNeeded


def shop_of(platform: Platform) -> Shop:
    """Raises ``ProviderNeeded`` where nothing is sold."""
    settings = platform.settings
    if platform.tariff is None:
        raise ProviderNeeded("this server sells no credits", hint="the operator sets REELWRIGHT_BILLING")
    return Shop(
        platform.tariff, settings.stripe_key, settings.stripe_webhook_secret, settings.public_url, settings.stripe_url
    )
