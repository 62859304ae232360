import gzip
import itertools
import logging
import time
from http.server import BaseHTTPRequestHandler

import httpx2
import pytest

from reelwright.errors import FetchRefused
from reelwright.http.client import provider_client, public_client
from tests.http.servers import LoopbackServer, guard_for, without_length


def test_a_webhook_is_delivered_with_its_headers_and_body(server: LoopbackServer):
    server.on("/hook", b"thanks")
    with public_client(guard_for(server)) as client:
        answer = client.post(server.url("/hook"), content=b"x" * 200_000, headers={"webhook-id": "7"})
    assert (answer.status_code, answer.content) == (200, b"thanks")
    path, headers, body = server.asked[0]
    assert (path, headers["webhook-id"], len(body)) == ("/hook", "7", 200_000)
    assert headers["user-agent"].startswith("reelwright/")


def test_a_webhook_is_not_redirected(server: LoopbackServer):
    server.on("/hook", status=307, Location="/other")
    with public_client(guard_for(server)) as client:
        assert client.post(server.url("/hook")).status_code == 307
    assert [row[0] for row in server.asked] == ["/hook"]


def test_a_webhooks_long_answer_is_refused(server: LoopbackServer):
    server.answers["/"] = lambda handler: without_length(handler, itertools.repeat(b"x" * 10_000, 500))
    with public_client(guard_for(server), most_bytes=100_000) as client, pytest.raises(FetchRefused, match="larger"):
        client.post(server.url())


def test_a_webhooks_packed_answer_stays_packed(server: LoopbackServer):
    packed = gzip.compress(bytes(50_000_000))
    server.on("/", packed, Content_Encoding="gzip")
    with public_client(guard_for(server)) as client:
        assert client.post(server.url()).content == packed


def test_a_webhook_that_drips_its_headers_is_given_up(server: LoopbackServer):
    def drip(handler: BaseHTTPRequestHandler) -> None:
        for _ in range(200):
            handler.wfile.write(b"x")
            time.sleep(0.05)

    server.answers["/"] = drip
    with public_client(guard_for(server), total_seconds=0.4) as client, pytest.raises(httpx2.ReadTimeout):
        client.post(server.url())


def test_the_log_shows_neither_paths_nor_queries(server: LoopbackServer, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG, logger="httpx2")
    server.on("/secret-path")
    for client in (public_client(guard_for(server)), provider_client(timeout_seconds=20)):
        with client:
            client.get(server.url("/secret-path?key=secret-query"), headers={"Authorization": "Bearer secret-key"})
    assert f"http://127.0.0.1:{server.port}" in caplog.text
    assert "secret" not in caplog.text


def test_a_provider_may_be_on_this_machine_and_its_key_is_not_passed_on(server: LoopbackServer):
    server.on("/v1", status=302, Location="http://127.0.0.1:1/")
    with provider_client(timeout_seconds=20) as client:
        assert client.get(server.url("/v1"), headers={"Authorization": "Bearer k"}).status_code == 302


def test_a_silent_provider_is_given_up(server: LoopbackServer):
    server.answers["/"] = lambda handler: time.sleep(0.5)
    with provider_client(timeout_seconds=0.1) as client, pytest.raises(httpx2.ReadTimeout):
        client.get(server.url())
