"""Whether the server answers, takes the key and has the model; spends nothing."""

from __future__ import annotations

from typing import Any

from reelwright.errors import ProviderFailed, ProviderRefused, ProviderUnavailable
from reelwright.http.vendor import VendorHttp
from reelwright.providers.access import Access

_MOST_SHOWN = 6
_NO_LIST = "it answers, and does not tell which models it has"


def check(access: Access) -> str:
    """See ``providers.manifest.Vendor``. A server without the model is no failure: some take any name."""
    vendor, model = access.offer.vendor, _model(access)
    key = access.option("api_key")
    variables = {option.name: vendor.shown(option) for option in vendor.options}
    http = VendorHttp(
        vendor.title, access.option("base_url"), {"Authorization": f"Bearer {key}"} if key else {}, 20,
        key_hint=f"set {variables['api_key']}",
    )  # fmt: skip
    try:
        names = _names(http.json("GET", "models"))
    except ProviderRefused:
        raise
    except ProviderUnavailable as error:
        if error.status:
            raise
        raise ProviderUnavailable(
            error.message,
            hint=f"is it running? {variables['base_url']} says where it is sought, and usually ends in /v1",
        ) from None
    except ProviderFailed:
        return f"{_NO_LIST}; if calls fail, see whether {variables['base_url']} ends in /v1"
    if not names:
        return _NO_LIST
    if any(name == model or name.startswith(f"{model}:") for name in names):
        return f"it answers, and has the model {model}"
    shown = ", ".join(names[:_MOST_SHOWN]) + (" …" if len(names) > _MOST_SHOWN else "")
    return f"it answers, but does not list the model {model}; it has {shown}"


def _model(access: Access) -> str:
    return access.option("text_model" if access.offer.kind == "text" else "speech_model")


def _names(told: Any) -> list[str]:
    rows = told.get("data") if isinstance(told, dict) else None
    return [str(row["id"]) for row in rows or [] if isinstance(row, dict) and row.get("id")]
