"""Pictures by Google's Gemini models: ``POST /v1beta/models/{model}:generateContent``.

https://ai.google.dev/gemini-api/docs/image-generation
"""

from __future__ import annotations

import math
from typing import Any

from reelwright.errors import ContentRefused, OutcomeUnknown, ProviderFailed
from reelwright.providers.access import Access
from reelwright.providers.images import Image, ImageRequest
from reelwright.providers.payments import Call, Paid
from reelwright.vendors.google.api import api
from reelwright.vendors.made_picture import as_result, images_of, keep_picture, one_by_one, picture_bytes, whole_prompt
from reelwright.vendors.nearest_size import nearest_ratio
from reelwright.vendors.sent_picture import SentPicture, sent_pictures

_RATIOS = ("1:1", "2:3", "3:2", "3:4", "4:3", "4:5", "5:4", "9:16", "16:9", "21:9")
_PIXELS = {"512": 512, "1K": 1024, "2K": 2048, "4K": 4096}
"""The side of a square of each size the models draw."""
_REFUSALS = ("SAFETY", "PROHIBITED", "BLOCKLIST", "RECITATION", "SPII")


class GeminiImages:
    def __init__(self, access: Access, timeout_seconds: float = 300.0, most_bytes: int = 200_000_000) -> None:
        self._access = access
        self._http = api(access, timeout_seconds)
        self._most_bytes = most_bytes
        self._model = access.option("image_model")

    @property
    def name(self) -> str:
        return self._access.name

    @property
    def version(self) -> str:
        return self._model

    def generate(self, request: ImageRequest) -> tuple[Image, ...]:
        """See ``providers.images.ImageGeneration``."""
        references = sent_pictures(request.references)
        return one_by_one(request.count, lambda number: self._one(request, references, number))

    def _one(self, request: ImageRequest, references: list[SentPicture], number: int) -> tuple[Image, ...]:
        settings: dict[str, Any] = {"responseModalities": ["IMAGE"], "imageConfig": self._shape(request)}
        if request.seed is not None:
            settings["seed"] = (request.seed + number) % 2**31
        prompt = whole_prompt(request, says_avoid=True)
        parts: list[dict[str, Any]] = [{"text": prompt}]
        parts += [{"inlineData": {"mimeType": each.content_type, "data": each.base64}} for each in references]
        body = {"contents": [{"role": "user", "parts": parts}], "generationConfig": settings}
        told = {
            "model": self._model, "prompt": prompt, "settings": settings, "number": number,
            "references": [each.sha256 for each in references],
        }  # fmt: skip

        def perform(call: Call) -> Paid:
            path = f"v1beta/models/{self._model}:generateContent"
            answer = self._http.json("POST", path, json=body, most_bytes=self._most_bytes)
            row = keep_picture(
                picture_bytes(_picture(answer, self._http.title), self._http.title), self._access.shelf,
                self._http.title, seed=settings.get("seed"),
            )  # fmt: skip
            return Paid(as_result([row]), usage={"images": 1}, provider_ref=str(answer.get("responseId", "")))

        return images_of(self._access, self._access.pay("images", told, {"images": 1}, perform).result)

    def _shape(self, request: ImageRequest) -> dict[str, str]:
        """``imageConfig``: the nearest shape, and of the sizes the model draws the one nearest in area."""
        shape = {"aspectRatio": nearest_ratio(request.width, request.height, _RATIOS)}
        sizes = [size.strip() for size in self._access.option("image_sizes").split(",") if size.strip() in _PIXELS]
        if sizes:
            side = math.sqrt(request.width * request.height)
            shape["imageSize"] = min(sizes, key=lambda size: abs(math.log(_PIXELS[size] / side)))
        return shape


def connect(access: Access) -> GeminiImages:
    """See ``providers.manifest.Offer``."""
    return GeminiImages(access)


def _picture(answer: Any, title: str) -> str:
    """The base64 text of the picture in an answer. Raises ``ContentRefused`` with the vendor's word for it."""
    if not isinstance(answer, dict):
        raise OutcomeUnknown(f"{title} answered in an unknown shape")
    blocked = (answer.get("promptFeedback") or {}).get("blockReason")
    if blocked:
        raise ContentRefused(f"{title} refused the words: {blocked}", hint="change the words")
    candidates = answer.get("candidates") or [{}]
    texts: list[str] = []
    for part in (candidates[0].get("content") or {}).get("parts") or []:
        inline = part.get("inlineData") or part.get("inline_data")
        if inline and not part.get("thought"):
            return str(inline.get("data") or "")
        texts.append(str(part.get("text") or ""))
    ended = str(candidates[0].get("finishReason") or "")
    said = " ".join([ended, str(candidates[0].get("finishMessage") or ""), *texts]).strip()[:300]
    if any(word in ended for word in _REFUSALS):
        raise ContentRefused(f"{title} refused to draw that: {said}", hint="change the words")
    raise ProviderFailed(f"{title} answered without a picture: {said or 'it gave no reason'}")
