"""YouTube and Google's OAuth service on loopback: they speak the documented protocol, and break where a test asks them to."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

CLIENT_ID, CLIENT_SECRET = "client.apps.example", "client-secret"


@dataclass
class Session:
    """One upload on its way."""

    resource: dict[str, Any]
    size: int
    token: str
    content: bytearray = field(default_factory=bytearray)
    video: str = ""


class YoutubeServer(ThreadingHTTPServer):
    """``faults`` break uploads one after another: ``("cut", n)`` ends the line after n bytes of a piece (they are kept),
    ``("status", n, reason)`` refuses a piece, ``("lost",)`` takes a piece and never answers, ``("full",)`` takes it and says
    that it is not done yet. ``refusals`` answer API calls by path, each once."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.lock = threading.RLock()
        self.faults: list[tuple[Any, ...]] = []
        self.refusals: dict[str, list[tuple[int, str]]] = {}
        self.asked: list[tuple[str, str]] = []
        self.ranges: list[str] = []
        """The Content-Range of every piece that came."""
        self.sessions: dict[str, Session] = {}
        self.deleted: list[str] = []
        self.videos: dict[str, dict[str, Any]] = {}
        self.thumbnails: dict[str, bytes] = {}
        self.captions: dict[str, list[dict[str, Any]]] = {}
        self.playlists: dict[str, dict[str, Any]] = {}
        self.entries: dict[str, list[dict[str, Any]]] = {"UUchannel": []}
        self.good_tokens: set[str] = set()
        self.refresh_tokens: set[str] = set()
        self.refreshes = 0
        self.slow_refresh: threading.Event | None = None
        self.codes: dict[str, str] = {}
        self.device_approved = False
        self.revoked: list[str] = []
        self.has_channel = True

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def approve(self, page: str) -> str:
        """A person allows it: the code the browser brings back, bound to the page's challenge."""
        asked = parse_qs(urlsplit(page).query)
        assert asked["code_challenge_method"] == ["S256"]
        assert asked["access_type"] == ["offline"]
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked["code_challenge"][0]
        return code

    def new_refresh(self) -> str:
        token = f"refresh-{len(self.refresh_tokens)}-token"
        self.refresh_tokens.add(token)
        return token

    def new_access(self) -> str:
        with self.lock:
            token = f"access-{len(self.good_tokens)}-{self.refreshes}-token"
            self.good_tokens.add(token)
            return token

    def settings(self) -> dict[str, str]:
        """The environment's names after ``REELWRIGHT_``."""
        return {
            "YOUTUBE_CLIENT_ID": CLIENT_ID, "YOUTUBE_CLIENT_SECRET": CLIENT_SECRET, "YOUTUBE_URL": self.address,
            "YOUTUBE_SIGN_IN_URL": self.address,
        }  # fmt: skip


