"""Clips of a Gemini Omni model: an interaction in the background. https://ai.google.dev/gemini-api/docs/omni"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reelwright.errors import ProviderFailed
from reelwright.http.vendor import VendorHttp
from reelwright.providers.clips import ClipRequest, ReferencesNotTaken
from reelwright.vendors.clip_pictures import Sent, picture
from reelwright.vendors.clip_shapes import nearest_lines, nearest_seconds, nearest_shape
from reelwright.vendors.clip_work import Look, Order, Picture, asked, described, failure
from reelwright.vendors.slow_work import named

_PATH = "v1beta/interactions"
_SECONDS = range(3, 11)
_RESOLUTIONS = ("360p", "720p", "1080p", "4k")
_SHAPES = ("16:9", "9:16")
_MOST_REFERENCES = 3
_MOST_PICTURE = 6_000_000
_MOST_ANSWER = 80_000_000
"""Bytes: an answer may hold the file itself."""
_FILE = re.compile(r"(?:^|/)files/([\w-]+)")
_GOING_ON = frozenset({"in_progress", "requires_continuation"})


@dataclass(frozen=True)
class OmniClips:
    """See ``vendors.clip_work.ClipMaker``. The model always makes sound, too."""

    http: VendorHttp
    model: str
    title: str = "Google Gemini"

    @property
    def version(self) -> str:
        return self.model

    def order(self, request: ClipRequest, picture: Picture) -> Order:
        seconds = nearest_seconds(request.seconds, _SECONDS)
        resolution = nearest_lines(request.height, _RESOLUTIONS)
        if len(request.references) > _MOST_REFERENCES:
            raise ReferencesNotTaken(
                f"{self.model} takes up to {_MOST_REFERENCES} pictures as references", most=_MOST_REFERENCES
            )
        if request.last and not request.first:
            raise ProviderFailed(f"{self.model} takes a last picture only with a first one")
        pictures = [path for path in (request.first, request.last, *request.references) if path]
        kind = "image_to_video" if request.first else "reference_to_video" if request.references else "text_to_video"
        config: dict[str, Any] = {"video_config": {"task": kind}}
        if request.seed is not None:
            config["seed"] = request.seed
        body = {
            "model": self.model, "background": True, "store": True, "generation_config": config,
            "input": [{"type": "user_input", "content": [*map(_image, map(picture, pictures)), {"type": "text", "text": _text(request)}]}],
            "response_format": {
                "type": "video", "aspect_ratio": nearest_shape(request.aspect, _SHAPES), "duration": f"{seconds}s",
                "resolution": resolution, "delivery": "uri",
            },
        }  # fmt: skip
        return Order(_PATH, body, {f"seconds_{resolution}": seconds})

    def picture(self, path: Path) -> Sent:
        return picture(path, _MOST_PICTURE)

    def submit(self, order: Order) -> str:
        told = self.http.json("POST", order.path, json=order.body, most_bytes=_MOST_ANSWER)
        return named(self.title, told)

    def look(self, reference: str) -> Look:
        told = asked(self.http, f"{_PATH}/{reference}", most_bytes=_MOST_ANSWER)
        status = str(told.get("status"))
        if status == "queued":
            return Look("queued")
        if status in _GOING_ON:
            return Look("working")
        video = _video(told)
        if status != "completed" or video is None:
            raise _failed(self.title, told)
        if video.get("data"):
            return Look("done", content=base64.b64decode(video["data"]))
        return self._delivered(str(video.get("uri", "")))

    def _delivered(self, uri: str) -> Look:
        """A file that the vendor keeps is ready some time after the interaction."""
        found = _FILE.search(uri)
        if found is None:
            return Look("done", link=uri)
        path = f"v1beta/files/{found[1]}"
        state = asked(self.http, path).get("state")
        if state == "FAILED":
            raise failure(self.title, "its file could not be processed there")
        return Look("done", link=f"{path}:download?alt=media") if state == "ACTIVE" else Look("working", 0.99)

    def cancel(self, reference: str) -> bool:
        self.http.json("POST", f"{_PATH}/{reference}/cancel")
        return True

    def fetch(self, link: str, target: Path) -> None:
        self.http.download(link, target)


def _image(sent: Sent) -> dict[str, str]:
    return {"type": "image", "data": sent.data, "mime_type": sent.kind}


def _text(request: ClipRequest) -> str:
    """The description; what to avoid has no field of its own, nor has the part of each picture."""
    parts = [described(request)]
    if request.first and request.last:
        parts.append("The first picture is the first frame of the video, the second picture is its last frame.")
    if request.avoid:
        parts.append(f"Avoid: {request.avoid.strip()}.")
    return "\n".join(parts)


def _outputs(told: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        part
        for step in told.get("steps") or []
        if isinstance(step, dict) and step.get("type") == "model_output"
        for part in step.get("content") or []
        if isinstance(part, dict)
    ]


def _video(told: dict[str, Any]) -> dict[str, Any] | None:
    if isinstance(told.get("output_video"), dict):
        return told["output_video"]
    return next((part for part in _outputs(told) if part.get("type") == "video"), None)


def _failed(title: str, told: dict[str, Any]) -> ProviderFailed:
    """By the interaction's errors, its steps' errors, or what the model said in place of a video."""
    faults = list(told.get("errors") or []) + [
        step["error"] for step in told.get("steps") or [] if isinstance(step, dict) and step.get("error")
    ]
    for fault in faults:
        if isinstance(fault, dict):
            return failure(title, str(fault.get("message") or ""), str(fault.get("code") or ""))
    said = " ".join(str(part.get("text", "")) for part in _outputs(told) if part.get("type") == "text")
    return failure(title, said[:400], f"the interaction is {told.get('status')} and holds no video")
