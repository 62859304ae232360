"""Media addresses: a file URL or a path in a timeline, and the source that a document names."""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import unquote

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):(?://)?")
_DRIVE = re.compile(r"/[A-Za-z]:[/\\]")


def source_of(url: str) -> str:
    """The file a ``target_url`` means: ``file:`` URLs and relative ones decoded, other addresses as they are."""
    scheme = _SCHEME.match(url)
    if scheme is None:
        return unquote(url)
    if scheme.group(1).lower() != "file":
        return url
    path = url[scheme.end() :]
    if scheme.group().endswith("//"):  # up to the next slash a machine is named
        host, slash, rest = path.partition("/")
        path = slash + rest if host.lower() in ("", "localhost", "127.0.0.1") else f"//{host}/{rest}"
    path = unquote(path.partition("?")[0].partition("#")[0])
    return path[1:] if _DRIVE.match(path) else path


def url_of(source: str, base: Path) -> str:
    """The ``file:`` URL of a document's source, which is named from the folder ``base``; addresses stay as they are."""
    if "://" in source:
        return source
    return Path(os.path.abspath(base / Path(source).expanduser())).as_uri()
