"""fal's queue: work is submitted to an app, looked after by the name it gets, and fetched when it is complete.

https://docs.fal.ai/model-apis/model-endpoints/queue
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from reelwright.errors import Cancelled, OutcomeUnknown, ProviderFailed
from reelwright.http.vendor import VendorHttp
from reelwright.providers.payments import Call
from reelwright.vendors.polling import wait_for

OnState = Callable[[str], None]
"""Called with the queue's word for where the work is: ``IN_QUEUE``, ``IN_PROGRESS``."""


def from_queue(
    http: VendorHttp, call: Call, model: str, arguments: dict[str, Any], sleep: Callable[[float], None],
    on_state: OnState = lambda state: None,
) -> dict[str, Any]:  # fmt: skip
    """What the model answers, submitted now unless ``call.reference`` names it already.

    ``sleep`` or ``on_state`` may raise ``Cancelled``: the work is stopped at fal, too, where it has not begun.
    """
    reference = call.reference or _submitted(http, call, model, arguments)
    # Of fal-ai/flux/dev the queue keeps the first two parts: fal-ai/flux.
    path = f"{'/'.join(model.split('/')[:2])}/requests/{reference}"

    def look() -> bool | None:
        told = http.json("GET", f"{path}/status")
        state = str(told.get("status")) if isinstance(told, dict) else ""
        if state == "COMPLETED":
            if told.get("error"):
                raise ProviderFailed(f"{http.title} could not do it: {str(told['error'])[:300]}")
            return True
        on_state(state)
        return None

    try:
        wait_for(look, sleep, http.title)
    except Cancelled:
        with suppress(ProviderFailed):  # what has begun cannot be stopped
            http.call("PUT", f"{path}/cancel")
        raise
    result = http.json("GET", path)
    if not isinstance(result, dict):
        raise OutcomeUnknown(f"{http.title} answered in an unknown shape")
    return result


def _submitted(http: VendorHttp, call: Call, model: str, arguments: dict[str, Any]) -> str:
    told = http.json("POST", model, json=arguments)
    reference = str(told.get("request_id") or "") if isinstance(told, dict) else ""
    if not reference:
        raise OutcomeUnknown(f"{http.title} took the work without naming it", hint="look at its own list of requests")
    call.accepted(reference)
    return reference
