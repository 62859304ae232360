"""The end of a whole call: however slowly the other side drips, it is over at a time."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from contextlib import suppress
from threading import Lock, Timer
from typing import Any, Self

_CONNECTED = ("connect_tcp.complete", "start_tls.complete")


class CallDeadline:
    """Cuts the connection of one call ``seconds`` after it was entered; whoever waits for it then gets an error of the network's,
    or an end too early. ``is_over`` says why, and ``was_connected`` whether anything can have been sent by then.

    A client's timeouts bound each wait alone, so that one byte in time keeps a call alive for ever.
    ``extensions`` are for the request, which makes a connection of its own.
    """

    def __init__(self, seconds: float) -> None:
        self.is_over = False
        self.was_connected = False
        self._lock = Lock()
        self._connection: socket.socket | None = None
        self._timer = Timer(seconds, self._end)
        self._timer.daemon = True

    @property
    def extensions(self) -> dict[str, Any]:
        return {"trace": self._watch}

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def _watch(self, event: str, told: Mapping[str, Any]) -> None:
        """The newest connection: TLS takes the place of the plain one beneath it."""
        if not event.endswith(_CONNECTED):
            return
        with self._lock:
            self._connection = told["return_value"].get_extra_info("socket")
            if self.is_over:
                self._cut()

    def _end(self) -> None:
        with self._lock:
            self.is_over = True
            self.was_connected = self._connection is not None
            self._cut()

    def _cut(self) -> None:
        """Wakes whoever reads or writes; closing alone would not."""
        if self._connection is not None:
            with suppress(OSError):
                socket.socket.shutdown(self._connection, socket.SHUT_RDWR)
