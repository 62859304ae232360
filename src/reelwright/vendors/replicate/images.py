"""Pictures by any model at Replicate: which one, and what it is told, are settings."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from reelwright.errors import OutcomeUnknown, ProviderFailed
from reelwright.http.guard import Guard
from reelwright.providers.access import Access
from reelwright.providers.images import Image, ImageRequest
from reelwright.providers.payments import Call, Paid
from reelwright.vendors.argument_template import filled, has_place, read_template
from reelwright.vendors.made_picture import as_result, images_of, keep_picture, one_by_one, whole_prompt
from reelwright.vendors.nearest_size import nearest_ratio, size_within
from reelwright.vendors.replicate.api import api
from reelwright.vendors.replicate.image_work import predicted
from reelwright.vendors.sent_picture import SentPicture, sent_pictures

_MOST_PICTURE = 100_000_000
_RATIOS = ("1:1", "16:9", "9:16", "4:3", "3:4", "3:2", "2:3", "4:5", "5:4", "21:9", "9:21")


class ReplicateImages:
    """The template of the input has places for prompt, avoid, width, height, aspect, seed, reference and references."""

    def __init__(self, access: Access, timeout_seconds: float = 120.0, guard: Guard | None = None) -> None:
        self._access = access
        self._http = api(access, timeout_seconds, guard)
        self._model = access.option("image_model").strip("/")
        self._template = read_template(access.option("image_input"), access.offer.vendor.variable("image_input"))

    @property
    def name(self) -> str:
        return self._access.name

    @property
    def version(self) -> str:
        return self._model

    def generate(self, request: ImageRequest) -> tuple[Image, ...]:
        """See ``providers.images.ImageGeneration``."""
        if request.references and not has_place(self._template, "reference", "references"):
            setting = self._access.offer.vendor.variable("image_input")
            raise ProviderFailed(
                f"{self._model} at Replicate is told of no picture to look like",
                hint=f'choose a model that takes one, and set {setting}, with "{{reference}}" in it',
            )
        references = sent_pictures(request.references)
        return one_by_one(request.count, lambda number: self._one(request, references, number))

    def _one(self, request: ImageRequest, references: list[SentPicture], number: int) -> tuple[Image, ...]:
        width, height = size_within(request.width, request.height, self._access.option("image_sides"))
        seed = None if request.seed is None else (request.seed + number) % 2**31
        values: dict[str, Any] = {
            "prompt": whole_prompt(request, says_avoid=not has_place(self._template, "avoid")),
            "avoid": request.avoid or None, "width": width, "height": height,
            "aspect": nearest_ratio(request.width, request.height, _RATIOS), "seed": seed,
        }  # fmt: skip
        told = values | {
            "model": self._model, "input": self._template, "number": number,
            "references": [each.sha256 for each in references],
        }  # fmt: skip
        values["references"] = [each.data_url for each in references] or None
        values["reference"] = references[0].data_url if references else None
        given = filled(self._template, values)

        def perform(call: Call) -> Paid:
            answer = predicted(self._http, call, self._model, given, self._access.sleep)
            output = answer.output
            addresses = [output] if isinstance(output, str) else list(output or [])
            if not addresses:
                raise OutcomeUnknown(f"{self._http.title} answered without a picture")
            rows = [
                keep_picture(self._fetched(str(address)), self._access.shelf, self._http.title, seed=seed)
                for address in addresses
            ]
            return Paid(as_result(rows), usage={"images": len(rows)})

        return images_of(self._access, self._access.pay("images", told, {"images": 1}, perform).result)

    def _fetched(self, address: str) -> bytes:
        with TemporaryDirectory(prefix="reelwright-") as folder:
            path = Path(folder) / "picture"
            self._http.download(address, path, most_bytes=_MOST_PICTURE)
            return path.read_bytes()


def connect(access: Access) -> ReplicateImages:
    """See ``providers.manifest.Offer``."""
    return ReplicateImages(access)
