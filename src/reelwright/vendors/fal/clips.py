"""Clips of any video model that fal hosts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reelwright.errors import ProviderFailed, ProviderUnavailable
from reelwright.providers.access import Access
from reelwright.providers.clips import ClipRequest
from reelwright.vendors.clip_arguments import ClipModel
from reelwright.vendors.clip_pictures import Sent, picture
from reelwright.vendors.clip_work import ClipWork, Look, Order, Picture, clip_port, failure, unanswered
from reelwright.vendors.fal.manifest import VENDOR
from reelwright.vendors.fal.queue import FalQueue, queue

_MOST_PICTURE = 6_000_000
_FAILED = frozenset({400, 413, 422, 500})
"""Statuses of a result that say that the work failed, not the question."""


def connect(access: Access) -> ClipWork:
    """The clip port. Raises ``InvalidInput`` for options that cannot be read."""
    return clip_port(access, FalClips(queue(access), ClipModel.of(access)))


@dataclass(frozen=True)
class FalClips:
    """See ``vendors.clip_work.ClipMaker``."""

    queue: FalQueue
    model: ClipModel
    title: str = VENDOR.title

    @property
    def version(self) -> str:
        return self.model.name

    def order(self, request: ClipRequest, picture: Picture) -> Order:
        return self.model.order(request, picture)

    def picture(self, path: Path) -> Sent:
        return picture(path, _MOST_PICTURE)

    def submit(self, order: Order) -> str:
        return self.queue.submit(order.path, order.body)

    def look(self, reference: str) -> Look:
        try:
            state = self.queue.status(reference).state
        except ProviderFailed as error:
            raise unanswered(error) from None
        if state != "COMPLETED":
            return Look("queued" if state == "IN_QUEUE" else "working")
        try:
            result = self.queue.result(reference)
        except ProviderFailed as error:
            if error.status in _FAILED and not isinstance(error, ProviderUnavailable):
                raise failure(self.title, error.message.partition("refused: ")[2] or error.message) from None
            raise unanswered(error) from None
        link = _link(result)
        if not link:
            raise failure(self.title, str(result.get("error") or "the answer holds no video"))
        return Look("done", link=link)

    def cancel(self, reference: str) -> bool:
        return self.queue.cancel(reference)

    def fetch(self, link: str, target: Path) -> None:
        self.queue.http.download(link, target)


def _link(result: dict[str, Any]) -> str:
    """``video``, or the first of ``videos``: a file, or its address."""
    videos = result.get("videos")
    found = result.get("video") or (videos[0] if isinstance(videos, list) and videos else None)
    link = found.get("url") if isinstance(found, dict) else found
    return link if isinstance(link, str) else ""
