"""Pictures by any model at Replicate: which one, and what it is told, are settings."""

from __future__ import annotations

from reelwright.errors import ContentRefused, OutcomeUnknown, ProviderFailed
from reelwright.http.guard import Guard
from reelwright.providers.access import Access
from reelwright.providers.images import Image, ImageRequest
from reelwright.providers.payments import Call, Paid
from reelwright.vendors.image_arguments import ImageModel
from reelwright.vendors.made_picture import as_result, fetched_picture, images_of, keep_picture, one_by_one
from reelwright.vendors.nearest_size import nearest_ratio
from reelwright.vendors.replicate.predictions import Prediction, predictions
from reelwright.vendors.sent_picture import SentPicture, sent_pictures
from reelwright.vendors.slow_work import SlowWork

_RATIOS = ("1:1", "16:9", "9:16", "4:3", "3:4", "3:2", "2:3", "4:5", "5:4", "21:9", "9:21")
_REFUSALS = ("nsfw", "sensitive", "safety", "content policy")


class ReplicateImages:
    """The template of the input has places for aspect and seed, too."""

    def __init__(self, access: Access, timeout_seconds: float = 120.0, guard: Guard | None = None) -> None:
        self._access = access
        self._predictions = predictions(access, timeout_seconds, guard)
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
        return one_by_one(request.count, lambda number: self._one(request, references, number))

    def _one(self, request: ImageRequest, references: list[SentPicture], number: int) -> tuple[Image, ...]:
        seed = None if request.seed is None else (request.seed + number) % 2**31
        aspect = nearest_ratio(request.width, request.height, _RATIOS)
        told = self._model.told(request, references, aspect=aspect, seed=seed)
        work = SlowWork(
            self._predictions.http.title, lambda: self._predictions.create(self._model.name, told.arguments), self._looked,
            self._predictions.cancel, self._access.sleep,
        )  # fmt: skip
        booked = told.booked | {"number": number}
        paid = self._access.pay("images", booked, {"images": 1}, lambda call: self._kept(work, call, seed))
        return images_of(self._access, paid.result)

    def _looked(self, reference: str) -> Prediction | None:
        told = self._predictions.get(reference)
        if told.state in ("failed", "canceled"):
            raise _failure(self._predictions.http.title, told)
        return told if told.state == "succeeded" else None

    def _kept(self, work: SlowWork[Prediction], call: Call, seed: int | None) -> Paid:
        output = work.done(call).output
        addresses = [output] if isinstance(output, str) else list(output or [])
        if not addresses:
            raise OutcomeUnknown(f"{work.title} answered without a picture")
        pictures = (fetched_picture(self._predictions.http, str(address)) for address in addresses)
        rows = [keep_picture(picture, self._access.shelf, work.title, seed=seed) for picture in pictures]
        return Paid(as_result(rows), usage={"images": len(rows)})


def connect(access: Access) -> ReplicateImages:
    """See ``providers.manifest.Offer``."""
    return ReplicateImages(access)


def _failure(title: str, told: Prediction) -> ProviderFailed:
    said = f"{title}: the prediction {'was cancelled' if told.state != 'failed' else f'failed: {told.error[:300]}'}"
    if any(word in told.error.lower() for word in _REFUSALS):
        return ContentRefused(said, hint="change the words")
    return ProviderFailed(said)
