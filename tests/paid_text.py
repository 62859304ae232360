"""A text model's server on loopback that counts what it was paid for: each Idempotency-Key is done once, however often it is asked."""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class PaidText(ThreadingHTTPServer):
    """``done`` counts calls that were done (and charged for) by key; ``asked`` counts requests."""

    daemon_threads = True

    def __init__(self, delay: float = 0.0) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.done: Counter[str] = Counter()
        self.asked: Counter[str] = Counter()
        self.delay = delay
        self.lock = threading.Lock()
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def __enter__(self) -> PaidText:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    server: PaidText  # pyright: ignore[reportIncompatibleVariableOverride]

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        key = self.headers.get("Idempotency-Key") or f"none-{time.monotonic_ns()}"
        with self.server.lock:
            self.server.asked[key] += 1
            if not self.server.done[key]:
                self.server.done[key] += 1
        time.sleep(self.server.delay)
        data = json.dumps(_answer(body)).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:
        pass


def _answer(body: dict[str, Any]) -> dict[str, Any]:
    topic = body["messages"][-1]["content"].strip()[:60]
    sentences = [
        {"text": f"{topic} is worth a closer look.", "picture": topic},
        {"text": "It changes every day.", "picture": "day"},
    ]
    script = {"title": topic, "sections": [{"title": "Why", "sentences": sentences}]}
    message = {"role": "assistant", "content": json.dumps(script)}
    return {
        "id": "answer-1",
        "choices": [{"message": message}],
        "usage": {"prompt_tokens": 500, "completion_tokens": 100},
    }
