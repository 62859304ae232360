"""What a downloaded file is called."""

from __future__ import annotations

import re
from email.message import Message
from urllib.parse import unquote

import httpx2

_LONGEST = 120
_UNFIT = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"|?*\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]')
"""Characters that file systems refuse, or that turn the reading direction of a name around."""


def download_name(response: httpx2.Response) -> str:
    """A plain file name: what the server calls it, else the end of the address, else ``download``.

    Without folders, control characters and leading dots, and not longer than 120 characters.
    """
    announced = _announced(response.headers.get("content-disposition", ""))
    return _plain(announced) or _plain(unquote(response.url.path.rstrip("/"))) or "download"


def _announced(disposition: str) -> str:
    message = Message()
    message["Content-Disposition"] = re.sub(r"[\r\n]", " ", disposition)
    try:
        return message.get_filename() or ""
    except (LookupError, ValueError, TypeError):  # a character set there is none of
        return ""


def _plain(name: str) -> str:
    last = _UNFIT.sub("", name.replace("\\", "/").rpartition("/")[2]).strip().lstrip(".").strip()
    stem, dot, suffix = last.rpartition(".")
    if len(last) <= _LONGEST or not dot or len(suffix) > 10:
        return last[:_LONGEST].rstrip(" .")
    return stem[: _LONGEST - len(suffix) - 1] + dot + suffix
