"""The way to a vendor's text models."""

from __future__ import annotations

from reelwright.http.vendor import VendorHttp
from reelwright.providers.access import Access


def text_http(access: Access) -> VendorHttp:
    """The vendor's API for text, by ``access``'s options; its SDK adds the key."""
    vendor = access.offer.vendor
    return VendorHttp(
        vendor.title,
        access.option("base_url"),
        timeout_seconds=access.number("text_timeout"),
        total_seconds=access.number("text_deadline"),
        key_hint=f"set {vendor.variable('api_key')}; {vendor.site}",
        missing_hint=(
            f"{vendor.title} does not have the model {access.option('text_model')} (any more): "
            f"set {vendor.variable('text_model')} to one it has"
        ),
    )
