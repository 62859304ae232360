"""Names, addresses and certificates, with real servers on several of this machine's loopback addresses."""

import datetime
import ssl
from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_network
from pathlib import Path

import httpx2
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from reelwright.errors import FetchRefused
from reelwright.http.client import public_client
from reelwright.http.guard import Guard
from reelwright.http.name_lookup import look_up
from tests.http.servers import LoopbackServer, Names, guard_for, serving


def test_a_name_that_changes_its_address_is_looked_up_once_and_met_where_it_was_judged():
    with serving(LoopbackServer("127.0.0.5")) as public, serving(LoopbackServer("127.0.0.1", public.port)) as inner:
        public.on("/", b"public")
        inner.on("/", b"secret")
        names = Names(media_example=[("127.0.0.5",), ("127.0.0.1",)])
        with public_client(guard_for(public, allowed="127.0.0.5/32", look_up=names)) as client:
            assert client.get(public.url(host="media.example")).content == b"public"
            assert names.asked == ["media.example"]
            with pytest.raises(FetchRefused, match="not on the public internet"):
                client.get(public.url(host="media.example"))
        assert names.asked == ["media.example"] * 2
        assert inner.asked == []


def test_the_host_header_keeps_the_name(server: LoopbackServer):
    server.on("/")
    names = Names(media_example=[("127.0.0.1",)])
    with public_client(guard_for(server, look_up=names)) as client:
        client.get(server.url(host="media.example"))
    assert server.asked[0][1]["host"] == f"media.example:{server.port}"


@pytest.mark.parametrize(
    "addresses",
    [
        ("10.0.0.1",), ("127.0.0.2",), ("169.254.169.254",), ("::1",), ("fd00:ec2::254",), ("fe80::1%eth0",),
        ("::ffff:10.0.0.1",), ("127.0.0.1", "10.0.0.1"), ("8.8.8.8", "::1"), ("what",),
    ],
)  # fmt: skip
def test_a_name_with_one_address_off_the_internet_is_refused(server: LoopbackServer, addresses: tuple[str, ...]):
    names = Names(media_example=[addresses])
    with public_client(guard_for(server, look_up=names)) as client, pytest.raises(FetchRefused) as caught:
        client.get(server.url(host="media.example"))
    assert not any(address in str(caught.value) for address in addresses)
    assert server.asked == []


def test_an_address_that_does_not_answer_is_followed_by_the_next(server: LoopbackServer):
    server.on("/", b"here")
    names = Names(media_example=[("127.0.0.9", "127.0.0.1")])
    with public_client(guard_for(server, allowed="127.0.0.0/8", look_up=names)) as client:
        assert client.get(server.url(host="media.example")).content == b"here"


@pytest.mark.parametrize("addresses", [None, (), ("127.0.0.9",)])
def test_a_name_without_a_server_is_a_failed_connection(server: LoopbackServer, addresses: tuple[str, ...] | None):
    names = Names() if addresses is None else Names(media_example=[addresses])
    with (
        public_client(guard_for(server, allowed="127.0.0.0/8", look_up=names)) as client,
        pytest.raises(httpx2.ConnectError),
    ):
        client.get(server.url(host="media.example"))


def test_the_real_look_up_of_this_machines_own_name_is_refused():
    assert {"127.0.0.1", "::1"} & set(look_up("localhost", 20))
    with public_client(Guard()) as client, pytest.raises(FetchRefused):
        client.get("http://localhost:8080/")


def test_a_name_no_system_can_look_up_is_an_os_error():
    with pytest.raises(OSError):
        look_up("a" * 70 + ".example", 20)


def test_proxies_of_the_environment_are_not_used(server: LoopbackServer, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.9:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.9:1")
    server.on("/", b"direct")
    with public_client(guard_for(server)) as client:
        assert client.get(server.url()).content == b"direct"


def test_one_client_serves_many_threads(server: LoopbackServer):
    for number in range(20):
        server.on(f"/{number}", str(number).encode())
    with public_client(guard_for(server)) as client, ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda n: client.get(server.url(f"/{n}")).text, range(20))) == [str(n) for n in range(20)]


def _certificate(folder: Path, name: str) -> tuple[Path, Path]:
    """A certificate for ``name`` that signs itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return folder / "cert.pem", folder / "key.pem"


def test_tls_asks_for_the_name_and_trusts_no_other(tmp_path: Path):
    cert, key = _certificate(tmp_path, "media.example")
    said: list[str | None] = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    context.sni_callback = lambda _socket, name, _context: said.append(name)
    server = LoopbackServer()
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    trusting = ssl.create_default_context(cafile=str(cert))
    with serving(server):
        server.on("/", b"private")
        names = Names(media_example=[("127.0.0.1",)], other_example=[("127.0.0.1",)])
        with public_client(guard_for(server, look_up=names, tls=trusting)) as client:
            assert client.get(f"https://media.example:{server.port}/").content == b"private"
            assert said == ["media.example"]
            with pytest.raises(httpx2.ConnectError, match=r"other\.example"):
                client.get(f"https://other.example:{server.port}/")
        with (
            public_client(guard_for(server, look_up=names)) as client,
            pytest.raises(httpx2.ConnectError, match="CERTIFICATE_VERIFY_FAILED"),
        ):
            client.get(f"https://media.example:{server.port}/")
    assert len(server.asked) == 1


def test_a_guard_may_allow_networks_of_both_kinds():
    guard = Guard((ip_network("10.0.0.0/8"), ip_network("::1/128")), ports=frozenset({9}))
    with (
        public_client(guard, connect_seconds=0.5) as client,
        pytest.raises((httpx2.ConnectError, httpx2.ConnectTimeout)),
    ):
        client.get("http://[::1]:9/")
