"""Clips of any video model that Replicate hosts."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from pathlib import Path

from reelwright.errors import ProviderFailed
from reelwright.providers.access import Access
from reelwright.providers.clips import ClipRequest
from reelwright.vendors.clip_arguments import ClipModel
from reelwright.vendors.clip_pictures import Sent, picture
from reelwright.vendors.clip_work import ClipWork, Look, Order, Picture, clip_port, failure, unanswered
from reelwright.vendors.replicate.manifest import VENDOR
from reelwright.vendors.replicate.predictions import Predictions, first_link, predictions

_MOST_PICTURE = 10_000_000
_MOST_INSIDE = 256_000
"""Bytes of a picture that may be sent inside the request; larger ones are uploaded before."""


def connect(access: Access) -> ClipWork:
    """The clip port. Raises ``InvalidInput`` for options that cannot be read."""
    return clip_port(access, ReplicateClips(predictions(access), ClipModel.of(access)))


@dataclass(frozen=True)
class ReplicateClips:
    """See ``vendors.clip_work.ClipMaker``."""

    predictions: Predictions
    model: ClipModel
    title: str = VENDOR.title

    @property
    def version(self) -> str:
        return self.model.name

    def order(self, request: ClipRequest, picture: Picture) -> Order:
        return self.model.order(request, picture)

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
