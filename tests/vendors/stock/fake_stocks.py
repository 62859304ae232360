"""The three stocks' APIs on loopback, with four real photographs and a clip, as their documentation shows answers."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from tests.vendors.vendor_server import Asked, Reply, VendorServer

PHOTOS = Path(__file__).parents[2] / "media_files"
NAMES = ("coffee", "astronaut", "cat", "rocket")
WORDS = {
    "coffee": "a cup of coffee on a wooden table",
    "astronaut": "an astronaut in an orange suit before a flight",
    "cat": "a cat looks at the camera",
    "rocket": "a rocket stands on the launch pad at dusk",
}
SIZE = (1280, 853)
KEY = "key-of-the-test"


class FakeStock:
    """``found`` are the names of what a search finds; all that share a word with it, or everything when none does."""

    def __init__(self, clip: bytes = b"") -> None:
        self.clip = clip
        self.remaining = 100
        self.finds_nothing = False

    def found(self, words: str) -> list[str]:
        if self.finds_nothing:
            return []
        asked = set(words.lower().split())
        return [name for name in NAMES if asked & set(WORDS[name].split())] or list(NAMES)

    def file(self, asked: Asked) -> Reply:
        name = asked.path.rpartition("/")[2]
        if name.endswith(".mp4"):
            return Reply(self.clip, headers={"Content-Type": "video/mp4"})
        return Reply((PHOTOS / name).read_bytes(), headers={"Content-Type": "image/jpeg"})


class FakePexels(FakeStock):
    def server(self) -> VendorServer:
        self.on = VendorServer(
            [
                ("GET", "/v1/search", self._photos),
                ("GET", "/v1/videos/search", self._videos),
                ("GET", "/files/.*", self.file),
            ]
        )
        return self.on

    def _headers(self) -> dict[str, str]:
        return {
            "X-Ratelimit-Limit": "20000",
            "X-Ratelimit-Remaining": str(self.remaining),
            "X-Ratelimit-Reset": str(int(time.time()) + 900),
        }

    def _photos(self, asked: Asked) -> Reply:
        if asked.headers.get("authorization") != KEY:
            return Reply({"status": 401, "code": "Unauthorized"}, 401)
        rows: list[dict[str, Any]] = [
            {
                "id": 100 + NAMES.index(name), "width": SIZE[0], "height": SIZE[1], "url": f"https://www.pexels.com/photo/{name}-100/",
                "photographer": f"{name.title()} Maker", "photographer_url": f"https://www.pexels.com/@{name}", "photographer_id": 7,
                "avg_color": "#978E82", "alt": WORDS[name], "liked": False,
                "src": dict.fromkeys(("original", "large2x", "large", "medium", "small", "tiny"), f"{self.on.url}/files/{name}.jpg"),
            }
            for name in self.found(asked.query["query"])
        ]  # fmt: skip
        found = {"page": 1, "per_page": 15, "photos": rows, "total_results": len(rows)}
        return Reply(found, headers=self._headers())

    def _videos(self, asked: Asked) -> Reply:
        sizes = ((640, 360, "sd"), (1280, 720, "hd"), (1920, 1080, "hd"), (3840, 2160, "uhd"))
        files = [
            {"id": n, "quality": quality, "file_type": "video/mp4", "width": width, "height": height, "fps": 25.0,
             "link": f"{self.on.url}/files/{height}.mp4"}
            for n, (width, height, quality) in enumerate(sizes)
        ]  # fmt: skip
        files.append({"id": 9, "quality": "hls", "file_type": "application/vnd.apple.mpegurl", "width": None, "height": None, "link": "x"})  # fmt: skip
        row = {
            "id": 300, "width": 3840, "height": 2160, "url": "https://www.pexels.com/video/rocket-in-the-evening-300/", "duration": 9,
            "image": f"{self.on.url}/files/rocket.jpg", "user": {"id": 1, "name": "Rocket Filmer", "url": "https://www.pexels.com/@f"},
            "video_files": files, "video_pictures": [],
        }  # fmt: skip
        rows = [] if self.finds_nothing else [row]
        return Reply({"page": 1, "per_page": 15, "videos": rows, "total_results": 1}, headers=self._headers())


class FakePixabay(FakeStock):
    def server(self) -> VendorServer:
        self.expired: set[str] = set()
        self.on = VendorServer(
            [
                ("GET", "/api/", self._images),
                ("GET", "/api/videos/", self._videos),
                ("GET", "/(files|anew)/.*", self._file),
            ]
        )
        return self.on

    def _file(self, asked: Asked) -> Reply:
        return Reply(b"gone", 403) if asked.path in self.expired else self.file(asked)

    def _headers(self) -> dict[str, str]:
        return {"X-RateLimit-Limit": "100", "X-RateLimit-Remaining": str(self.remaining), "X-RateLimit-Reset": "42"}

    def _images(self, asked: Asked) -> Reply:
        if asked.query.get("key") != KEY:
            reason = "[ERROR 400] Invalid or missing API key (https://pixabay.com/api/docs/)."
            return Reply(reason.encode(), 400, {"Content-Type": "text/plain"})
        folder = "anew" if "id" in asked.query else "files"
        names = [NAMES[int(asked.query["id"]) - 200]] if "id" in asked.query else self.found(asked.query["q"])
        rows = [
            {
                "id": 200 + NAMES.index(name), "pageURL": f"https://pixabay.com/photos/{name}-200/", "type": "photo",
                "tags": ", ".join(WORDS[name].split()), "previewURL": f"{self.on.url}/files/{name}.jpg", "previewWidth": 150,
                "webformatURL": f"{self.on.url}/{folder}/{name}.jpg", "largeImageURL": f"{self.on.url}/{folder}/{name}.jpg",
                "imageWidth": 3840, "imageHeight": 2560, "user_id": 5, "user": f"{name}-maker",
            }
            for name in names
        ]  # fmt: skip
        return Reply({"total": len(rows), "totalHits": len(rows), "hits": rows}, headers=self._headers())

    def _videos(self, asked: Asked) -> Reply:
        sizes = {"large": (3840, 2160), "medium": (1920, 1080), "small": (1280, 720), "tiny": (960, 540)}
        files = {
            name: {
                "url": f"{self.on.url}/files/{size[1]}.mp4",
                "width": size[0],
                "height": size[1],
                "size": 9,
                "thumbnail": "x",
            }
            for name, size in sizes.items()
        }
        row = {
            "id": 400, "pageURL": "https://pixabay.com/videos/id-400/", "type": "film", "tags": "rocket, launch", "duration": 9,
            "videos": files, "user_id": 5, "user": "filmer",
        }  # fmt: skip
        return Reply({"total": 1, "totalHits": 1, "hits": [row]}, headers=self._headers())


class FakeUnsplash(FakeStock):
    def server(self) -> VendorServer:
        self.on = VendorServer(
            [
                ("GET", "/search/photos", self._photos),
                ("GET", "/photos/[^/]+/download", lambda asked: Reply({"url": f"{self.on.url}/files/coffee.jpg"})),
                ("GET", "/files/.*", self.file),
            ]
        )
        return self.on

    def _photos(self, asked: Asked) -> Reply:
        if asked.headers.get("authorization") != f"Client-ID {KEY}":
            return Reply({"errors": ["OAuth error: The access token is invalid"]}, 401)
        rows = [
            {
                "id": f"u-{name}", "width": SIZE[0], "height": SIZE[1], "description": None, "alt_description": WORDS[name],
                "urls": dict.fromkeys(("raw", "full", "regular", "small", "thumb"), f"{self.on.url}/files/{name}.jpg?ixid=abc"),
                "links": {
                    "html": f"https://unsplash.com/photos/u-{name}",
                    "download_location": f"https://api.unsplash.com/photos/u-{name}/download?ixid=abc",
                },
                "user": {"name": f"{name.title()} Maker", "username": name, "links": {"html": f"https://unsplash.com/@{name}"}},
            }
            for name in self.found(asked.query["query"])
        ]  # fmt: skip
        return Reply({"total": len(rows), "total_pages": 1, "results": rows}, headers={"X-Ratelimit-Remaining": "49"})
