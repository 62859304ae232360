"""fal's queue: submit, look, fetch, cancel. https://docs.fal.ai/model-apis/model-endpoints/queue"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from reelwright.errors import OutcomeUnknown, ProviderFailed
from reelwright.http.guard import Guard
from reelwright.http.vendor import VendorHttp
from reelwright.providers.access import Access
from reelwright.vendors.fal.api import api
from reelwright.vendors.slow_work import named

State = Literal["IN_QUEUE", "IN_PROGRESS", "COMPLETED"]
_NAMESPACES = frozenset({"workflows", "comfy"})


@dataclass(frozen=True, slots=True)
class Status:
    """``error`` is what is told at once of completed work that failed; its result tells more."""

    state: State
    error: str = ""


@dataclass(frozen=True)
class FalQueue:
    """A reference is ``owner/app/requests/id``: all that is needed to find the work again."""

    http: VendorHttp

    def submit(self, model: str, arguments: dict[str, Any]) -> str:
        """Begin. ``model`` is an endpoint's id, such as ``fal-ai/wan/v2.2-a14b/text-to-video``."""
        told = self.http.json("POST", model.strip("/"), json=arguments)
        return f"{_app(model)}/requests/{named(self.http.title, told, 'request_id')}"

    def status(self, reference: str) -> Status:
        told = self.http.json("GET", f"{reference}/status")
        if not isinstance(told, dict):
            return Status("IN_PROGRESS")
        state = told.get("status")
        known = state in ("IN_QUEUE", "IN_PROGRESS", "COMPLETED")
        return Status(state if known else "IN_PROGRESS", str(told.get("error") or ""))

    def result(self, reference: str) -> dict[str, Any]:
        """Of completed work. Raises ``ProviderFailed`` with ``status`` 4xx or 5xx and the reason of work that failed, and
        ``OutcomeUnknown`` for another shape."""
        told = self.http.json("GET", reference)
        if not isinstance(told, dict):
            raise OutcomeUnknown(f"{self.http.title} answered in an unknown shape")
        return told

    def cancel(self, reference: str) -> bool:
        """Whether fal stops the work; no when it is done already."""
        try:
            told = self.http.json("PUT", f"{reference}/cancel")
        except ProviderFailed as error:
            if error.status in (400, 404):
                return False
            raise
        return isinstance(told, dict) and told.get("status") == "CANCELLATION_REQUESTED"


def queue(access: Access, timeout_seconds: float = 120.0, guard: Guard | None = None) -> FalQueue:
    """See ``api``."""
    return FalQueue(api(access, timeout_seconds, guard))


def _app(model: str) -> str:
    """Owner and name: requests are kept below these, whatever path of the app was called."""
    parts = model.strip("/").split("/")
    return "/".join(parts[: 3 if parts[0] in _NAMESPACES else 2])
