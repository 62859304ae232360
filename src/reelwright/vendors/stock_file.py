"""A stock's file, fetched once and looked into before anything is made with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from reelwright.errors import MediaUnusable, NotFound, ProviderFailed
from reelwright.media.sniff import sniff
from reelwright.providers.access import Access
from reelwright.providers.pictures import StockCandidate

MOST_PICTURE_BYTES = 80_000_000
MOST_VIDEO_BYTES = 1_000_000_000
_FAMILY = {"picture": "image", "video": "video"}


def kept_file(access: Access, candidate: StockCandidate, download: Callable[[Path], None]) -> Path:
    """The candidate's file on the shelf; ``download`` writes it to a path when it is not there yet.

    Raises ``ProviderFailed`` for what is no picture or video at all.
    """
    asked = [access.name, "file", candidate.kind, candidate.id]
    known = access.answers.fresh(asked, None)
    if known is not None:
        try:
            return access.shelf.path(str(known))
        except NotFound:
            pass  # another project's shelf, or one that was emptied
    with TemporaryDirectory(prefix="reel-stock-") as folder:
        part = Path(folder) / "file"
        access.patiently(lambda: download(part))
        name = access.shelf.put(part, _suffix(access, candidate, part))
    access.answers.keep(asked, name)
    return access.shelf.path(name)


def most_bytes(candidate: StockCandidate) -> int:
    """The largest file that is fetched."""
    return MOST_PICTURE_BYTES if candidate.kind == "picture" else MOST_VIDEO_BYTES


def _suffix(access: Access, candidate: StockCandidate, part: Path) -> str:
    try:
        found = sniff(part)
    except MediaUnusable:
        found = None
    if found is None or found.kind != _FAMILY[candidate.kind]:
        raise ProviderFailed(
            f"what {access.offer.vendor.title} sent for {candidate.id} is no {candidate.kind}", hint="choose another"
        )
    return found.suffix
