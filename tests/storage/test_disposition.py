import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.storage.disposition import content_disposition


@pytest.mark.parametrize(
    ("filename", "expected"),
    [
        (None, "inline"),
        ("", "inline"),
        ("a.mp4", 'inline; filename="a.mp4"'),
        ("../../etc/passwd", 'inline; filename="passwd"'),
        ("C:\\videos\\a.mp4", 'inline; filename="a.mp4"'),
        ("..", "inline"),
        ("a\r\nX-Evil: 1.mp4", 'inline; filename="aX-Evil: 1.mp4"'),
        ("rcs\u202e4pm.exe", 'inline; filename="rcs4pm.exe"'),
        ("米.mp4", "inline; filename=\"_.mp4\"; filename*=UTF-8''%E7%B1%B3.mp4"),
        ('"; x="', "inline; filename=\"_; x=_\"; filename*=UTF-8''%22%3B%20x%3D%22"),
        ("x" * 300 + ".mp4", 'inline; filename="' + "x" * 180 + '.mp4"'),
        ("100%.mp4", "inline; filename=\"100_.mp4\"; filename*=UTF-8''100%25.mp4"),
    ],
)
def test_a_name_is_told_in_plain_letters(filename: str | None, expected: str) -> None:
    assert content_disposition(filename, inline=True) == expected


@given(st.text())
def test_no_name_breaks_out_of_its_header(filename: str) -> None:
    header = content_disposition(filename, inline=False)
    assert header.startswith("attachment")
    assert header.isascii()
    assert header.isprintable()
    assert header.count('"') in (0, 2)
    assert "/" not in header
