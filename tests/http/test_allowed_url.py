import pytest

from reelwright.errors import FetchRefused
from reelwright.http.allowed_url import allowed_url
from reelwright.http.guard import Guard


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com", "http://example.com:8080/a?b=c#d", "HTTPS://EXAMPLE.COM:8443/", "http://8.8.8.8/",
        "http://[2606:4700::1111]/", "https://bücher.example/", "https://a_b.example.com./x",
    ],
)  # fmt: skip
def test_plain_web_addresses_are_allowed(url: str):
    assert allowed_url(url, Guard()).host


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "ftp://example.com/a", "gopher://example.com/", "data:text/plain,a", "javascript:alert(1)",
        "ws://example.com/", "dict://example.com:80/", "concat:a|b", "//example.com/", "/etc/passwd", "example.com", "",
    ],
)  # fmt: skip
def test_other_schemes_and_no_scheme_are_refused(url: str):
    with pytest.raises(FetchRefused, match="begins with http"):
        allowed_url(url, Guard())


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://127.8.8.8/", "http://10.0.0.1/", "http://172.31.255.255/", "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data/", "http://100.100.100.200/", "http://100.64.0.1/", "http://0.0.0.0/",
        "http://224.0.0.1/", "http://255.255.255.255/", "http://198.18.0.1/", "http://203.0.113.9/", "http://[::]/", "http://[::1]/",
        "http://[fd00:ec2::254]/", "http://[fe80::1]/", "http://[fe80::1%25eth0]/", "http://[ff02::1]/",
        "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/", "http://[::127.0.0.1]/", "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/", "http://[0:0:0:0:0:ffff:a9fe:a9fe]/", "http://127。0。0。1/",
    ],
)  # fmt: skip
def test_addresses_off_the_public_internet_are_refused(url: str):
    with pytest.raises(FetchRefused, match="not on the public internet"):
        allowed_url(url, Guard())


@pytest.mark.parametrize(
    "url",
    [
        "http://2130706433/", "http://0x7f000001/", "http://0x7f.1/", "http://127.1/", "http://0177.0.0.1/", "http://017700000001/",
        "http://0x7F.0x0.0x0.0x1/", "http://127.0.0.01/", "http://3232235521/", "http://1.2.3.4.5/", "http://999.1.1.1/",
        "http://①②⑦.⓪.⓪.①/", "http://127.0.0.1./", "http://evil.0x7f/", "http://134744072/",
    ],
)  # fmt: skip
def test_hosts_in_tricky_numbers_are_refused(url: str):
    with pytest.raises(FetchRefused):
        allowed_url(url, Guard())


@pytest.mark.parametrize(
    "url",
    [
        "http://user@example.com/",
        "http://user:pass-word@example.com/",
        "http://example.com\\@127.0.0.1/",
        "http://8.8.8.8#@x@y/",
    ],
)
def test_user_names_in_the_address_are_refused_and_not_repeated(url: str):
    if "#" in url:
        assert allowed_url(url, Guard()).host == "8.8.8.8"
        return
    with pytest.raises(FetchRefused, match="user name") as caught:
        allowed_url(url, Guard())
    assert "pass-word" not in caught.value.message + caught.value.hint


@pytest.mark.parametrize(
    "url",
    [
        "http://", "http:///a", "http://exa mple.com/", "http://127%2e0.0.1/", "http://ex%61mple.com/", "http://a\r\nHost: b/",
        "http://\x00/", "http://-a.com/", "http://a..b/", "http://[::1", "http://[1:2]/", "http://a:99999999/", "http://a:b/",
        f"http://{'a' * 300}.com/", f"http://example.com/{'a' * 9000}", "http://example.com\\evil/", "http://(a)/",
    ],
)  # fmt: skip
def test_malformed_addresses_are_refused(url: str):
    with pytest.raises(FetchRefused):
        allowed_url(url, Guard())


@pytest.mark.parametrize("port", [0, 22, 25, 6379, 8000, 65535, 65616])
def test_ports_that_are_not_the_webs_are_refused(port: int):
    with pytest.raises(FetchRefused):
        allowed_url(f"http://example.com:{port}/", Guard())


def test_the_operator_may_open_another_port():
    assert allowed_url("http://example.com:9000/", Guard(ports=frozenset({9000}))).port == 9000
    with pytest.raises(FetchRefused, match="port"):
        allowed_url("http://example.com/", Guard(ports=frozenset({9000})))


def test_a_refusal_shows_neither_path_nor_query():
    with pytest.raises(FetchRefused) as caught:
        allowed_url("http://example.com:22/hook/secret-path?key=secret-query", Guard())
    assert "secret" not in str(caught.value) + caught.value.hint
