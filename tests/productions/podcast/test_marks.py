"""What an episode tells of itself: read back by other libraries than the one that wrote it."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from datetime import UTC, datetime
from pathlib import Path

import av
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from reelwright.productions.podcast.feed import Episode, feed
from reelwright.productions.podcast.id3 import Chapter, Marks, marked, tag

ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"


def mp3(path: Path, seconds: int = 3) -> bytes:
    with av.open(str(path), "w") as out:
        stream = out.add_stream("mp3", rate=48_000, layout="mono")
        for _ in range(seconds):
            frame = av.AudioFrame.from_ndarray(np.zeros((1, 48_000), np.float32), "fltp", "mono")
            frame.rate = 48_000
            out.mux(stream.encode(frame))  # pyright: ignore[reportAttributeAccessIssue]
        out.mux(stream.encode(None))  # pyright: ignore[reportAttributeAccessIssue]
    return path.read_bytes()


def test_players_find_title_chapters_and_cover(tmp_path: Path) -> None:
    chapters = (Chapter("Opening", 0, 1.25), Chapter("Über Brot – रोटी", 1.25, 3))
    marks = Marks(
        "Why bread rises", "Ada, Ben", "Kitchen", "en", 3, chapters, b"\xff\xd8\xff\xe0 a picture", "About yeast."
    )
    plain = mp3(tmp_path / "plain.mp3")
    path = tmp_path / "marked.mp3"
    path.write_bytes(marked(marked(plain, marks), marks))  # twice: marks are replaced, not piled up
    with av.open(str(path)) as file:
        found = [(row["metadata"]["title"], row["start"] / 1000, row["end"] / 1000) for row in file.chapters()]
        assert found == [(each.title, each.start, each.end) for each in chapters]
        assert file.metadata["title"] == "Why bread rises"
        assert file.metadata["artist"] == "Ada, Ben"
        assert "video" in {stream.type for stream in file.streams}
    assert path.stat().st_size - len(tag(marks)) <= len(plain)
    assert b"CTOC" in path.read_bytes()[:4000]


@given(st.lists(st.text(min_size=1, max_size=40), max_size=30), st.binary(max_size=3000))
def test_a_tag_is_as_long_as_it_says(titles: list[str], cover: bytes) -> None:
    titles = [title.encode("utf-16-le", "ignore").decode("utf-16-le") or "-" for title in titles]
    chapters = tuple(Chapter(title, place, place + 1) for place, title in enumerate(titles))
    made = tag(Marks("T", "A", "B", "en", 30, chapters, cover))
    size = sum(byte << shift for byte, shift in zip(made[6:10], (21, 14, 7, 0), strict=True))
    assert len(made) == size + 10
    assert max(made[6:10]) < 128


def test_the_feed_entry_is_whole_and_safe() -> None:
    episode = Episode(
        'Bread & "butter" <1>', "Kitchen", "A & B", "en", "https://example.com/a b.mp3?x=1&y=2", "https://example.com/c.jpg", 4321, 3725.4,
        "sha256:abc", datetime(2026, 11, 21, 17, 0, tzinfo=UTC),
    )  # fmt: skip
    item = ElementTree.fromstring(feed(episode)).find("channel/item")
    assert item is not None
    assert item.findtext("title") == 'Bread & "butter" <1>'
    enclosure = item.find("enclosure")
    assert enclosure is not None
    assert enclosure.attrib == {"url": "https://example.com/a b.mp3?x=1&y=2", "length": "4321", "type": "audio/mpeg"}
    assert item.findtext(f"{ITUNES}duration") == "01:02:05"
    assert item.findtext("pubDate") == "Sat, 21 Nov 2026 17:00:00 +0000"
