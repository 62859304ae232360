"""Clips of any video model that Replicate hosts."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from pathlib import Path

from reelwright.errors import ProviderFailed
from reelwright.providers.access import Access
from reelwright.providers.clips import ClipRequest
from reelwright.vendors.clip_arguments import Template
from reelwright.vendors.clip_pictures import Sent, picture
from reelwright.vendors.clip_work import ClipWork, Look, Order, Picture, clip_port, failure, unanswered
from reelwright.vendors.replicate.manifest import VENDOR
from reelwright.vendors.replicate.predictions import Predictions, first_link, predictions

_MOST_PICTURE = 10_000_000
_MOST_INSIDE = 256_000
"""Bytes of a picture that may be sent inside the request; larger ones are uploaded before."""


def connect(access: Access) -> ClipWork:
    """The clip port. Raises ``InvalidInput`` for options that cannot be read."""
    maker = ReplicateClips(
        predictions(access), access.option("clip_model"), access.option("clip_image_model"), Template.of(access)
    )
    return clip_port(access, maker)


@dataclass(frozen=True)
class ReplicateClips:
    """See ``vendors.clip_work.ClipMaker``. An order's path is the model."""

    predictions: Predictions
    model: str
    image_model: str
    template: Template
    title: str = VENDOR.title

    @property
    def version(self) -> str:
        return self.model

    def order(self, request: ClipRequest, picture: Picture) -> Order:
        model = (self.image_model or self.model) if request.first else self.model
        usage = {"seconds": self.template.seconds_for(request)}
        return Order(model, self.template.filled(request, picture), usage)

    def picture(self, path: Path) -> Sent:
        sent = picture(path, _MOST_PICTURE)
        if len(sent.data) <= _MOST_INSIDE:
            return sent
        return Sent(sent.kind, "", self.predictions.upload(base64.b64decode(sent.data), sent.kind))

    def submit(self, order: Order) -> str:
        return self.predictions.create(order.path, order.body)

    def look(self, reference: str) -> Look:
        try:
            found = self.predictions.get(reference)
        except ProviderFailed as error:
            raise unanswered(error) from None
        if found.state == "succeeded":
            link = first_link(found.output)
            if not link:
                raise failure(self.title, "the answer holds no video")
            return Look("done", link=link)
        if found.state in ("failed", "canceled"):
            raise failure(self.title, found.error, f"it was {found.state}")
        return Look("queued" if found.state == "starting" else "working")

    def cancel(self, reference: str) -> bool:
        return self.predictions.cancel(reference)

    def fetch(self, link: str, target: Path) -> None:
        self.predictions.http.download(link, target)
