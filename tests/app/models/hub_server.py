"""A hub on loopback that speaks the resolve protocol, with its storage on another server: redirects, checksums, ranges."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.vendors.vendor_server import Asked, Reply, VendorServer

COMMIT = "c" * 40
LARGE = 1000
"""Files from this size on lie in the storage, as the hub's large files do."""


@dataclass
class HubServer:
    """``files`` by path of the repository ``me/model``. ``breaks`` is how many answers of the storage end after half."""

    files: dict[str, bytes]
    breaks: int = 0
    has_ranges: bool = True
    token: str = ""
    hub: VendorServer = field(init=False)
    storage: VendorServer = field(init=False)

    @property
    def url(self) -> str:
        return self.hub.url

    def sha256(self, path: str) -> str:
        return hashlib.sha256(self.files[path]).hexdigest()

    def resolve(self, asked: Asked) -> Reply:
        if self.token and asked.headers.get("authorization") != f"Bearer {self.token}":
            return Reply({"error": "Access to model me/model is restricted"}, 401)
        path = re.fullmatch(r"/me/model/resolve/([^/]+)/(.+)", asked.path)
        assert path
        data = self.files.get(path[2])
        if data is None:
            return Reply({"error": "Entry not found"}, 404, {"X-Error-Code": "EntryNotFound"})
        facts = {"X-Repo-Commit": COMMIT, "Accept-Ranges": "bytes"}
        if len(data) < LARGE:
            blob = hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()
            return Reply(data, 200, facts | {"ETag": f'"{blob}"'})
        facts |= {
            "X-Linked-Size": str(len(data)), "X-Linked-ETag": f'"{self.sha256(path[2])}"', "ETag": f'"{self.sha256(path[2])}"',
            "Location": f"{self.storage.url}/blobs/{path[2]}",
        }  # fmt: skip
        return Reply(b"Found. Redirecting", 302, facts)

    def blob(self, asked: Asked) -> Reply:
        data = self.files[asked.path.removeprefix("/blobs/")]
        wanted = re.fullmatch(r"bytes=(\d+)-", asked.headers.get("range", ""))
        status, headers, body = 200, {}, data
        if wanted and self.has_ranges:
            start = int(wanted[1])
            if start >= len(data):
                return Reply(b"", 416, {"Content-Range": f"bytes */{len(data)}"})
            status, body = 206, data[start:]
            headers = {"Content-Range": f"bytes {start}-{len(data) - 1}/{len(data)}"}
        if self.breaks > 0:
            self.breaks -= 1
            return Reply(body, status, headers, broken="cut")
        return Reply(body, status, headers)

    def tree(self, asked: Asked) -> Reply:
        folder = asked.path.removeprefix("/api/models/me/model/tree/main").strip("/")
        rows = [
            {"type": "file", "path": path, "size": len(data)}
            for path, data in self.files.items()
            if path.startswith(f"{folder}/" if folder else "")
        ]
        if "page" not in asked.query and len(rows) > 1:
            following = f'<{self.hub.url}{asked.path}?page=2>; rel="next"'
            return Reply(rows[:1], 200, {"Link": following})
        return Reply(rows[1:] if "page" in asked.query else rows)


@contextmanager
def hub_server(files: dict[str, bytes], **how: object) -> Iterator[HubServer]:
    server = HubServer(files, **how)  # type: ignore[arg-type]
    resolve = r"/me/model/resolve/.+"
    server.hub = VendorServer(
        [
            ("GET", resolve, server.resolve),
            ("HEAD", resolve, server.resolve),
            ("GET", r"/api/models/me/model/tree/.+", server.tree),
        ]
    )
    server.storage = VendorServer([("GET", r"/.+", server.blob), ("HEAD", r"/.+", server.blob)])
    with server.hub, server.storage:
        yield server
