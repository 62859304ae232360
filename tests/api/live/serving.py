"""An application behind a real server on a free port."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """``127.0.0.1:port``."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        config = uvicorn.Config(app, log_config=None, lifespan="off", timeout_graceful_shutdown=5)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        waiting = threading.Event()
        while not server.started:
            waiting.wait(0.01)
        try:
            yield f"127.0.0.1:{listening.getsockname()[1]}"
        finally:
            app.state.live.feed.close()
            server.should_exit = True
            thread.join()
