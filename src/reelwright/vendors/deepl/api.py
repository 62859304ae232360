"""The way to DeepL."""

from __future__ import annotations

from typing import Any

from reelwright.errors import NoBalance, ProviderFailed
from reelwright.http.vendor import VendorHttp
from reelwright.providers.access import Access
from reelwright.vendors.deepl.manifest import VENDOR, is_free

_QUOTA_USED_UP = 456


def api(access: Access, timeout_seconds: float = 60.0) -> VendorHttp:
    """Calls with the key of ``access``, to the host of its kind."""
    usual = "https://api-free.deepl.com" if is_free(access) else "https://api.deepl.com"
    headers = {"Authorization": f"DeepL-Auth-Key {access.option('api_key')}"}
    return VendorHttp(
        VENDOR.title,
        access.option("base_url") or usual,
        headers,
        timeout_seconds,
        key_hint=f"set {VENDOR.variable('api_key')}; {VENDOR.site}",
    )


def asked(http: VendorHttp, method: str, path: str, **sent: Any) -> Any:
    """The JSON of an answer. HTTP 456, which DeepL alone has, says that the month's characters are used up: ``NoBalance``."""
    try:
        return http.json(method, path, **sent)
    except ProviderFailed as error:
        if error.status != _QUOTA_USED_UP:
            raise
        raise NoBalance(
            error.message, hint="raise the limit of the account at DeepL, or choose another provider"
        ) from None
