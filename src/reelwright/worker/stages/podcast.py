"""The stage that makes a podcast's episode."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from reelwright.productions.narrate.lexicon import parse_lexicon
from reelwright.productions.narrate.presenting import character_of
from reelwright.worker.stages.work import StageWork
from reelwright.workflows.podcast import STAGES, PodcastWish, podcast


def episode(work: StageWork) -> dict[str, Any]:
    """The mp3 with its cover, feed entry and words, and the video where one is wanted."""
    asked = work.request
    is_topic = bool(asked.get("topic"))
    text = asked["topic"] if is_topic else (work.folder / "source.md").read_text("utf-8")
    output = work.deliver / "episode.mp3"
    published = datetime.fromisoformat(asked["published"]).astimezone(UTC)
    wish = PodcastWish(
        text, "the text.md", output, work.folder, published, work.deliver / "episode.mp4" if asked.get("video") else None, is_topic,
        asked.get("speakers", 2), asked.get("duration", 180.0), asked.get("language"),
        tuple(f"{name}={voice}" for name, voice in asked.get("cast", {}).items()),
        {name: character_of(who) for name, who in asked.get("presenters", {}).items()}, asked.get("music", "calm"),
        asked.get("show", "Podcast"), asked.get("url_base", ""), asked.get("aspect", "16:9"), asked.get("captions", "highlight"),
        asked.get("speed", 1.0), asked.get("seed", 1), parse_lexicon(asked.get("lexicon", "")), work.settings.render_jobs,
    )  # fmt: skip
    shares = {stage: place for place, stage in enumerate(STAGES if asked.get("video") else STAGES[:-1])}

    def tell(stage: str, done: int, total: int) -> None:
        work.progress(shares[stage] + done / max(1, total), len(shares))

    made = podcast(wish, work.tools, tell)
    files: list[Path] = [made.mp3, made.cover, made.item, made.subtitles, *([made.video] if made.video else [])]
    chapters = [{"title": title, "start": start} for title, start in made.chapters]
    facts = {"duration": made.seconds, "loudness": made.loudness}
    return {
        "deliver": [f"deliver/{path.name}" for path in files],
        "facts": facts,
        "result": facts | {"chapters": chapters, "cast": made.cast, "notes": made.notes},
    }
