"""fal's queue: submit, look, fetch, cancel. https://docs.fal.ai/model-apis/model-endpoints/queue"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from reelwright.errors import OutcomeUnknown, ProviderFailed
from reelwright.http.vendor import VendorHttp
from reelwright.providers.access import Access
from reelwright.vendors.fal.api import api

State = Literal["IN_QUEUE", "IN_PROGRESS", "COMPLETED"]
_NAMESPACES = frozenset({"workflows", "comfy"})


@dataclass(frozen=True)
class FalQueue:
    """A reference is ``owner/app/requests/id``: all that is needed to find the work again."""

    http: VendorHttp

    def submit(self, model: str, arguments: dict[str, Any]) -> str:
        """Begin. ``model`` is an endpoint's id, such as ``fal-ai/wan/v2.2-a14b/text-to-video``."""
        told = self.http.json("POST", model.strip("/"), json=arguments)
        request = told.get("request_id") if isinstance(told, dict) else None
        if not isinstance(request, str) or not request:
            raise OutcomeUnknown("fal took the work and did not name it", hint="it may have been charged for")
        return f"{_app(model)}/requests/{request}"

    def state(self, reference: str) -> State:
        told = self.http.json("GET", f"{reference}/status")
        state = told.get("status") if isinstance(told, dict) else None
        return state if state in ("IN_QUEUE", "IN_PROGRESS", "COMPLETED") else "IN_PROGRESS"

    def result(self, reference: str) -> dict[str, Any]:
        """Of completed work. Raises ``ProviderFailed`` with ``status`` 4xx or 5xx and the reason of work that failed."""
        told = self.http.json("GET", reference)
        return told if isinstance(told, dict) else {}

    def cancel(self, reference: str) -> bool:
        """Whether fal stops the work; no when it is done already."""
        try:
            told = self.http.json("PUT", f"{reference}/cancel")
        except ProviderFailed as error:
            if error.status in (400, 404):
                return False
            raise
        return isinstance(told, dict) and told.get("status") == "CANCELLATION_REQUESTED"


def queue(access: Access, timeout_seconds: float = 120.0) -> FalQueue:
    """Calls with the key of ``access``."""
    return FalQueue(api(access, timeout_seconds))


def _app(model: str) -> str:
    """Owner and name: requests are kept below these, whatever path of the app was called."""
    parts = model.strip("/").split("/")
    return "/".join(parts[: 3 if parts[0] in _NAMESPACES else 2])
