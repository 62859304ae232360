"""Clips of a Veo model: a long-running operation. https://ai.google.dev/gemini-api/docs/video"""

from __future__ import annotations

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

_SECONDS = (4, 6, 8)
_RESOLUTIONS = ("720p", "1080p", "4k")
_SHAPES = ("16:9", "9:16")
_MOST_REFERENCES = 3
_MOST_PICTURE = 6_000_000
_FILE = re.compile(r"/v1beta/files/([\w-]+)")


@dataclass(frozen=True)
class VeoClips:
    """See ``vendors.clip_work.ClipMaker``. A reference is the operation's name. Sound always comes along."""

    http: VendorHttp
    model: str
    title: str = "Google Gemini"

    @property
    def version(self) -> str:
        return self.model

    def order(self, request: ClipRequest, picture: Picture) -> Order:
        if len(request.references) > _MOST_REFERENCES:
            raise ReferencesNotTaken(
                f"{self.model} takes up to {_MOST_REFERENCES} pictures as references", most=_MOST_REFERENCES
            )
        if request.last and not request.first:
            raise ProviderFailed(f"{self.model} takes a last picture only with a first one")
        resolution = nearest_lines(request.height, _RESOLUTIONS)
        # Interpolation, references and more than 720 lines are made at eight seconds only.
        is_long = request.last or request.references or resolution != "720p"
        seconds = 8 if is_long else nearest_seconds(request.seconds, _SECONDS)
        instance: dict[str, Any] = {"prompt": described(request)}
        if request.first:
            instance["image"] = _image(picture(request.first))
        if request.last:
            instance["lastFrame"] = _image(picture(request.last))
        if request.references:
            instance["referenceImages"] = [
                {"image": _image(picture(path)), "referenceType": "ASSET"} for path in request.references
            ]
        parameters: dict[str, Any] = {
            "aspectRatio": nearest_shape(request.aspect, _SHAPES), "durationSeconds": seconds, "resolution": resolution,
        }  # fmt: skip
        if request.avoid:
            parameters["negativePrompt"] = request.avoid
        tier = "veo_fast" if "fast" in self.model or "lite" in self.model else "veo"
        body = {"instances": [instance], "parameters": parameters}
        return Order(f"v1beta/models/{self.model}:predictLongRunning", body, {f"{tier}_seconds_{resolution}": seconds})

    def picture(self, path: Path) -> Sent:
        return picture(path, _MOST_PICTURE)

    def submit(self, order: Order) -> str:
        return named(self.title, self.http.json("POST", order.path, json=order.body), "name")

    def look(self, reference: str) -> Look:
        told = asked(self.http, f"v1beta/{reference}")
        if not told.get("done"):
            return Look("working")
        if told.get("error"):
            raise failure(self.title, str(told["error"].get("message") or ""), str(told["error"].get("code") or ""))
        answer = (told.get("response") or {}).get("generateVideoResponse") or {}
        for sample in answer.get("generatedSamples") or []:
            if link := (sample.get("video") or {}).get("uri"):
                found = _FILE.search(link)  # so that a proxy in between serves the file, too
                return Look("done", link=f"v1beta/files/{found[1]}:download?alt=media" if found else link)
        reasons = "; ".join(map(str, answer.get("raiMediaFilteredReasons") or []))
        raise failure(self.title, reasons, "blocked by its safety filters" if not reasons else "safety")

    def cancel(self, reference: str) -> bool:
        self.http.json("POST", f"v1beta/{reference}:cancel", json={})
        return True

    def fetch(self, link: str, target: Path) -> None:
        self.http.download(link, target)


def _image(sent: Sent) -> dict[str, str]:
    return {"bytesBase64Encoded": sent.data, "mimeType": sent.kind}
