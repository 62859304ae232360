"""The way to Google Cloud Translation."""

from __future__ import annotations

from typing import Any

from reelwright.errors import NoBalance, ProviderFailed, ProviderRefused, RateLimited
from reelwright.http.vendor import VendorHttp
from reelwright.providers.access import Access
from reelwright.vendors.google_translate.manifest import VENDOR

_TOO_FAST = ("userratelimitexceeded", "ratelimitexceeded")
_USED_UP = ("dailylimitexceeded", "quotaexceeded")
_HINT = f"set {VENDOR.variable('api_key')} to a key with the Cloud Translation API enabled; {VENDOR.site}"


def api(access: Access, timeout_seconds: float = 60.0) -> VendorHttp:
    """Calls with the key of ``access``, in a header: addresses get into logs."""
    headers = {"X-Goog-Api-Key": access.option("api_key")}
    base = access.option("base_url")
    return VendorHttp(VENDOR.title, base, headers, timeout_seconds, key_hint=_HINT, reason=_reason)


def asked(http: VendorHttp, method: str, path: str, **sent: Any) -> Any:
    """The JSON of an answer. Google says 403 for limits and 400 for a bad key: these become what they mean."""
    try:
        return http.json(method, path, **sent)
    except ProviderFailed as error:
        low = error.message.lower()
        if error.status == 403 and any(word in low for word in _TOO_FAST):
            raise RateLimited(error.message, hint="try again later", retry_after=None) from None
        if error.status == 403 and any(word in low for word in _USED_UP):
            raise NoBalance(
                error.message, hint="raise the quota in the Google Cloud console, or choose another"
            ) from None
        if error.status == 400 and ("api key" in low or "api_key" in low):
            raise ProviderRefused(error.message, hint=_HINT) from None
        raise


def _reason(status: int, body: Any) -> str:
    """``error.message`` with ``error.errors[0].reason``."""
    del status
    try:
        error = body["error"]
        reasons = [str(row["reason"]) for row in error.get("errors", ()) if row.get("reason")]
        return f"{error['message']} ({reasons[0]})" if reasons else str(error["message"])
    except (KeyError, TypeError, AttributeError):
        return ""
