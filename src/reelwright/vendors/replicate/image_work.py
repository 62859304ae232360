"""Pictures of Replicate's predictions: looked after by their id until they have ended, cancelled with the wait."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from reelwright.errors import Cancelled, ContentRefused, ProviderFailed
from reelwright.http.vendor import VendorHttp
from reelwright.providers.payments import Call
from reelwright.vendors.polling import wait_for
from reelwright.vendors.replicate.predictions import Prediction, Predictions

_REFUSALS = ("nsfw", "sensitive", "safety", "content policy")
OnState = Callable[[str], None]
"""Called with the word for where the work is: ``starting``, ``processing``."""


def predicted(
    http: VendorHttp, call: Call, model: str, given: dict[str, Any], sleep: Callable[[float], None],
    on_state: OnState = lambda state: None,
) -> Prediction:  # fmt: skip
    """The prediction when it has succeeded, created now unless ``call.reference`` names it already.

    ``model`` is ``owner/name`` or ``owner/name:version``. ``sleep`` or ``on_state`` may raise ``Cancelled``: the work is
    stopped at Replicate, too.
    """
    work = Predictions(http)
    reference = call.reference
    if not reference:
        reference = work.create(model, given)
        call.accepted(reference)

    def look() -> Prediction | None:
        told = work.get(reference)
        if told.state == "succeeded":
            return told
        if told.state in ("failed", "canceled"):
            raise _failure(http.title, told.state, told.error)
        on_state(told.state)
        return None

    try:
        return wait_for(look, sleep, http.title)
    except Cancelled:
        with suppress(ProviderFailed):
            work.cancel(reference)
        raise


def _failure(title: str, state: str, reason: str) -> ProviderFailed:
    said = f"{title}: the prediction {'was cancelled' if state != 'failed' else f'failed: {reason[:300]}'}"
    if any(word in reason.lower() for word in _REFUSALS):
        return ContentRefused(said, hint="change the words")
    return ProviderFailed(said)
