"""Pictures by any model at fal: which one, and what it is told, are settings."""

from __future__ import annotations

from typing import Any

from reelwright.errors import ContentRefused, OutcomeUnknown, ProviderFailed
from reelwright.http.guard import Guard
from reelwright.providers.access import Access
from reelwright.providers.images import Image, ImageRequest
from reelwright.providers.payments import Call, Paid
from reelwright.vendors.fal.queue import queue
from reelwright.vendors.image_arguments import ImageModel
from reelwright.vendors.made_picture import as_result, fetched_picture, images_of, keep_picture
from reelwright.vendors.sent_picture import sent_pictures
from reelwright.vendors.slow_work import SlowWork


class FalImages:
    """The template of the input has places for seed and count, too."""

    def __init__(self, access: Access, timeout_seconds: float = 120.0, guard: Guard | None = None) -> None:
        self._access = access
        self._queue = queue(access, timeout_seconds, guard)
        self._model = ImageModel.of(access)

    @property
    def name(self) -> str:
        return self._access.name

    @property
    def version(self) -> str:
        return self._model.name

    def generate(self, request: ImageRequest) -> tuple[Image, ...]:
        """See ``providers.images.ImageGeneration``."""
        self._model.check(request)
        references = sent_pictures(request.references)
        told = self._model.told(request, references, seed=request.seed, count=request.count)
        work = SlowWork(
            self._queue.http.title, lambda: self._queue.submit(self._model.name, told.arguments), self._looked,
            self._queue.cancel, self._access.sleep,
        )  # fmt: skip
        expected = {"images": request.count}
        paid = self._access.pay("images", told.booked, expected, lambda call: self._kept(work, call))
        return images_of(self._access, paid.result)

    def _looked(self, reference: str) -> dict[str, Any] | None:
        status = self._queue.status(reference)
        if status.state != "COMPLETED":
            return None
        if status.error:
            raise ProviderFailed(f"{self._queue.http.title} could not do it: {status.error[:300]}")
        return self._queue.result(reference)

    def _kept(self, work: SlowWork[dict[str, Any]], call: Call) -> Paid:
        answer, title = work.done(call), work.title
        given = answer.get("images") or ([answer["image"]] if answer.get("image") else [])
        if not given:
            raise OutcomeUnknown(f"{title} answered without a picture")
        hidden = answer.get("has_nsfw_concepts") or []
        shown = [row for number, row in enumerate(given) if not (number < len(hidden) and hidden[number])]
        if not shown:
            raise ContentRefused(f"{title} holds the picture back (NSFW)", hint="change the words")
        prompt, seed = str(answer.get("prompt") or ""), answer.get("seed")
        rows = [
            keep_picture(
                fetched_picture(self._queue.http, str(row.get("url") or "")), self._access.shelf, title, prompt=prompt,
                seed=seed if isinstance(seed, int) else None,
            )
            for row in shown
        ]  # fmt: skip
        return Paid(as_result(rows), usage={"images": len(given)})


def connect(access: Access) -> FalImages:
    """See ``providers.manifest.Offer``."""
    return FalImages(access)
