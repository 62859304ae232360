import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.http.download_name import download_name


def named(path: str = "/", disposition: str | None = None) -> str:
    headers = {} if disposition is None else {b"Content-Disposition": disposition.encode("latin-1", "replace")}
    url = httpx2.URL("https://example.com").copy_with(path=path)
    return download_name(httpx2.Response(200, headers=headers, request=httpx2.Request("GET", url)))


@pytest.mark.parametrize(
    ("path", "disposition", "name"),
    [
        ("/a/clip.mp4", None, "clip.mp4"),
        ("/a/", None, "a"),
        ("/", None, "download"),
        ("/x", 'attachment; filename="my clip.mp4"', "my clip.mp4"),
        ("/x", "attachment; filename*=UTF-8''%e2%82%ac%20rates.mp4", "€ rates.mp4"),
        ("/x", 'attachment; filename="../../etc/passwd"', "passwd"),
        ("/x", 'attachment; filename="C:\\\\boot\\\\a.mp4"', "a.mp4"),
        ("/x", 'attachment; filename=".hidden"', "hidden"),
        ("/x.mp4", 'attachment; filename=".."', "x.mp4"),
        ("/x.mp4", "attachment; filename*=nosuch''%ff", "ÿ"),
        ("/a%2F..%2Fb.mp4", None, "b.mp4"),
        ("/%2e%2e", None, "download"),
        ("/a\u202egpm.exe", None, "agpm.exe"),
        ("/" + "a" * 300 + ".mp4", None, "a" * 116 + ".mp4"),
    ],
)
def test_a_name_is_taken_from_the_server_or_the_address(path: str, disposition: str | None, name: str):
    assert named(path, disposition) == name


@given(st.text(st.characters(max_codepoint=255), max_size=300))
def test_a_name_is_always_one_plain_name(disposition: str):
    for written in (disposition, f"attachment; filename={disposition}", f"attachment; filename*=UTF-8''{disposition}"):
        check(named("/x", written))


def check(name: str) -> None:
    assert name
    assert len(name) <= 120
    assert not set(name) & set('/\\\0\r\n<>:"|?*')
    assert not name.startswith(".")
