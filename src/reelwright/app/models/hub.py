"""Files of a repository on the Hugging Face hub: which there are, how large, and with which checksum.

The hub answers ``HEAD /<repo>/resolve/<revision>/<path>`` with ``X-Linked-Size`` and ``X-Linked-ETag`` (the SHA-256) for
large files, with ``ETag`` (the git blob's SHA-1) for small ones, and with ``X-Repo-Commit``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

import httpx2

from reelwright.app.models.remote_file import RemoteFile, answered, checked, redirected, told
from reelwright.errors import FetchFailed, InvalidInput, NotFound

HUB = "https://huggingface.co"
_REPO = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*")
_MOST_REDIRECTS = 6
_MOST_PAGES = 50


@dataclass(frozen=True)
class Hub:
    """``token`` opens gated and private repositories; it goes to the hub alone."""

    base: str = HUB
    token: str = field(default="", repr=False)

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}


def is_repo(text: str) -> bool:
    """Whether it is written like ``owner/name``."""
    return _REPO.fullmatch(text) is not None


def hub_files(
    client: httpx2.Client, hub: Hub, repo: str, wanted: Sequence[str], revision: str = "main"
) -> tuple[dict[str, RemoteFile], str]:
    """The wanted files by path, and the commit all of them are of. ``*`` in a path stands for any part of a file's name.

    Raises ``NotFound`` for a repository or a file there is not, ``FetchFailed``.
    """
    paths = _expanded(client, hub, repo, wanted, revision)
    found: dict[str, RemoteFile] = {}
    commit = ""
    for path in paths:
        found[path], now = _file(client, hub, repo, path, commit or revision)
        commit = commit or now
    return found, commit


def _expanded(client: httpx2.Client, hub: Hub, repo: str, wanted: Sequence[str], revision: str) -> list[str]:
    if not is_repo(repo):
        raise InvalidInput(f"{repo[:80]!r} is no repository", hint="write it as owner/name")
    plain = [path for path in wanted if "*" not in path]
    patterns = [path for path in wanted if "*" in path]
    for folder in dict.fromkeys(path.rpartition("/")[0] for path in patterns):
        listed = _listed(client, hub, repo, folder, revision)
        matching = [path for path in listed if any(fnmatchcase(path, pattern) for pattern in patterns)]
        if not matching:
            raise NotFound(f"{repo} has no files {', '.join(patterns)[:80]}", hint="look at its list of files")
        plain += matching
    for path in plain:
        parts = PurePosixPath(path).parts
        if not parts or path.startswith("/") or ".." in parts or "\\" in path:
            raise InvalidInput(f"{path[:80]!r} is no path in a repository")
    return list(dict.fromkeys(plain))


def _listed(client: httpx2.Client, hub: Hub, repo: str, folder: str, revision: str) -> list[str]:
    """Paths of the files in a folder, page after page."""
    place = f"/{quote(folder)}" if folder else ""
    url = checked(f"{hub.base}/api/models/{repo}/tree/{quote(revision, safe='')}{place}")
    paths: list[str] = []
    for _ in range(_MOST_PAGES):
        with told(url):
            response = client.get(url, headers=hub.headers)
        if response.status_code != 200:
            raise answered(response)
        paths += [
            row["path"] for row in _rows(response) if row.get("type") == "file" and isinstance(row.get("path"), str)
        ]
        following = response.links.get("next", {}).get("url")
        if not following:
            return paths
        url = checked(url.join(following))
        if url.host != checked(hub.base).host:
            break
    return paths


def _rows(response: httpx2.Response) -> list[dict[str, Any]]:
    try:
        rows = response.json()
    except ValueError:
        rows = None
    if not isinstance(rows, list):
        raise FetchFailed("the hub's list of files cannot be read", hint="try again later")
    return [row for row in rows if isinstance(row, dict)]


def _file(client: httpx2.Client, hub: Hub, repo: str, path: str, revision: str) -> tuple[RemoteFile, str]:
    address = f"{hub.base}/{repo}/resolve/{quote(revision, safe='')}/{quote(path)}"
    url, headers = checked(address), {**hub.headers, "Accept-Encoding": "identity"}
    facts: dict[str, str] = {}
    for _ in range(_MOST_REDIRECTS):
        with told(url):
            response = client.head(url, headers=headers)
        if response.status_code >= 400:
            raise answered(response)
        facts = _facts(response.headers) | facts  # the hub's own word comes before that of storage behind it
        if not response.has_redirect_location or "x-linked-etag" in facts:
            break
        url, headers = redirected(url, response, headers)
    return _remote(address, facts, hub), facts.get("x-repo-commit", "")


def _facts(headers: Mapping[str, str]) -> dict[str, str]:
    """A redirect's own length and tag are not the file's."""
    names = ["x-linked-etag", "x-linked-size", "x-repo-commit"]
    if "location" not in headers:
        names += ["etag", "content-length"]
    return {name: headers[name] for name in names if name in headers}


def _remote(address: str, facts: Mapping[str, str], hub: Hub) -> RemoteFile:
    etag = (facts.get("x-linked-etag") or facts.get("etag", "")).removeprefix("W/").strip('"').lower()
    size = facts.get("x-linked-size") or facts.get("content-length", "")
    return RemoteFile(
        address,
        int(size) if size.isdecimal() else -1,
        sha256=etag if re.fullmatch(r"[0-9a-f]{64}", etag) else "",
        git_sha1=etag if re.fullmatch(r"[0-9a-f]{40}", etag) else "",
        told_by="hub",
        headers=hub.headers,
    )
