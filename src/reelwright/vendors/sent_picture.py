"""Pictures that are sent to vendors as something to look like."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from reelwright.errors import MediaUnusable
from reelwright.media.picture_header import stored_size

_MOST_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class SentPicture:
    """``kind`` is ``png``, ``jpeg`` …; ``sha256`` is what the books know it by."""

    data: bytes = field(repr=False)
    kind: str
    sha256: str

    @property
    def content_type(self) -> str:
        return f"image/{self.kind}"

    @property
    def name(self) -> str:
        return f"{self.sha256[:16]}.{'jpg' if self.kind == 'jpeg' else self.kind}"

    @property
    def base64(self) -> str:
        return base64.b64encode(self.data).decode()

    @property
    def data_url(self) -> str:
        return f"data:{self.content_type};base64,{self.base64}"


def sent_picture(path: Path) -> SentPicture:
    """Raises ``MediaUnusable`` for what is no picture, or is over 20 MB."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise MediaUnusable(f"cannot read {path}: {error.strerror}") from None
    found = stored_size(data)
    if found is None:
        raise MediaUnusable(f"{path.name} is not a picture", hint="save it again as JPEG or PNG")
    if len(data) > _MOST_BYTES:
        raise MediaUnusable(f"{path.name} is over {_MOST_BYTES // 1_000_000} MB", hint="make it smaller")
    return SentPicture(data, found[0], hashlib.sha256(data).hexdigest())


def sent_pictures(paths: tuple[Path, ...]) -> list[SentPicture]:
    """All of them, in order."""
    return [sent_picture(path) for path in paths]
