"""The addresses behind a host's name."""

from __future__ import annotations

import socket
from concurrent.futures import Future
from threading import Thread


def look_up(host: str, seconds: float) -> tuple[str, ...]:
    """All addresses of a name, in the order the system prefers. Raises ``OSError``; ``TimeoutError`` after ``seconds``."""
    # The system's look-up knows no time limit of its own choosing, so it is left behind when it takes too long.
    found: Future[tuple[str, ...]] = Future()
    Thread(target=_ask, args=(host, found), daemon=True).start()
    return found.result(seconds)


def _ask(host: str, found: Future[tuple[str, ...]]) -> None:
    try:
        rows = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
        found.set_result(tuple(dict.fromkeys(str(row[4][0]) for row in rows)))
    except OSError as error:
        found.set_exception(error)
    except UnicodeError:  # a label that is empty or too long
        found.set_exception(OSError(f"{host[:80]!r} cannot be the name of a host"))
