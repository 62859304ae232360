"""Real servers on this machine's loopback addresses that answer by path and keep what they were asked."""

from __future__ import annotations

import contextlib
import ssl
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from typing import Any

from reelwright.http.guard import Guard

Answer = Callable[[BaseHTTPRequestHandler], None]


class LoopbackServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, host: str = "127.0.0.1", port: int = 0) -> None:
        super().__init__((host, port), _Handler)
        self.answers: dict[str, Answer] = {}
        self.asked: list[tuple[str, dict[str, str], bytes]] = []

    @property
    def port(self) -> int:
        return self.server_address[1]

    def url(self, path: str = "/", host: str = "") -> str:
        return f"http://{host or self.server_address[0]}:{self.port}{path}"

    def on(self, path: str, body: bytes = b"", status: int = 200, **headers: str) -> str:
        """Answer a path with a body of a told length; ``content_type=…`` becomes a header. The path's URL."""
        self.answers[path] = lambda handler: reply(handler, body, status, **headers)
        return self.url(path)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: LoopbackServer  # pyright: ignore[reportIncompatibleVariableOverride]

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        path = self.path.partition("?")[0]
        self.server.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
        with contextlib.suppress(BrokenPipeError, ConnectionResetError, ssl.SSLError):  # a client that has given up
            self.server.answers.get(path, lambda handler: reply(handler, b"", 404))(self)

    do_POST = do_GET

    def log_message(self, format: str, *args: Any) -> None:
        pass


def reply(handler: BaseHTTPRequestHandler, body: bytes, status: int = 200, **headers: str) -> None:
    handler.send_response(status)
    for name, value in {"Content_Length": str(len(body)), **headers}.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


def without_length(handler: BaseHTTPRequestHandler, chunks: Iterator[bytes], **headers: str) -> None:
    """A body that ends with the connection."""
    handler.send_response(200)
    for name, value in {"Connection": "close", **headers}.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    for chunk in chunks:
        handler.wfile.write(chunk)


@contextlib.contextmanager
def serving(server: LoopbackServer) -> Iterator[LoopbackServer]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Names:
    """A look-up of names: each call answers with the next of the host's answers, the last one for ever."""

    def __init__(self, **answers: list[tuple[str, ...]]) -> None:
        self.answers = {name.replace("_", "."): rows for name, rows in answers.items()}
        self.asked: list[str] = []

    def __call__(self, host: str, seconds: float) -> tuple[str, ...]:
        self.asked.append(host)
        if host not in self.answers:
            raise OSError("not known")
        rows = self.answers[host]
        return rows.pop(0) if len(rows) > 1 else rows[0]


def guard_for(*servers: LoopbackServer, allowed: str = "127.0.0.1/32", **more: Any) -> Guard:
    return Guard((ip_network(allowed),), frozenset(server.port for server in servers), **more)
