"""How a browser is told to treat a file: shown or saved, and under which name (RFC 6266, RFC 8187)."""

from __future__ import annotations

import unicodedata
from urllib.parse import quote

_SAFE_KINDS = ("video/", "audio/")
_SAFE_TYPES = frozenset(
    ("image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "image/bmp", "text/plain", "text/vtt")
)


def content_disposition(filename: str | None, *, inline: bool) -> str:
    """The value of ``Content-Disposition``. The name loses control signs, hidden signs and everything like a path."""
    kind = "inline" if inline else "attachment"
    name = _plain(filename or "")
    if not name:
        return kind
    ascii_name = "".join(letter if " " <= letter <= "~" and letter not in '"\\%' else "_" for letter in name)
    if ascii_name == name:
        return f'{kind}; filename="{name}"'
    return f"{kind}; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(name, safe='')}"


def shows_safely(content_type: str) -> bool:
    """Whether a browser runs nothing from such a file: no HTML, SVG, XML or scripts, which are saved instead of shown."""
    essence = content_type.partition(";")[0].strip().lower()
    return essence.startswith(_SAFE_KINDS) or essence in _SAFE_TYPES


def _plain(filename: str) -> str:
    name = filename.replace("\\", "/").rpartition("/")[2]
    kept = "".join(letter for letter in name if not unicodedata.category(letter).startswith("C"))
    kept = " ".join(kept.split()).strip(". ")
    stem, dot, suffix = kept.rpartition(".")
    if dot and len(suffix) <= 16:
        return f"{stem[:180]}.{suffix}"
    return kept[:180]
