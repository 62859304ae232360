"""Pictures by OpenAI: ``POST /images/generations``, and ``POST /images/edits`` with pictures to look like.

https://platform.openai.com/docs/api-reference/images
"""

from __future__ import annotations

from typing import Any

from reelwright.errors import OutcomeUnknown
from reelwright.providers.access import Access
from reelwright.providers.images import Image, ImageRequest
from reelwright.providers.payments import Call, Paid
from reelwright.vendors.made_picture import as_result, images_of, keep_picture, picture_bytes, whole_prompt
from reelwright.vendors.nearest_size import nearest_size, read_sizes
from reelwright.vendors.openai.api import api
from reelwright.vendors.sent_picture import SentPicture, sent_pictures

_MOST_IN_A_CALL = 10


class OpenAIImages:
    """It draws a few sizes; the nearest in shape is taken. Seeds are not taken: equal requests are answered from the books."""

    def __init__(self, access: Access, timeout_seconds: float = 300.0, most_bytes: int = 400_000_000) -> None:
        self._access = access
        self._http = api(access, timeout_seconds)
        self._most_bytes = most_bytes
        self._model = access.option("image_model")
        self._quality = access.option("image_quality")
        self._sizes = read_sizes(access.option("image_sizes"), access.offer.vendor.variable("image_sizes"))

    @property
    def name(self) -> str:
        return self._access.name

    @property
    def version(self) -> str:
        return f"{self._model}/{self._quality}"

    def generate(self, request: ImageRequest) -> tuple[Image, ...]:
        """See ``providers.images.ImageGeneration``."""
        width, height = nearest_size(request.width, request.height, self._sizes)
        count = min(request.count, _MOST_IN_A_CALL)
        fields: dict[str, Any] = {
            "model": self._model, "prompt": whole_prompt(request, says_avoid=True), "n": count,
            "size": f"{width}x{height}", "quality": self._quality, "output_format": "png",
        }  # fmt: skip
        references = sent_pictures(request.references)
        told = fields | {"references": [each.sha256 for each in references], "seed": request.seed}

        def perform(call: Call) -> Paid:
            return self._kept(self._edited(fields, references) if references else self._drawn(fields))

        return images_of(self._access, self._access.pay("images", told, {"images": count}, perform).result)

    def _drawn(self, fields: dict[str, Any]) -> Any:
        return self._http.json("POST", "images/generations", json=fields, most_bytes=self._most_bytes)

    def _edited(self, fields: dict[str, Any], references: list[SentPicture]) -> Any:
        data = {name: str(value) for name, value in fields.items()}
        files = [("image[]", (each.name, each.data, each.content_type)) for each in references]
        return self._http.json("POST", "images/edits", data=data, files=files, most_bytes=self._most_bytes)

    def _kept(self, answer: Any) -> Paid:
        title = self._http.title
        given = answer.get("data") if isinstance(answer, dict) else None
        if not isinstance(given, list) or not given:
            raise OutcomeUnknown(f"{title} answered without a picture")
        rows = [
            keep_picture(
                picture_bytes(row.get("b64_json"), title), self._access.shelf, title,
                prompt=str(row.get("revised_prompt") or ""),
            )
            for row in given
        ]  # fmt: skip
        return Paid(as_result(rows), usage={"images": len(rows)})


def connect(access: Access) -> OpenAIImages:
    """See ``providers.manifest.Offer``."""
    return OpenAIImages(access)
