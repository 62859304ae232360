"""One message over a real connection."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator

import httpx2
import pytest

from reelwright.business.webhooks import posting
from reelwright.business.webhooks.posting import MOST_BYTES, Answer, NotSent, Send, sender_over
from tests.business.receiver import Receiver, receiving


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


@pytest.fixture
def send() -> Iterator[Send]:
    with httpx2.Client(trust_env=False) as client:
        yield sender_over(client)


def test_body_and_headers_arrive_and_the_answer_comes_back(receiver: Receiver, send: Send) -> None:
    assert send(receiver.url, {"webhook-id": "msg_1"}, b'{"a":1}') == Answer(200, "thanks")
    assert receiver.taken[0].body == b'{"a":1}'
    assert receiver.taken[0].headers["webhook-id"] == "msg_1"


def test_redirects_are_not_followed(receiver: Receiver, send: Send) -> None:
    receiver.answers = lambda _taken: (307, b"", {"location": receiver.url + "/elsewhere"})
    assert send(receiver.url, {}, b"{}").status == 307
    assert [taken.path for taken in receiver.taken] == ["/hook"]


def test_of_a_long_answer_only_the_beginning_is_read(receiver: Receiver, send: Send) -> None:
    receiver.answers = lambda _taken: (200, b"x" * 5_000_000, {})
    assert send(receiver.url, {}, b"{}") == Answer(200, "x" * MOST_BYTES)


def test_a_compressed_answer_is_not_unpacked(receiver: Receiver, send: Send) -> None:
    receiver.answers = lambda _taken: (200, b"not gzip", {"content-encoding": "gzip"})
    assert send(receiver.url, {}, b"{}") == Answer(200, "not gzip")


def test_an_answer_that_breaks_off_counts_by_its_status(receiver: Receiver, send: Send) -> None:
    receiver.answers = lambda _taken: (200, b"half", {"content-length": "100", "connection": "close"})
    assert send(receiver.url, {}, b"{}") == Answer(200, "half")


def test_nobody_there_is_told_apart_from_an_answer(send: Send) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/"
    with pytest.raises(NotSent, match="no connection"):
        send(url, {}, b"{}")


def test_a_receiver_that_does_not_answer_is_left(
    receiver: Receiver, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posting, "SECONDS", 0.2)

    def slow(_taken: object) -> tuple[int, bytes, dict[str, str]]:
        time.sleep(1)
        return 200, b"", {}

    receiver.answers = slow
    with pytest.raises(NotSent, match="no answer within"):
        send(receiver.url, {}, b"{}")
