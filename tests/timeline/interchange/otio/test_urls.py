"""Addresses of media are read as other programs write them, and written as they read them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.timeline.interchange.otio.urls import source_of, url_of


@pytest.mark.parametrize(
    ("url", "source"),
    [
        ("file:///a/b%20c.mp4", "/a/b c.mp4"), ("file://localhost/a/%C3%A4.mp4", "/a/ä.mp4"), ("file:/a.mp4", "/a.mp4"),
        ("file:///C:/x/y.mov", "C:/x/y.mov"), ("file://localhost/C%3a/x.mov", "C:/x.mov"), ("file://server/share/x.mov", "//server/share/x.mov"),
        ("media/b%20c.mp4", "media/b c.mp4"), ("/plain path/50% off.mp4", "/plain path/50% off.mp4"), (r"C:\x\y.mov", r"C:\x\y.mov"),
        ("https://x.org/a%20b.mp4", "https://x.org/a%20b.mp4"), ("file:///a%23b%3F.mp4", "/a#b?.mp4"), ("a#1.mp4", "a#1.mp4"), ("", ""),
    ],
)  # fmt: skip
def test_addresses_mean_files(url: str, source: str) -> None:
    assert source_of(url) == source


@given(st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1))
def test_every_file_name_comes_back(name: str) -> None:
    if name in (".", "..") or name.startswith("~") or "://" in name:
        return
    assert source_of(url_of(name, Path("/base"))) == f"/base/{name}"
