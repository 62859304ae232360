"""Pictures by any model at fal: which one, and what it is told, are settings."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from reelwright.errors import ContentRefused, OutcomeUnknown, ProviderFailed
from reelwright.http.guard import Guard
from reelwright.providers.access import Access
from reelwright.providers.images import Image, ImageRequest
from reelwright.providers.payments import Call, Paid
from reelwright.vendors.argument_template import filled, has_place, read_template
from reelwright.vendors.fal.api import api
from reelwright.vendors.fal.image_work import from_queue
from reelwright.vendors.made_picture import as_result, images_of, keep_picture, whole_prompt
from reelwright.vendors.nearest_size import size_within
from reelwright.vendors.sent_picture import sent_pictures

_MOST_PICTURE = 100_000_000


class FalImages:
    """The template of the input has places for prompt, avoid, width, height, seed, count, reference and references."""

    def __init__(self, access: Access, timeout_seconds: float = 120.0, guard: Guard | None = None) -> None:
        self._access = access
        self._http = api(access, timeout_seconds, guard)
        self._model = access.option("image_model").strip("/")
        vendor = access.offer.vendor
        self._template = read_template(access.option("image_input"), vendor.variable("image_input"))

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
                f"{self._model} at fal is told of no picture to look like",
                hint=f'choose a model that takes one, and set {setting}, with "{{reference}}" in it',
            )
        width, height = size_within(request.width, request.height, self._access.option("image_sides"))
        references = sent_pictures(request.references)
        values: dict[str, Any] = {
            "prompt": whole_prompt(request, says_avoid=not has_place(self._template, "avoid")),
            "avoid": request.avoid or None, "width": width, "height": height, "seed": request.seed, "count": request.count,
        }  # fmt: skip
        told = values | {
            "model": self._model, "input": self._template, "references": [each.sha256 for each in references]
        }  # fmt: skip
        values["references"] = [each.data_url for each in references] or None
        values["reference"] = references[0].data_url if references else None
        arguments = filled(self._template, values)

        def perform(call: Call) -> Paid:
            answer = from_queue(self._http, call, self._model, arguments, self._access.sleep)
            return self._kept(answer)

        expected = {"images": request.count}
        return images_of(self._access, self._access.pay("images", told, expected, perform).result)

    def _kept(self, answer: dict[str, Any]) -> Paid:
        given = answer.get("images") or ([answer["image"]] if answer.get("image") else [])
        if not given:
            raise OutcomeUnknown(f"{self._http.title} answered without a picture")
        hidden = answer.get("has_nsfw_concepts") or []
        shown = [row for number, row in enumerate(given) if not (number < len(hidden) and hidden[number])]
        if not shown:
            raise ContentRefused(f"{self._http.title} holds the picture back (NSFW)", hint="change the words")
        prompt, seed = str(answer.get("prompt") or ""), answer.get("seed")
        rows = [
            keep_picture(
                self._fetched(str(row.get("url") or "")), self._access.shelf, self._http.title, prompt=prompt,
                seed=seed if isinstance(seed, int) else None,
            )
            for row in shown
        ]  # fmt: skip
        return Paid(as_result(rows), usage={"images": len(given)})

    def _fetched(self, address: str) -> bytes:
        with TemporaryDirectory(prefix="reelwright-") as folder:
            path = Path(folder) / "picture"
            self._http.download(address, path, most_bytes=_MOST_PICTURE)
            return path.read_bytes()


def connect(access: Access) -> FalImages:
    """See ``providers.manifest.Offer``."""
    return FalImages(access)
