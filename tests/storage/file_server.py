"""The smallest HTTP server that honours the local store's links: what the API's route does, on a free loopback port."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

from reelwright.errors import LimitExceeded
from reelwright.storage.blobs import BlobStore
from reelwright.storage.errors import LinkRefused
from reelwright.storage.file_answer import FileRequest, file_answer
from reelwright.storage.signed_links import FILES, Grant, SignedLinks


class FileServer:
    """Serves ``store`` by ``links``; both are set once the address is known."""

    store: BlobStore
    links: SignedLinks

    def __init__(self, url: str) -> None:
        self.url = url

    def grant(self, method: str, target: str) -> Grant:
        parts = urlsplit(target)
        return self.links.verify(method, unquote(parts.path).removeprefix(FILES), parts.query, datetime.now(UTC))


@contextmanager
def running_file_server() -> Iterator[FileServer]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            try:
                grant = serving.grant("GET", self.path)
            except LinkRefused:
                return self._say(403)
            facts = serving.store.facts(grant.name)
            asked = FileRequest(*(self.headers.get(name) for name in ("Range", "If-Range", "If-None-Match")))
            answer = file_answer(facts, grant, asked, datetime.now(UTC))
            self._say(answer.status, answer.headers)
            for piece in serving.store.read(facts.key, answer.start, answer.length):
                self.wfile.write(piece)

        def do_PUT(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            try:
                grant = serving.grant("PUT", self.path)
                serving.store.discard_upload(grant.upload_name)
                serving.store.append_upload(grant.upload_name, 0, [body], max_bytes=grant.max_bytes or 1)
            except LinkRefused:
                return self._say(403)
            except LimitExceeded:
                return self._say(413)
            self._say(200)

        def _say(self, status: int, headers: dict[str, str] | None = None) -> None:
            self.send_response(status)
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: the tests look at answers."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    serving = FileServer(f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield serving
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
