"""A vendor's API on loopback, for contract tests: routes answer as the vendor documents, faults break them as networks do."""

from __future__ import annotations

import json
import re
import socket
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True)
class Asked:
    """A request as the vendor got it; header names are lower case."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Reply:
    """``body`` is JSON unless it is bytes. ``broken`` is ``silent`` (no answer), ``cut`` (ends early), ``huge`` (never ends), or one of
    ``DRIPPING``: a few bytes now and then, for ever, of the body whose length is told, of one whose length is not, or before any
    headers."""

    body: Any = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    broken: str = ""


DRIPPING = ("dripping", "dripping without length", "dripping before headers")
Route = Callable[[Asked], Reply]


class VendorServer(ThreadingHTTPServer):
    """``routes`` are (method, regular expression of the whole path, function). ``fault``, when set, answers every request that
    ``fault_on`` (method, expression) fits, in the route's place. ``asked`` lists all requests."""

    daemon_threads = True

    def __init__(self, routes: list[tuple[str, str, Route]]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.routes = routes
        self.asked: list[Asked] = []
        self.fault: Reply | None = None
        self.fault_on = ("", ".*")
        self.faults_left = 1_000_000
        self.lock = threading.Lock()
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def count(self, method: str, path: str = ".*") -> int:
        """How many requests fit."""
        with self.lock:
            return sum(each.method == method and re.fullmatch(path, each.path) is not None for each in self.asked)

    def answer(self, asked: Asked) -> Reply:
        with self.lock:
            self.asked.append(asked)
            method, path = self.fault_on
            if self.fault and self.faults_left > 0 and method in ("", asked.method) and re.fullmatch(path, asked.path):
                self.faults_left -= 1
                return self.fault
        for method, path, route in self.routes:
            if method == asked.method and re.fullmatch(path, asked.path):
                return route(asked)
        return Reply({"error": {"message": f"no route {asked.method} {asked.path}"}}, 404)

    def __enter__(self) -> VendorServer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    server: VendorServer  # pyright: ignore[reportIncompatibleVariableOverride]
    protocol_version = "HTTP/1.1"

    def _serve(self) -> None:
        parts = urlsplit(self.path)
        if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
            body = self._chunks()
        else:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        reply = self.server.answer(Asked(self.command, parts.path, dict(parse_qsl(parts.query)), headers, body))
        try:
            self._send(reply)
        except OSError:  # the client has gone
            self.close_connection = True

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = do_PATCH = _serve

    def _chunks(self) -> bytes:
        body = b""
        while size := int(self.rfile.readline().split(b";")[0], 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body

    def _send(self, reply: Reply) -> None:
        if reply.broken == "silent":
            time.sleep(3)
            self.close_connection = True
            return
        if reply.broken == "dripping before headers":
            self._drip(b"HTTP/1.1 102 Processing\r\n\r\n")
        data = reply.body if isinstance(reply.body, bytes) else json.dumps(reply.body).encode()
        self.send_response(reply.status)
        kind = "application/octet-stream" if isinstance(reply.body, bytes) else "application/json"
        if not any(name.lower() == "content-type" for name in reply.headers):
            self.send_header("Content-Type", kind)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if reply.broken in DRIPPING:
            if reply.broken == "dripping":
                self.send_header("Content-Length", "1000000")
            self.end_headers()
            self._drip(b" ")
        if reply.broken == "huge":
            self.end_headers()
            self.close_connection = True
            while True:
                self.wfile.write(b" " * 65536)
        self.send_header("Content-Length", str(len(data) + (100 if reply.broken == "cut" else 0)))
        self.end_headers()
        if self.command == "HEAD":
            return
        self.wfile.write(data[: len(data) // 2] if reply.broken == "cut" else data)
        if reply.broken == "cut":  # a reset, not a polite end
            self.wfile.flush()
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.close_connection = True

    def _drip(self, drop: bytes) -> None:
        """Until the client has gone: the next write raises ``OSError``."""
        self.close_connection = True
        while True:
            self.wfile.write(drop)
            time.sleep(0.02)

    def log_message(self, format: str, *args: Any) -> None:
        pass
