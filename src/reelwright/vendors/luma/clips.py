"""Clips by Luma's Ray: a generation. https://docs.agents.lumalabs.ai/guides/videos/generation/"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reelwright.http.vendor import VendorHttp
from reelwright.providers.access import Access
from reelwright.providers.clips import ClipRequest, ReferencesNotTaken
from reelwright.vendors.clip_pictures import Sent, picture
from reelwright.vendors.clip_shapes import nearest_lines, nearest_seconds, nearest_shape
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
from reelwright.vendors.keyed_http import bearer, keyed_http
from reelwright.vendors.luma.manifest import VENDOR
from reelwright.vendors.slow_work import named

_SHAPES = ("16:9", "9:16", "1:1", "4:3", "3:4", "21:9")
_RESOLUTIONS = ("360p", "540p", "720p", "1080p")
_SECONDS = (5, 10)
_MOST_PROMPT = 6000
_MOST_PICTURE = 6_000_000


def connect(access: Access) -> ClipWork:
    """The clip port. Raises ``InvalidInput`` for options that cannot be read."""
    return clip_port(access, LumaClips(keyed_http(access, bearer(access)), access.option("clip_model")))


@dataclass(frozen=True)
class LumaClips:
    """See ``vendors.clip_work.ClipMaker``. The API takes no seed, makes no sound and stops no work."""

    http: VendorHttp
    model: str
    title: str = VENDOR.title

    @property
    def version(self) -> str:
        return self.model

    def order(self, request: ClipRequest, picture: Picture) -> Order:
        if request.references:
            raise ReferencesNotTaken(
                f"{self.model} takes no pictures as references", hint="use a first or last picture"
            )
        # Frames to begin or end with go with five seconds only.
        has_frames = request.first or request.last
        seconds = 5 if has_frames else nearest_seconds(request.seconds, _SECONDS)
        resolution = nearest_lines(request.height, _RESOLUTIONS)
        video: dict[str, Any] = {"resolution": resolution, "duration": f"{seconds}s"}
        if request.first:
            video["start_frame"] = _frame(picture(request.first))
        if request.last:
            video["end_frame"] = _frame(picture(request.last))
        text = description(request, self.model, _MOST_PROMPT - len(request.avoid) - 10)
        if request.avoid:
            text += f". Avoid: {request.avoid.strip()}"
        body = {
            "model": self.model, "type": "video", "prompt": text,
            "aspect_ratio": nearest_shape(request.aspect, _SHAPES), "video": video,
        }  # fmt: skip
        return Order("generations", body, {f"seconds_{resolution}": seconds})

    def picture(self, path: Path) -> Sent:
        return picture(path, _MOST_PICTURE)

    def submit(self, order: Order) -> str:
        return named(self.title, self.http.json("POST", order.path, json=order.body))

    def look(self, reference: str) -> Look:
        told = asked(self.http, f"generations/{reference}")
        state = told.get("state")
        if state == "queued":
            return Look("queued")
        if state == "failed":
            raise failure(self.title, str(told.get("failure_reason") or ""), str(told.get("failure_code") or ""))
        if state != "completed":
            return Look("working")
        links = [row.get("url") for row in told.get("output") or [] if row.get("url")]
        if not links:
            raise failure(self.title, "the generation holds no video")
        return Look("done", link=str(links[0]))

    def cancel(self, reference: str) -> bool:
        del reference
        return False

    def fetch(self, link: str, target: Path) -> None:
        self.http.download(link, target)


def _frame(sent: Sent) -> dict[str, str]:
    return {"data": sent.data, "media_type": sent.kind}
