import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.business.assets.names import LONGEST, plain_name


@pytest.mark.parametrize(
    ("sent", "suffix", "name"),
    [
        ("C:\\Users\\ann\\clip.mp4", ".mp4", "clip.mp4"),
        ("../../etc/passwd", "", "passwd"),
        ("clip.MOV", ".mp4", "clip.MOV"),
        ("photo.jpeg", ".jpg", "photo.jpeg"),
        ("photo.png", ".jpg", "photo.png.jpg"),
        ("voice", ".wav", "voice.wav"),
        ("notes.md", ".txt", "notes.md"),
        ("a\u202egpj.exe", ".mp4", "agpj.exe.mp4"),
        ("\0\r\n", "", "file"),
        ("...", ".png", "file.png"),
        ("", "", "file"),
    ],
)
def test_a_name_is_plain_and_ends_with_what_the_file_is(sent: str, suffix: str, name: str) -> None:
    assert plain_name(sent, suffix) == name


@given(st.text(max_size=500), st.sampled_from(["", ".mp4", ".jpg", ".srt"]))
def test_any_name_becomes_one_that_fits(sent: str, suffix: str) -> None:
    name = plain_name(sent, suffix)
    assert 0 < len(name) <= LONGEST
    assert name.isprintable()
    assert "/" not in name
    assert plain_name(name, suffix) == name
    name.encode()
