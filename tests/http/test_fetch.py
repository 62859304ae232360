import gzip
import itertools
import time
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import brotli
import pytest

from reelwright.errors import FetchFailed, FetchRefused, InvalidInput, OutputUnwritable, ReelwrightError
from reelwright.http.fetch import Fetched, FetchLimits, fetch_file
from reelwright.http.guard import Guard
from tests.http.servers import LoopbackServer, Names, guard_for, reply, serving, without_length

LIMITS = FetchLimits(max_bytes=1_000_000, total_seconds=60, connect_seconds=20)


def fetch(server: LoopbackServer, url: str, path: Path, limits: FetchLimits = LIMITS, **guard: Any) -> Fetched:
    return fetch_file(url, path, limits=limits, guard=guard_for(server, **guard))


def failure(
    kind: type[ReelwrightError],
    server: LoopbackServer,
    url: str,
    folder: Path,
    limits: FetchLimits = LIMITS,
    **guard: Any,
) -> str:
    """The message of a fetch that fails and leaves nothing behind."""
    with pytest.raises(kind) as caught:
        fetch(server, url, folder / "file", limits, **guard)
    assert list(folder.iterdir()) == []
    assert "secret" not in caught.value.message + caught.value.hint
    return caught.value.message


def test_a_file_is_stored_whole_with_what_the_server_says_of_it(server: LoopbackServer, tmp_path: Path):
    body = bytes(range(256)) * 3000
    url = server.on("/media/holiday%20clip.mp4", body, Content_Type="Video/MP4; codecs=avc1")
    fetched = fetch(server, url + "?key=secret#t=3", tmp_path / "kept.mp4")
    assert fetched == Fetched(len(body), "video/mp4", url, "holiday clip.mp4")
    assert (tmp_path / "kept.mp4").read_bytes() == body
    assert [path.name for path in tmp_path.iterdir()] == ["kept.mp4"]
    assert server.asked[0][0] == "/media/holiday%20clip.mp4?key=secret"


def test_a_body_without_a_length_is_stored(server: LoopbackServer, tmp_path: Path):
    server.answers["/a"] = lambda handler: without_length(handler, iter([b"one ", b"two"]))
    assert fetch(server, server.url("/a"), tmp_path / "a").size == 7
    assert (tmp_path / "a").read_bytes() == b"one two"


@pytest.mark.parametrize(("encoding", "pack"), [("gzip", gzip.compress), ("br", brotli.compress), ("identity", bytes)])
def test_a_packed_body_is_unpacked(server: LoopbackServer, tmp_path: Path, encoding: str, pack: Any):
    url = server.on("/a", pack(b"text " * 1000), Content_Encoding=encoding)
    assert fetch(server, url, tmp_path / "a").size == 5000
    assert (tmp_path / "a").read_bytes() == b"text " * 1000


def test_redirects_are_followed_to_the_end(server: LoopbackServer, tmp_path: Path):
    for number, status in enumerate((301, 302, 303, 307, 308)):
        server.on(f"/{number}", status=status, Location=f"../{number + 1}")
    server.on("/5", b"here")
    assert fetch(server, server.url("/0"), tmp_path / "a").final_url == server.url("/5")


def test_a_sixth_redirect_and_a_loop_are_refused(server: LoopbackServer, tmp_path: Path):
    for number in range(6):
        server.on(f"/{number}", status=302, Location=f"/{number + 1}")
    server.on("/6", b"here")
    server.on("/loop", status=302, Location="/loop")
    assert "more than 5 times" in failure(FetchRefused, server, server.url("/0"), tmp_path)
    assert "more than 5 times" in failure(FetchRefused, server, server.url("/loop"), tmp_path)
    assert len(server.asked) == 12


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.2:{port}/secret", "//127.0.0.2:{port}/secret", "http://169.254.169.254/latest/meta-data/", "http://10.0.0.1/",
        "http://[::1]:{port}/secret", "http://[::ffff:127.0.0.2]:{port}/", "http://0x7f.2:{port}/", "http://2130706434:{port}/",
        "http://127.0.0.1:22/", "file:///etc/passwd", "gopher://127.0.0.1:{port}/", "ftp://127.0.0.1/", "http://a:secret@127.0.0.1:{port}/",
        "http://inner.example:{port}/secret", "data:text/plain,secret", "http://[broken", "http://127.0.0.1:x/",
    ],
)  # fmt: skip
def test_a_redirect_is_judged_like_the_first_address(server: LoopbackServer, tmp_path: Path, target: str):
    with serving(LoopbackServer("127.0.0.2", server.port)) as inner:
        inner.on("/secret", b"secret")
        url = server.on("/a", status=302, Location=target.format(port=server.port))
        failure(FetchRefused, server, url, tmp_path, look_up=Names(inner_example=[("127.0.0.2",)]))
        assert inner.asked == []
    assert [row[0] for row in server.asked] == ["/a"]


