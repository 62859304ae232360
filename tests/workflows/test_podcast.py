"""An episode from a dialogue, with the voices and the music that are always here."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import av
import pytest

from reelwright.app.providers.choosing import Providers
from reelwright.app.wiring import tools
from reelwright.errors import InvalidInput, ProviderNeeded
from reelwright.workflows.podcast import PodcastMade, PodcastWish, podcast

DIALOGUE = "# Bread\n\n## Yeast\n\nAda: How small is yeast?\nBen: Very small.\n\n## Heat\n\nAda: And the heat?\nBen: It makes walls.\n"
NOW = datetime(2026, 11, 21, tzinfo=UTC)


def episode(folder: Path, text: str = DIALOGUE, **more: object) -> PodcastMade:
    wish = PodcastWish(text, "bread.md", folder / "episode.mp3", folder / "episode.reel", NOW, jobs=1, **more)  # type: ignore[arg-type]
    return podcast(wish, tools(Providers({})), lambda stage, done, total: None)


def test_a_dialogue_becomes_an_episode(tmp_path: Path) -> None:
    made = episode(tmp_path)
    assert made.loudness == pytest.approx(-16, abs=0.6)
    assert list(made.cast) == ["Ada", "Ben"]
    assert len(set(made.cast.values())) == 2
    assert [title for title, _ in made.chapters] == ["Yeast", "Heat"]
    assert made.chapters[0][1] == 0
    words = json.loads(made.subtitles.read_text())
    heat = next(row["start"] for row in words if row["text"] == "And")
    assert 0 <= heat - made.chapters[1][1] < 1
    with av.open(str(made.mp3)) as file:
        assert [row["metadata"]["title"] for row in file.chapters()] == ["Yeast", "Heat"]
        assert float(file.duration or 0) / 1e6 == pytest.approx(made.seconds, abs=0.1)
    assert f'length="{made.mp3.stat().st_size}"' in made.item.read_text()
    assert made.cover.stat().st_size > 10_000


def test_the_video_shows_who_speaks(tmp_path: Path) -> None:
    """Presenters turn to each other; each moves the mouth for own lines only; a light is round who talks."""
    text = "Ada: Hi.\nBen: Yes.\nAda: Bye.\n"
    video = tmp_path / "episode.mp4"
    made = episode(tmp_path, "# T\n\n" + text, video=video, music="none", aspect="1:1")
    assert made.video == video
    assert video.stat().st_size > 10_000
    clips = [
        clip
        for track in json.loads((tmp_path / "episode.reel" / "timeline.json").read_text())["tracks"]
        for clip in track["clips"]
    ]
    people = [clip for clip in clips if clip["type"] == "presenter"]
    assert [clip["facing"] for clip in people] == ["right", "left"]
    assert len({clip["character"] for clip in people}) == 2
    spans = [[row[1:] for row in json.loads((tmp_path / "episode.reel" / clip["src"]).read_text())] for clip in people]
    assert (
        max(end for _, end in spans[0])
        > max(end for _, end in spans[1])
        > min(start for start, _ in spans[1])
        > spans[0][0][0]
    )
    assert not any(a[0] < b[1] and b[0] < a[1] for a in spans[0] for b in spans[1])
    lights = [clip for clip in clips if clip.get("border")]
    assert len(lights) == 3
    rows = [clip for clip in clips if clip["type"] == "composition"]
    assert sorted(clip["start"] for clip in rows) == sorted(light["start"] for light in lights for _ in range(2))


def test_a_topic_without_a_model_and_a_monologue_are_refused_with_a_way_on(tmp_path: Path) -> None:
    with pytest.raises(ProviderNeeded) as needed:
        episode(tmp_path, "How bread rises", is_topic=True)
    assert "dialogue" in needed.value.hint
    with pytest.raises(InvalidInput, match="5 voices"):
        episode(tmp_path, speakers=5)
    with pytest.raises(InvalidInput, match="end in"):
        podcast(
            PodcastWish(DIALOGUE, "b", tmp_path / "e.wav", tmp_path / "r", NOW), tools(Providers({})), lambda *_: None
        )
