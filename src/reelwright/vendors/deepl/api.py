"""The way to DeepL."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from reelwright.errors import NoBalance, ProviderFailed
from reelwright.http.vendor import VendorHttp
from reelwright.providers.access import Access
from reelwright.vendors.deepl.manifest import is_free
from reelwright.vendors.keyed_http import keyed_http

_QUOTA_USED_UP = 456


def api(access: Access, timeout_seconds: float = 60.0) -> VendorHttp:
    """Calls with the key of ``access``, to the host of its kind."""
    usual = "https://api-free.deepl.com" if is_free(access) else "https://api.deepl.com"
    http = keyed_http(access, {"Authorization": f"DeepL-Auth-Key {access.option('api_key')}"}, timeout_seconds)
    return replace(http, base_url=http.base_url or usual)


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