def test_a_redirect_without_an_address_is_a_failure(server: LoopbackServer, tmp_path: Path):
    assert "answered 302" in failure(FetchFailed, server, server.on("/a", status=302), tmp_path)


def test_a_name_that_moves_between_redirects_is_judged_again(server: LoopbackServer, tmp_path: Path):
    with serving(LoopbackServer("127.0.0.2", server.port)) as inner:
        names = Names(media_example=[("127.0.0.1",), ("127.0.0.2",)])
        server.on("/a", status=302, Location="/secret")
        failure(FetchRefused, server, server.url("/a", host="media.example"), tmp_path, look_up=names)
        assert inner.asked == []
    assert names.asked == ["media.example"] * 2


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 429, 500, 503, 304])
def test_an_answer_that_is_no_success_is_told_without_the_query(server: LoopbackServer, tmp_path: Path, status: int):
    url = server.on("/a.mp4", status=status)
    assert failure(FetchFailed, server, url + "?key=secret", tmp_path).endswith(f"/a.mp4 answered {status}")


def test_an_announced_size_over_the_limit_is_refused_before_it_is_read(server: LoopbackServer, tmp_path: Path):
    server.answers["/a"] = lambda handler: reply(handler, b"x", Content_Length="1000001")
    assert "larger than 1 MB" in failure(FetchRefused, server, server.url("/a"), tmp_path)


def test_a_body_larger_than_it_was_announced_is_cut_where_it_was_announced(server: LoopbackServer, tmp_path: Path):
    server.answers["/a"] = lambda handler: reply(handler, b"x" * 3_000_000, Content_Length="10")
    assert fetch(server, server.url("/a"), tmp_path / "a").size == 10


def test_a_body_that_hides_its_size_is_stopped_at_the_limit(server: LoopbackServer, tmp_path: Path):
    sent = itertools.count()
    server.answers["/a"] = lambda handler: without_length(
        handler, (b"x" * 100_000 for _ in itertools.takewhile(lambda n: n < 2000, sent))
    )
    assert "larger than 1 MB" in failure(FetchRefused, server, server.url("/a"), tmp_path)
    assert next(sent) < 1000


def test_a_chunked_body_is_stopped_at_the_limit(server: LoopbackServer, tmp_path: Path):
    chunk = b"10000\r\n" + b"x" * 65536 + b"\r\n"
    server.answers["/a"] = lambda handler: without_length(
        handler, itertools.repeat(chunk, 1000), Transfer_Encoding="chunked", Content_Length="10"
    )
    failure(ReelwrightError, server, server.url("/a"), tmp_path)


def test_a_body_shorter_than_announced_is_a_broken_transfer(server: LoopbackServer, tmp_path: Path):
    server.answers["/a"] = lambda handler: reply(handler, b"x", Content_Length="10", Connection="close")
    assert "broke off" in failure(FetchFailed, server, server.url("/a"), tmp_path)


@pytest.mark.parametrize("encoding", ["gzip", "br", "gzip, gzip"])
def test_a_bomb_is_stopped_at_the_limit(server: LoopbackServer, tmp_path: Path, encoding: str):
    body = bytes(30_000_000)
    for name in encoding.split(", "):
        body = gzip.compress(body) if name == "gzip" else brotli.compress(body, quality=3)
    assert len(body) < 100_000
    url = server.on("/a", body, Content_Encoding=encoding)
    assert "larger than 1 MB" in failure(FetchRefused, server, url, tmp_path)


