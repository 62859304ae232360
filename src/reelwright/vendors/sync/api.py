"""The way to Sync, what it costs, and whether the key is good."""

from __future__ import annotations

from collections.abc import Mapping

from reelwright.http.vendor import VendorHttp
from reelwright.providers.access import Access
from reelwright.vendors.keyed_http import keyed_http
from reelwright.vendors.sync.manifest import VENDOR

_FRAME_DOLLARS = {
    "lipsync-2": 0.05 / 25, "lipsync-2-pro": 0.083 / 25, "sync-3": 0.133 / 25, "lipsync-1.9.0-beta": 0.025 / 25,
}  # fmt: skip
"""The dearest plan's prices (https://sync.so/docs/product/billing): told for a second of 25 pictures, charged by the picture."""


def api(access: Access, timeout_seconds: float = 300.0) -> VendorHttp:
    """Calls with the key of ``access``."""
    return keyed_http(
        access,
        {"x-api-key": access.option("api_key")},
        timeout_seconds,
        missing_hint=f"the model may have been retired: set {VENDOR.variable('model')}",
    )


def dollars(access: Access, usage: Mapping[str, float]) -> float:
    """See ``providers.manifest.Offer``; a model we do not know counts as the dearest."""
    price = _FRAME_DOLLARS.get(access.option("model"), max(_FRAME_DOLLARS.values()))
    return usage.get("frames", 0.0) * price


def check(access: Access) -> str:
    """See ``providers.manifest.Vendor``."""
    told = api(access, 20).json("GET", "v2/models")
    rows = told if isinstance(told, list) else []
    names = {str(row.get("name")) for row in rows if isinstance(row, dict)}
    model = access.option("model")
    return "the key is good" if not names or model in names else f"the key is good; there is no model {model} any more"
