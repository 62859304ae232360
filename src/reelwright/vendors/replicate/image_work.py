"""Replicate's predictions: created, looked after by their id until they have ended, cancelled.

https://replicate.com/docs/reference/http
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from reelwright.errors import Cancelled, ContentRefused, OutcomeUnknown, ProviderFailed
from reelwright.http.vendor import VendorHttp
from reelwright.providers.payments import Call
from reelwright.vendors.polling import wait_for

_REFUSALS = ("nsfw", "sensitive", "safety", "content policy")
OnState = Callable[[str], None]
"""Called with the word for where the work is: ``starting``, ``processing``."""


def predicted(
    http: VendorHttp, call: Call, model: str, given: dict[str, Any], sleep: Callable[[float], None],
    on_state: OnState = lambda state: None,
) -> dict[str, Any]:  # fmt: skip
    """The prediction when it has succeeded, created now unless ``call.reference`` names it already.

    ``model`` is ``owner/name`` or ``owner/name:version``. ``sleep`` or ``on_state`` may raise ``Cancelled``: the work is
    stopped at Replicate, too.
    """
    reference = call.reference or _created(http, call, model, given)

    def look() -> dict[str, Any] | None:
        told = http.json("GET", f"predictions/{reference}")
        state = str(told.get("status")) if isinstance(told, dict) else ""
        if state == "succeeded":
            return told
        if state in ("failed", "canceled", "aborted"):
            raise _failure(http.title, state, str(told.get("error") or ""))
        on_state(state)
        return None

    try:
        return wait_for(look, sleep, http.title)
    except Cancelled:
        with suppress(ProviderFailed):
            http.call("POST", f"predictions/{reference}/cancel")
        raise


def _created(http: VendorHttp, call: Call, model: str, given: dict[str, Any]) -> str:
    name, _, version = model.partition(":")
    if version:
        told = http.json("POST", "predictions", json={"version": version, "input": given})
    else:
        told = http.json("POST", f"models/{name}/predictions", json={"input": given})
    reference = str(told.get("id") or "") if isinstance(told, dict) else ""
    if not reference:
        raise OutcomeUnknown(
            f"{http.title} took the work without naming it", hint="look at its own list of predictions"
        )
    call.accepted(reference)
    return reference


def _failure(title: str, state: str, reason: str) -> ProviderFailed:
    said = f"{title}: the prediction {'was cancelled' if state != 'failed' else f'failed: {reason[:300]}'}"
    if any(word in reason.lower() for word in _REFUSALS):
        return ContentRefused(said, hint="change the words")
    return ProviderFailed(said)
