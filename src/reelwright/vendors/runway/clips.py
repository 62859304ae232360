"""Clips by Runway: a task. https://docs.dev.runwayml.com/api/"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reelwright.errors import ProviderFailed
from reelwright.http.vendor import VendorHttp
from reelwright.providers.access import Access
from reelwright.providers.clips import ClipRequest, ReferencesNotTaken
from reelwright.vendors.clip_pictures import Sent, picture
from reelwright.vendors.clip_shapes import nearest_lines, nearest_seconds, nearest_size
from reelwright.vendors.clip_work import (
    ClipWork,
    Look,
    Order,
    Picture,
    asked,
    clip_port,
    description,
    failure,
)
from reelwright.vendors.runway.api import api
from reelwright.vendors.runway.manifest import VENDOR
from reelwright.vendors.runway.models import UNKNOWN_CREDITS, Model, model_named
from reelwright.vendors.slow_work import named

_MOST_PICTURE = 3_300_000
"""Bytes; Runway takes 5 MB of data URI, and base64 makes four of three."""
_MOST_SEED = 2**32 - 1


def connect(access: Access) -> ClipWork:
    """The clip port. Raises ``InvalidInput`` for options that cannot be read."""
    told = access.number("credits_per_second") if access.option("credits_per_second") else 0.0
    return clip_port(access, RunwayClips(api(access), access.option("clip_model"), told))


@dataclass(frozen=True)
class RunwayClips:
    """See ``vendors.clip_work.ClipMaker``. ``credits_per_second`` 0 is by the table of models."""

    http: VendorHttp
    model: str
    credits_per_second: float = 0.0
    title: str = VENDOR.title

    @property
    def version(self) -> str:
        return self.model

    def order(self, request: ClipRequest, picture: Picture) -> Order:
        model = model_named(self.model)
        self._check(request, model)
        seconds = nearest_seconds(request.seconds, model.seconds)
        body: dict[str, Any] = {"model": self.model, "duration": seconds}
        if text := description(request, self.model, model.most_prompt):
            body["promptText"] = text
        if request.first and model.pictures_size:
            body["ratio"] = nearest_lines(request.height, model.pictures_size)
        else:
            body["ratio"] = nearest_size(request.aspect, request.height, model.sizes)
        if request.first:
            body["promptImage"] = _keyframes(request.first, request.last, picture)
        if request.references:
            body["references"] = [{"uri": picture(path).uri} for path in request.references]
        if request.seed is not None and model.has_seed:
            body["seed"] = request.seed % (_MOST_SEED + 1)
        if model.has_sound:
            body["audio"] = request.with_sound
        if request.avoid and model.has_avoid:
            body["negativePrompt"] = request.avoid
        path = "v1/image_to_video" if request.first else "v1/text_to_video"
        return Order(path, body, {"credits": self._credits(model, seconds, request.with_sound)})

    def _check(self, request: ClipRequest, model: Model) -> None:
        if request.last and not request.first:
            raise ProviderFailed("Runway takes a last picture only with a first one")
        if request.last and not model.has_last:
            raise ProviderFailed(f"{self.model} takes no last picture", hint="veo3.1, seedance2 and wan3 do")
        if request.references and not model.has_references:
            raise ReferencesNotTaken(f"{self.model} takes no pictures as references", hint="seedance2 and wan3 do")
        if request.references and request.first:
            raise ProviderFailed("Runway takes either a first picture or references, not both")
        if not request.first and not model.has_text:
            raise ProviderFailed(f"{self.model} needs a first picture", hint="gen4.5 makes clips of words alone")

    def _credits(self, model: Model, seconds: int, with_sound: bool) -> int:
        dear = model.sound_credits if with_sound else 0.0
        return math.ceil(seconds * (self.credits_per_second or dear or model.credits or UNKNOWN_CREDITS))

    def picture(self, path: Path) -> Sent:
        return picture(path, _MOST_PICTURE)

    def submit(self, order: Order) -> str:
        return named(self.title, self.http.json("POST", order.path, json=order.body))

    def look(self, reference: str) -> Look:
        told = asked(self.http, f"v1/tasks/{reference}")
        status = told.get("status")
        if status in ("PENDING", "THROTTLED"):
            return Look("queued")
        if status in ("FAILED", "CANCELLED"):
            raise failure(self.title, str(told.get("failure") or ""), str(told.get("failureCode") or status))
        if status != "SUCCEEDED":
            part = told.get("progress")
            return Look("working", float(part) if isinstance(part, (int, float)) else None)
        if not told.get("output"):
            raise failure(self.title, "the task holds no video")
        return Look("done", link=str(told["output"][0]))

    def cancel(self, reference: str) -> bool:
        self.http.call("DELETE", f"v1/tasks/{reference}")
        return True

    def fetch(self, link: str, target: Path) -> None:
        self.http.download(link, target)


def _keyframes(first: Path, last: Path | None, picture: Picture) -> list[dict[str, str]]:
    frames = [{"uri": picture(first).uri, "position": "first"}]
    return [*frames, {"uri": picture(last).uri, "position": "last"}] if last else frames