@contextmanager
def youtube_server() -> Iterator[YoutubeServer]:
    server = YoutubeServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    server: YoutubeServer
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: Any) -> None:
        return

    def do_GET(self) -> None:
        self._route("GET")

    def do_POST(self) -> None:
        self._route("POST")

    def do_PUT(self) -> None:
        self._route("PUT")

    def do_DELETE(self) -> None:
        self._route("DELETE")

    def _route(self, method: str) -> None:
        parts = urlsplit(self.path)
        self.query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        with self.server.lock:
            self.server.asked.append((method, parts.path))
        if match := re.fullmatch(r"/session/(\w+)", parts.path):
            self._session(method, match[1])
            return
        self.body = self.rfile.read(int(self.headers.get("content-length", 0)))
        name = re.sub(r"\W+", "_", parts.path.removeprefix("/upload").removeprefix("/youtube/v3")).strip("_")
        if not parts.path.startswith(("/token", "/revoke", "/device")):
            if self.headers.get("authorization", "").removeprefix("Bearer ") not in self.server.good_tokens:
                self._refuse(401, "authError")
                return
            if waiting := self.server.refusals.get(name):
                self._refuse(*waiting.pop(0))
                return
        getattr(self, f"_{method.lower()}_{name}")()

    # OAuth

    def _post_token(self) -> None:
        form = {name: values[0] for name, values in parse_qs(self.body.decode()).items()}
        if (form.get("client_id"), form.get("client_secret")) != (CLIENT_ID, CLIENT_SECRET):
            self._answer(401, {"error": "invalid_client"})
            return
        kind = form["grant_type"]
        if kind == "authorization_code":
            challenge = self.server.codes.pop(form["code"], None)
            digest = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).rstrip(b"=")
            if challenge != digest.decode():
                self._answer(400, {"error": "invalid_grant"})
                return
            self._grant(self.server.new_refresh())
        elif kind == "refresh_token":
            if self.server.slow_refresh is not None:
                self.server.slow_refresh.wait(30)
            with self.server.lock:
                self.server.refreshes += 1
            if form["refresh_token"] not in self.server.refresh_tokens:
                self._answer(400, {"error": "invalid_grant", "error_description": "Token has been expired or revoked."})
                return
            self._grant(None)
        elif self.server.device_approved:
            self._grant(self.server.new_refresh())
        else:
            self._answer(428, {"error": "authorization_pending"})

    def _grant(self, refresh: str | None) -> None:
        told = {
            "access_token": self.server.new_access(),
            "expires_in": 3600,
            "token_type": "Bearer",
            "scope": "youtube",
        }
        self._answer(200, told | ({"refresh_token": refresh} if refresh else {}))

    def _post_revoke(self) -> None:
        token = parse_qs(self.body.decode())["token"][0]
        self.server.refresh_tokens.discard(token)
        self.server.revoked.append(token)
        self._answer(200, {})

    def _post_device_code(self) -> None:
        told = {"device_code": "device", "user_code": "ABCD-EFGH", "verification_url": "https://google.example/device"}
        self._answer(200, told | {"interval": 1, "expires_in": 60})

    # uploads

    def _post_videos(self) -> None:
        assert self.query["uploadType"] == "resumable"
        number = f"s{len(self.server.sessions)}"
        token = self.headers["authorization"].removeprefix("Bearer ")
        size = int(self.headers["x-upload-content-length"])
        self.server.sessions[number] = Session(json.loads(self.body), size, token)
        self._answer(200, {}, {"Location": f"{self.server.address}/session/{number}"})

    def _session(self, method: str, number: str) -> None:
        session, length = self.server.sessions.get(number), int(self.headers.get("content-length", 0))
        if method == "DELETE":
            self.server.deleted.append(number)
            self.server.sessions.pop(number, None)
            self._answer(499, {})
            return
        told = self.headers.get("content-range", "")
        fault = self.server.faults.pop(0) if self.server.faults and length else ()
        if fault[:1] == ("cut",) and session is not None:
            self._take(session, told, self.rfile.read(fault[1]))
            self.close_connection = True
            self.connection.close()
            return
        body = self.rfile.read(length)
        if self.headers.get("authorization", "").removeprefix("Bearer ") not in self.server.good_tokens:
            self._refuse(401, "authError")
        elif fault[:1] == ("status",):
            self._refuse(fault[1], fault[2], {"Retry-After": "0"})
        elif session is None:
            self._refuse(404, "notFound")
        else:
            if length:
                self.server.ranges.append(told)
                self._take(session, told, body)
            if fault[:1] == ("lost",):
                self.close_connection = True
                self.connection.close()
            elif len(session.content) < session.size or fault[:1] == ("full",):
                have = {"Range": f"bytes=0-{len(session.content) - 1}"} if session.content else {}
                self._answer(308, None, have)
            else:
                self._answer(200, self.server.videos[session.video])

    def _take(self, session: Session, told: str, body: bytes) -> None:
        match = re.fullmatch(r"bytes (\d+)-(\d+)/(\d+)", told)
        assert match is not None, told
        assert int(match[1]) == len(session.content), f"{told} after {len(session.content)} bytes"
        assert int(match[3]) == session.size
        session.content += body
        if len(session.content) == session.size and not session.video:
            session.video = f"video{len(self.server.videos)}"
            row = {
                "id": session.video, **session.resource, "fileDetails": {"fileSize": str(session.size)},
                "statistics": {"viewCount": "7", "likeCount": "1"}, "contentDetails": {"duration": "PT4S"},
            }  # fmt: skip
            self.server.videos[session.video] = row
            self.server.entries["UUchannel"].insert(0, {"id": f"e-{session.video}", "video": session.video})

    # the API

    def _get_channels(self) -> None:
        row = {
            "id": "UCchannel", "snippet": {"title": "Rice & Co", "thumbnails": {"default": {"url": "https://i.example/c.jpg"}}},
            "contentDetails": {"relatedPlaylists": {"uploads": "UUchannel"}},
        }  # fmt: skip
        self._answer(200, {"items": [row] if self.server.has_channel else []})

    def _get_videos(self) -> None:
        wanted = self.query["id"].split(",")
        self._answer(200, {"items": [self.server.videos[each] for each in wanted if each in self.server.videos]})

    def _put_videos(self) -> None:
        asked = json.loads(self.body)
        self.server.videos[asked["id"]] |= asked
        self._answer(200, self.server.videos[asked["id"]])

    def _get_playlistItems(self) -> None:
        rows = self.server.entries.get(self.query["playlistId"])
        if rows is None:
            self._refuse(404, "playlistNotFound")
            return
        if only := self.query.get("videoId"):
            rows = [row for row in rows if row["video"] == only]
        self._answer(200, {"items": [self._entry(self.query["playlistId"], row) for row in rows]})

    def _post_playlistItems(self) -> None:
        snippet = json.loads(self.body)["snippet"]
        rows = self.server.entries[snippet["playlistId"]]
        row = {"id": f"e{len(rows)}-{snippet['playlistId']}", "video": snippet["resourceId"]["videoId"]}
        rows.insert(snippet.get("position", len(rows)), row)
        self._answer(200, self._entry(snippet["playlistId"], row))

    def _put_playlistItems(self) -> None:
        asked = json.loads(self.body)
        rows = self.server.entries[asked["snippet"]["playlistId"]]
        row = next(row for row in rows if row["id"] == asked["id"])
        rows.remove(row)
        rows.insert(asked["snippet"]["position"], row)
        self._answer(200, self._entry(asked["snippet"]["playlistId"], row))

    def _delete_playlistItems(self) -> None:
        for rows in self.server.entries.values():
            rows[:] = [row for row in rows if row["id"] != self.query["id"]]
        self._answer(204, None)

    def _entry(self, playlist: str, row: dict[str, Any]) -> dict[str, Any]:
        snippet = {
            "resourceId": {"videoId": row["video"]},
            "position": self.server.entries[playlist].index(row),
            "title": "t",
        }
        return {"id": row["id"], "snippet": snippet, "contentDetails": {"videoId": row["video"]}}

    def _get_playlists(self) -> None:
        self._answer(200, {"items": list(self.server.playlists.values())})

    def _post_playlists(self) -> None:
        row = {"id": f"PL{len(self.server.playlists)}", **json.loads(self.body), "contentDetails": {"itemCount": 0}}
        self.server.playlists[row["id"]] = row
        self.server.entries[row["id"]] = []
        self._answer(200, row)

    def _post_thumbnails_set(self) -> None:
        self.server.thumbnails[self.query["videoId"]] = self.body
        self._answer(200, {"items": []})

    def _post_captions(self) -> None:
        head = f"Content-Type: {self.headers['content-type']}\r\n\r\n".encode()
        described, content = BytesParser().parsebytes(head + self.body).get_payload()  # type: ignore[misc]
        snippet = json.loads(described.get_payload(decode=True))["snippet"]  # type: ignore[union-attr]
        rows = self.server.captions.setdefault(snippet["videoId"], [])
        if any(row["language"] == snippet["language"] for row in rows):
            self._refuse(409, "captionExists")
            return
        rows.append(snippet | {"content": content.get_payload(decode=True)})  # type: ignore[union-attr]
        self._answer(200, {"id": "c", "snippet": snippet})

    def _refuse(self, status: int, reason: str, headers: dict[str, str] | None = None) -> None:
        error = {"code": status, "message": f"refused for {reason}", "errors": [{"reason": reason}]}
        self._answer(status, {"error": error}, headers)

    def _answer(self, status: int, told: Any, headers: dict[str, str] | None = None) -> None:
        body = b"" if told is None else json.dumps(told).encode()
        self.send_response(status)
        for name, value in {**(headers or {}), "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)
