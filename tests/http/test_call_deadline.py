"""The end of a call is told from its beginning: who was never reached was sent nothing."""

from __future__ import annotations

import socket
from threading import Event

from reelwright.http.call_deadline import CallDeadline


class _Stream:
    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection

    def get_extra_info(self, info: str) -> object:
        assert info == "socket"
        return self.connection


class _Noticed(CallDeadline):
    """Tells when it ends."""

    def __init__(self, seconds: float) -> None:
        self.ended = Event()
        super().__init__(seconds)

    def _end(self) -> None:
        super()._end()
        self.ended.set()


def test_who_reads_from_a_connection_that_is_cut_is_woken() -> None:
    here, there = socket.socketpair()
    with here, there, CallDeadline(0.2) as deadline:
        deadline.extensions["trace"]("connection.connect_tcp.complete", {"return_value": _Stream(here)})
        assert here.recv(1) == b""
        assert (deadline.is_over, deadline.was_connected) == (True, True)


def test_a_connection_that_comes_too_late_is_cut_at_once_and_nothing_was_sent() -> None:
    here, there = socket.socketpair()
    with here, there, _Noticed(0.01) as deadline:
        assert deadline.ended.wait(60)
        deadline.extensions["trace"]("connection.connect_tcp.complete", {"return_value": _Stream(here)})
        assert there.recv(1) == b""
        assert (deadline.is_over, deadline.was_connected) == (True, False)


def test_a_call_that_ends_in_time_is_left_alone() -> None:
    here, there = socket.socketpair()
    with here, there:
        with CallDeadline(3600) as deadline:
            deadline.extensions["trace"]("connection.start_tls.complete", {"return_value": _Stream(here)})
            deadline.extensions["trace"]("http11.send_request_body.complete", {"return_value": None})
        there.sendall(b"x")
        assert here.recv(1) == b"x"
        assert not deadline.is_over
