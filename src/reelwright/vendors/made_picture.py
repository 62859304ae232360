"""Pictures that vendors make: looked at before they are kept, and told from the books again."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from reelwright.errors import ContentRefused, MediaUnusable, OutcomeUnknown
from reelwright.http.vendor import VendorHttp
from reelwright.media.picture_header import stored_size
from reelwright.media.picture_read import picture_size
from reelwright.providers.access import Access
from reelwright.providers.images import Image, ImageRequest
from reelwright.providers.shelf import Shelf

_MOST_PICTURE = 100_000_000


def keep_picture(data: bytes, shelf: Shelf, title: str, *, prompt: str = "", seed: int | None = None) -> dict[str, Any]:
    """A row for the books, with the real size. Raises ``OutcomeUnknown`` for what is no picture: it may have been paid for."""
    found = stored_size(data)
    if found is None:
        raise OutcomeUnknown(f"{title} sent something that is no picture", hint="look at its own list of what it made")
    suffix = ".jpg" if found[0] == "jpeg" else f".{found[0]}"
    with TemporaryDirectory(prefix="reelwright-") as folder:
        path = Path(folder) / f"picture{suffix}"
        path.write_bytes(data)
        try:
            width, height, _ = picture_size(path)
        except MediaUnusable as error:
            raise OutcomeUnknown(f"{title} sent a picture that cannot be read", hint=error.hint) from None
    return {"file": shelf.put(data, suffix), "width": width, "height": height, "prompt": prompt, "seed": seed}


def fetched_picture(http: VendorHttp, address: str) -> bytes:
    """A picture at an address that the vendor names. Raises ``ProviderUnavailable``."""
    with TemporaryDirectory(prefix="reelwright-") as folder:
        path = Path(folder) / "picture"
        http.download(address, path, most_bytes=_MOST_PICTURE)
        return path.read_bytes()


def picture_bytes(told: Any, title: str) -> bytes:
    """The bytes of a base64 text. Raises ``OutcomeUnknown``."""
    try:
        return base64.b64decode(str(told or ""), validate=True)
    except (binascii.Error, ValueError):
        raise OutcomeUnknown(f"{title} sent something that is no picture") from None


def as_result(rows: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    """Rows of ``keep_picture`` as the result of a paid call."""
    return {"files": [row["file"] for row in rows], "pictures": rows, **more}


def images_of(access: Access, result: dict[str, Any]) -> tuple[Image, ...]:
    """The pictures of a paid call."""
    return tuple(
        Image(access.shelf.path(row["file"]), row["width"], row["height"], row["prompt"], row["seed"])
        for row in result["pictures"]
    )


def one_by_one(count: int, draw: Callable[[int], tuple[Image, ...]]) -> tuple[Image, ...]:
    """Pictures of a vendor that draws one in a call; ``draw`` takes their number. Those it refuses are left out.

    Raises ``ContentRefused`` when it refuses them all.
    """
    made: list[Image] = []
    refused: ContentRefused | None = None
    for number in range(count):
        try:
            made += draw(number)
        except ContentRefused as error:
            refused = error
    if refused is not None and not made:
        raise refused
    return tuple(made)


def whole_prompt(request: ImageRequest, *, says_avoid: bool) -> str:
    """What to see and how, and what not to, for vendors that have no place of its own for that."""
    parts = [request.prompt.strip(), request.style.strip()]
    if says_avoid and request.avoid.strip():
        parts.append(f"Do not show: {request.avoid.strip()}.")
    return "\n".join(part for part in parts if part)
