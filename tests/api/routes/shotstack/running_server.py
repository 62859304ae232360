"""A whole server on loopback: the application under uvicorn, and a worker beside it."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import SystemRandom
from threading import Thread
from typing import Any
from urllib.parse import unquote, urlsplit

import uvicorn

from reelwright.api.application import create_application
from reelwright.app.opening import open_platform
from reelwright.app.platform import Platform
from reelwright.app.server_settings import ServerSettings
from reelwright.storage.signed_links import FILES
from reelwright.worker.running import start_worker
from tests.http.servers import LoopbackServer, serving

_WEB_PORTS = (8080, 8443)
"""Those of the ports users' addresses may name that need no privileges."""


@dataclass
class Running:
    platform: Platform
    url: str
    website: LoopbackServer

    def download(self, url: str, path: Path) -> Path:
        """The file a signed link leads to."""
        return download(self.platform, url, path)

    def posted_to(self, path: str) -> dict[str, Any]:
        """What the website is sent at a path first, waited for."""
        while True:
            for asked, headers, body in list(self.website.asked):
                if asked == path:
                    assert headers["content-type"] == "application/json"
                    return json.loads(body)
            time.sleep(0.05)


@contextmanager
def running(folder: Path) -> Iterator[Running]:
    """In local mode, on SQLite; users' addresses may lead to loopback, where a website is."""
    port = _free_port()
    settings = ServerSettings(
        folder / "data",
        f"sqlite:///{folder / 'reelwright.sqlite'}",
        str(folder / "files"),
        public_url=f"http://127.0.0.1:{port}",
        allowed_networks=("127.0.0.0/8",),
        jobs_per_minute=0,
        render_jobs=1,
    )
    platform = open_platform(settings)
    server = uvicorn.Server(uvicorn.Config(create_application(platform), port=port, log_level="warning"))
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    worker = start_worker(platform)
    try:
        with serving(_website()) as website:
            while not server.started:
                assert thread.is_alive()
                time.sleep(0.01)
            yield Running(platform, settings.public_url, website)
    finally:
        worker.stop()
        server.should_exit = True
        thread.join()
        platform.close()


def download(platform: Platform, url: str, path: Path) -> Path:
    parts = urlsplit(url)
    assert url.startswith(platform.settings.public_url)
    grant = platform.links.verify("GET", unquote(parts.path.removeprefix(FILES)), parts.query, datetime.now(UTC))
    platform.store.fetch(grant.name, path)
    return path


def _website() -> LoopbackServer:
    """On an address of its own: the ports are few, loopback's addresses many."""
    chance = SystemRandom()
    for attempt in range(20):
        host = ".".join(["127", *(str(chance.randrange(1, 250)) for _ in range(3))])
        with suppress(OSError):
            return LoopbackServer(host, _WEB_PORTS[attempt % 2])
    raise AssertionError("no port for a website is free")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
