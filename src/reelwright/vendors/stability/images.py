"""Pictures by Stability AI: ``POST /v2beta/stable-image/generate/{core, ultra, sd3}``.

https://platform.stability.ai/docs/api-reference#tag/Generate
"""

from __future__ import annotations

from typing import Any

from reelwright.errors import ContentRefused, InvalidInput, ProviderFailed
from reelwright.providers.access import Access
from reelwright.providers.images import Image, ImageRequest
from reelwright.providers.payments import Call, Paid
from reelwright.vendors.made_picture import as_result, images_of, keep_picture, one_by_one, whole_prompt
from reelwright.vendors.nearest_size import nearest_ratio
from reelwright.vendors.sent_picture import SentPicture, sent_pictures
from reelwright.vendors.stability.api import api

_RATIOS = ("16:9", "1:1", "21:9", "2:3", "3:2", "4:5", "5:4", "9:16", "9:21")
_CREDITS = {"core": 3, "ultra": 8, "sd3": 7}
"""Of one picture; sd3.5-large takes 6.5, its smaller kin less."""
_SEEDS = 4_294_967_295


class StabilityImages:
    """One picture in a call. ``core`` takes no picture to look like; the others take one."""

    def __init__(self, access: Access, timeout_seconds: float = 180.0, most_bytes: int = 100_000_000) -> None:
        self._access = access
        self._http = api(access, timeout_seconds)
        self._most_bytes = most_bytes
        self._service = access.option("image_service")
        if self._service not in _CREDITS:
            setting = access.offer.vendor.variable("image_service")
            raise InvalidInput(f"{setting} is {self._service}", hint=f"choose one of {', '.join(_CREDITS)}")

    @property
    def name(self) -> str:
        return self._access.name

    @property
    def version(self) -> str:
        return self._access.option("image_model") if self._service == "sd3" else self._service

    def generate(self, request: ImageRequest) -> tuple[Image, ...]:
        """See ``providers.images.ImageGeneration``."""
        if request.references and self._service == "core":
            setting = self._access.offer.vendor.variable("image_service")
            raise ProviderFailed(
                "Stability's core service takes no picture to look like", hint=f"set {setting}=ultra or sd3"
            )
        references = sent_pictures(request.references[:1])
        return one_by_one(request.count, lambda number: self._one(request, references, number))

    def _one(self, request: ImageRequest, references: list[SentPicture], number: int) -> tuple[Image, ...]:
        fields = self._fields(request, number, bool(references))
        told = fields | {
            "service": self._service, "number": number, "references": [each.sha256 for each in references]
        }  # fmt: skip
        files: list[tuple[str, Any]] = [(name, (None, value)) for name, value in fields.items()]
        files += [("image", (each.name, each.data, each.content_type)) for each in references]

        def perform(call: Call) -> Paid:
            answer = self._http.call(
                "POST", f"v2beta/stable-image/generate/{self._service}", files=files,
                headers={"Accept": "image/*"}, most_bytes=self._most_bytes,
            )  # fmt: skip
            if answer.headers.get("finish-reason", "").upper() == "CONTENT_FILTERED":
                raise ContentRefused(
                    f"{self._http.title} holds the picture back (CONTENT_FILTERED)", hint="change the words"
                )
            seed = answer.headers.get("seed", "")
            row = keep_picture(
                answer.content, self._access.shelf, self._http.title, seed=int(seed) if seed.isdigit() else request.seed
            )
            usage = {"credits": _CREDITS[self._service], "images": 1}
            return Paid(as_result([row]), usage=usage, provider_ref=answer.headers.get("x-request-id", ""))

        expected = {"credits": _CREDITS[self._service], "images": 1}
        return images_of(self._access, self._access.pay("images", told, expected, perform).result)

    def _fields(self, request: ImageRequest, number: int, has_reference: bool) -> dict[str, str]:
        fields = {"prompt": whole_prompt(request, says_avoid=False), "output_format": "png"}
        if request.avoid:
            fields["negative_prompt"] = request.avoid
        if request.seed is not None:
            fields["seed"] = str((request.seed + number) % _SEEDS)
        if self._service == "sd3":
            fields |= {
                "model": self._access.option("image_model"),
                "mode": "image-to-image" if has_reference else "text-to-image",
            }
        if has_reference:
            fields["strength"] = f"{self._access.number('image_strength'):g}"
        if not (has_reference and self._service == "sd3"):  # there the picture's own shape is kept
            fields["aspect_ratio"] = nearest_ratio(request.width, request.height, _RATIOS)
        return fields


def connect(access: Access) -> StabilityImages:
    """See ``providers.manifest.Offer``."""
    return StabilityImages(access)
