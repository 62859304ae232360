"""Clips by Kling: a task of words or of pictures. https://app.klingai.com/global/dev/document-api"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reelwright.errors import InvalidInput, ProviderFailed
from reelwright.http.vendor import VendorHttp, refusal
from reelwright.providers.access import Access
from reelwright.providers.clips import ClipRequest, ReferencesNotTaken
from reelwright.vendors.clip_pictures import Sent, picture
from reelwright.vendors.clip_shapes import nearest_seconds, nearest_shape
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
from reelwright.vendors.kling.api import api
from reelwright.vendors.kling.manifest import VENDOR
from reelwright.vendors.slow_work import named

_SHAPES = ("16:9", "9:16", "1:1")
_SECONDS = (5, 10)
_NEW_SECONDS = tuple(range(3, 16))
_MOST_PROMPT = 2500
_MOST_PICTURE = 7_000_000
"""Bytes; Kling takes 10 MB, and base64 makes four of three."""


def connect(access: Access) -> ClipWork:
    """The clip port. Raises ``InvalidInput`` for options that cannot be read."""
    mode = access.option("clip_mode")
    if mode not in ("std", "pro"):
        raise InvalidInput(f"{VENDOR.variable('clip_mode')} is neither std nor pro")
    return clip_port(access, KlingClips(access, access.option("clip_model"), mode))


@dataclass(frozen=True)
class KlingClips:
    """See ``vendors.clip_work.ClipMaker``. A reference is ``text2video/ID`` or ``image2video/ID``. No work can be stopped."""

    access: Access
    model: str
    mode: str
    title: str = VENDOR.title

    @property
    def version(self) -> str:
        return f"{self.model} {self.mode}"

    @property
    def http(self) -> VendorHttp:
        return api(self.access)

    def order(self, request: ClipRequest, picture: Picture) -> Order:
        if request.references:
            raise ReferencesNotTaken(
                f"{self.model} takes no pictures as references here", hint="use a first or last picture"
            )
        generation = _generation(self.model)
        # Two pictures make five seconds in the older models.
        both = request.first and request.last and generation < 3
        seconds = 5 if both else nearest_seconds(request.seconds, _NEW_SECONDS if generation >= 3 else _SECONDS)
        body: dict[str, Any] = {"model_name": self.model, "mode": self.mode, "duration": str(seconds)}
        if text := description(request, self.model, _MOST_PROMPT):
            body["prompt"] = text
        if request.avoid:
            body["negative_prompt"] = request.avoid[:_MOST_PROMPT]
        has_sound = generation >= 2.6
        if has_sound:
            body["sound"] = "on" if request.with_sound else "off"
        if request.first:
            body["image"] = picture(request.first).data
        if request.last:
            body["image_tail"] = picture(request.last).data
        if not (request.first or request.last):
            body["aspect_ratio"] = nearest_shape(request.aspect, _SHAPES)
        kind = "image2video" if request.first or request.last else "text2video"
        unit = "seconds_with_sound" if has_sound and request.with_sound else "seconds"
        return Order(f"v1/videos/{kind}", body, {unit: seconds})

    def picture(self, path: Path) -> Sent:
        return picture(path, _MOST_PICTURE)

    def submit(self, order: Order) -> str:
        told = self.http.json("POST", order.path, json=order.body)
        data = self._data(told)
        return f"{order.path.rpartition('/')[2]}/{named(self.title, data, 'task_id')}"

    def look(self, reference: str) -> Look:
        data = self._data(asked(self.http, f"v1/videos/{reference}"))
        status = data.get("task_status")
        if status == "submitted":
            return Look("queued")
        if status == "failed":
            raise failure(self.title, str(data.get("task_status_msg") or ""))
        if status != "succeed":
            return Look("working")
        videos = (data.get("task_result") or {}).get("videos") or []
        if not videos or not videos[0].get("url"):
            raise failure(self.title, "the task holds no video")
        return Look("done", link=str(videos[0]["url"]))

    def cancel(self, reference: str) -> bool:
        del reference
        return False

    def fetch(self, link: str, target: Path) -> None:
        self.http.download(link, target)

    def _data(self, told: Any) -> dict[str, Any]:
        """``data`` of an answer; a ``code`` other than 0 is a refusal, whatever the status was."""
        if not isinstance(told, dict):
            return {}
        if told.get("code"):
            raise _refused(self.title, told)
        return told.get("data") or {}


def _refused(title: str, told: dict[str, Any]) -> ProviderFailed:
    if told.get("code") == 1301:
        return failure(title, str(told.get("message") or ""), "content policy")
    return refusal(title, 400, str(told.get("message") or f"code {told['code']}"), {})


def _generation(model: str) -> float:
    """2.6 of ``kling-v2-6``; a name without a number is taken for the newest."""
    found = re.search(r"v(\d+)(?:-(\d+))?", model)
    return float(f"{found[1]}.{found[2] or 0}") if found else 9.0
