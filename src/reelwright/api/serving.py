"""Serving the application over HTTP, with or without a worker in the same process."""

from __future__ import annotations

import socket
from collections.abc import Callable
from dataclasses import dataclass, replace
from threading import Thread
from types import FrameType

import uvicorn
from fastapi import FastAPI

from reelwright.api.application import create_application
from reelwright.api.live.feed import Feed
from reelwright.app.platform import Platform
from reelwright.errors import InvalidInput
from reelwright.worker.running import WorkerPlan, start_worker

_GRACE_SECONDS = 5
_EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104  # not bound here, only told apart


@dataclass(frozen=True)
class Listening:
    host: str
    port: int
    has_worker: bool = True


def serve(
    platform: Platform,
    listening: Listening,
    on_ready: Callable[[str], None],
    create: Callable[[Platform], FastAPI] = create_application,
) -> None:
    """Serve until a signal ends it; ``on_ready`` is told the address. ``create`` makes the application: the API, or more.

    Raises ``InvalidInput`` for an address that is taken.
    """
    door = _bound(listening)
    port = door.getsockname()[1]
    shown = f"[{listening.host}]" if ":" in listening.host else listening.host
    url = f"http://{'127.0.0.1' if listening.host in _EVERYWHERE else shown}:{port}"
    platform = _reached_at(platform, url)
    worker = start_worker(platform, WorkerPlan(name="serve")) if listening.has_worker else None
    try:
        application = create(platform)
        config = uvicorn.Config(
            application,
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=_GRACE_SECONDS,
            server_header=False,
        )
        on_ready(url)
        _Server(config, application.state.live.feed).run(sockets=[door])
    finally:
        if worker is not None:
            worker.stop()
        door.close()


class _Server(uvicorn.Server):
    """Ends event streams when it is to stop: their clients would never leave, and it would wait for them."""

    def __init__(self, config: uvicorn.Config, feed: Feed) -> None:
        super().__init__(config)
        self._feed = feed

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        Thread(
            target=self._feed.close, daemon=True
        ).start()  # a signal may come while this thread holds the feed's lock
        super().handle_exit(sig, frame)


def _bound(listening: Listening) -> socket.socket:
    family = socket.AF_INET6 if ":" in listening.host else socket.AF_INET
    door = socket.socket(family, socket.SOCK_STREAM)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind((listening.host, listening.port))
    except OSError as error:
        door.close()
        raise InvalidInput(
            f"cannot listen at {listening.host}:{listening.port}: {error.strerror or error}",
            hint="choose another --port",
        ) from None
    return door


def _reached_at(platform: Platform, url: str) -> Platform:
    """Links name the address users reach; unless one is set, it is the one we listen at."""
    if platform.settings.is_public_url_set:
        return platform
    return replace(platform, settings=replace(platform.settings, public_url=url))
