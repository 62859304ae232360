"""Replicate's predictions: create, get, cancel. https://replicate.com/docs/reference/http"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from reelwright.errors import OutcomeUnknown, ProviderUnavailable
from reelwright.http.guard import Guard
from reelwright.http.vendor import VendorHttp
from reelwright.providers.access import Access
from reelwright.vendors.replicate.api import api
from reelwright.vendors.slow_work import named

State = Literal["starting", "processing", "succeeded", "failed", "canceled"]


@dataclass(frozen=True, slots=True)
class Prediction:
    """``output`` is the model's own JSON, mostly an address or a list of them; addresses expire after an hour."""

    id: str
    state: State
    output: Any = None
    error: str = ""


@dataclass(frozen=True)
class Predictions:
    http: VendorHttp

    def create(self, model: str, arguments: dict[str, Any]) -> str:
        """Begin; the answer is the prediction's id. ``model`` is ``owner/name``, ``owner/name:version`` or a version."""
        told = self.http.json("POST", path_of(model), json=body_of(model, arguments))
        return named(self.http.title, told)

    def get(self, prediction: str) -> Prediction:
        told = self.http.json("GET", f"predictions/{prediction}")
        if not isinstance(told, dict):
            raise ProviderUnavailable(
                f"{self.http.title} tells nothing of the prediction {prediction}", hint="try again later"
            )
        state = told.get("status")
        if state == "aborted":
            state = "canceled"
        known = state in ("starting", "processing", "succeeded", "failed", "canceled")
        return Prediction(
            prediction, state if known else "processing", told.get("output"), str(told.get("error") or "")
        )

    def cancel(self, prediction: str) -> bool:
        self.http.json("POST", f"predictions/{prediction}/cancel")
        return True

    def upload(self, content: bytes, kind: str) -> str:
        """Keep a file there for a day; the answer is its address. Nothing of it costs, so it may always be tried again."""
        name = f"picture.{kind.rpartition('/')[2]}"
        try:
            told = self.http.json("POST", "files", files={"content": (name, content, kind)})
            return str(told["urls"]["get"])
        except (OutcomeUnknown, KeyError, TypeError):
            raise ProviderUnavailable("Replicate did not take the picture to the end", hint="try again later") from None


def predictions(access: Access, timeout_seconds: float = 120.0, guard: Guard | None = None) -> Predictions:
    """See ``api``."""
    return Predictions(api(access, timeout_seconds, guard))


def path_of(model: str) -> str:
    """Where a model's predictions are created: models that Replicate keeps current are asked by name, others by version."""
    return f"models/{model}/predictions" if "/" in model and ":" not in model else "predictions"


def body_of(model: str, arguments: dict[str, Any]) -> dict[str, Any]:
    version = model.rpartition(":")[2]
    return {"input": arguments} | ({} if path_of(model) != "predictions" else {"version": version})


def first_link(output: Any) -> str:
    """The first address in a model's output."""
    if isinstance(output, str):
        return output if "://" in output else ""
    parts = output.values() if isinstance(output, dict) else output if isinstance(output, list) else ()
    return next((link for part in parts if (link := first_link(part))), "")