def test_packed_nothings_without_end_are_stopped_at_the_limit(server: LoopbackServer, tmp_path: Path):
    nothing = gzip.compress(b"") * 2000
    server.answers["/a"] = lambda handler: without_length(
        handler, itertools.repeat(nothing, 500), Content_Encoding="gzip"
    )
    failure(FetchRefused, server, server.url("/a"), tmp_path)


def test_a_body_that_is_not_packed_as_it_says_is_a_failure(server: LoopbackServer, tmp_path: Path):
    url = server.on("/a", b"plain", Content_Encoding="gzip")
    assert "unpacked" in failure(FetchFailed, server, url, tmp_path)


@pytest.mark.parametrize("head", [b"", b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n"])
def test_a_slow_drip_is_given_up_when_the_time_is_up(server: LoopbackServer, tmp_path: Path, head: bytes):
    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(head)
        for _ in range(200):
            handler.wfile.write(b"x")
            time.sleep(0.05)

    server.answers["/a"] = drip
    limits = FetchLimits(max_bytes=1_000_000, total_seconds=0.5, connect_seconds=0.5)
    assert "took too long" in failure(FetchFailed, server, server.url("/a"), tmp_path, limits)


def test_slow_redirects_share_one_time(server: LoopbackServer, tmp_path: Path):
    def slowly(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(0.2)
        reply(handler, b"", 302, Location="/a")

    server.answers["/a"] = slowly
    limits = FetchLimits(max_bytes=1000, total_seconds=0.5, connect_seconds=0.5)
    assert "took too long" in failure(FetchFailed, server, server.url("/a"), tmp_path, limits)


def test_a_name_that_takes_for_ever_is_given_up(server: LoopbackServer, tmp_path: Path):
    def slow(host: str, seconds: float) -> tuple[str, ...]:
        assert seconds <= 0.2
        raise TimeoutError

    limits = FetchLimits(max_bytes=1000, total_seconds=0.5, connect_seconds=0.2)
    assert "took too long" in failure(
        FetchFailed, server, server.url(host="slow.example"), tmp_path, limits, look_up=slow
    )


def test_an_answer_that_is_no_http_is_a_failure(server: LoopbackServer, tmp_path: Path):
    server.answers["/a"] = lambda handler: handler.wfile.write(b"SSH-2.0-OpenSSH_9.6\r\n\r\n") and None
    assert "broke off" in failure(FetchFailed, server, server.url("/a"), tmp_path)


def test_what_cannot_be_reached_is_told_with_the_reason(server: LoopbackServer, tmp_path: Path):
    assert "its name is not known" in failure(
        FetchFailed, server, server.url("/a?key=secret", host="no.example"), tmp_path, look_up=Names()
    )
    assert "TLS" in failure(FetchFailed, server, server.url("/a").replace("http:", "https:"), tmp_path)
    gone = LoopbackServer()
    gone.server_close()
    assert "no connection" in failure(FetchFailed, gone, gone.url("/a"), tmp_path)


def test_a_file_that_was_there_stays_when_the_fetch_fails(server: LoopbackServer, tmp_path: Path):
    (tmp_path / "kept").write_bytes(b"before")
    with pytest.raises(FetchFailed):
        fetch(server, server.url("/none"), tmp_path / "kept")
    assert (tmp_path / "kept").read_bytes() == b"before"
    fetch(server, server.on("/a", b"after"), tmp_path / "kept")
    assert (tmp_path / "kept").read_bytes() == b"after"


def test_a_place_that_cannot_be_written_is_told(server: LoopbackServer, tmp_path: Path):
    with pytest.raises(OutputUnwritable):
        fetch(server, server.on("/a", b"x"), tmp_path / "missing" / "a")


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/", "http://localhost:8080/", "file:///etc/passwd", "ftp://example.com/a"]
)
def test_by_default_this_machine_and_its_files_are_refused(tmp_path: Path, url: str):
    with pytest.raises(FetchRefused) as caught:
        fetch_file(url, tmp_path / "a", limits=LIMITS, guard=Guard())
    assert isinstance(caught.value, InvalidInput)
    assert (caught.value.code, FetchFailed.code, FetchFailed.exit_code) == ("FETCH_REFUSED", "FETCH_FAILED", 4)
