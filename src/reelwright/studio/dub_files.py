"""What a dub's files tell its pages: how each segment fits, and where its sounds lie."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from reelwright.api.jobs_shown import link_to
from reelwright.app.platform import Platform
from reelwright.database.tables import Asset, Video
from reelwright.studio.shown import place, playable
from reelwright.workflows.jobs.workspace_edit import files_in

_REPORT = "video.report.json"
_GENTLY = (0.87, 1.20)
VERDICTS = {"long": "Too long for its time", "short": "Much shorter than the original"}


@dataclass(frozen=True)
class Fit:
    """How a segment's take lies in its time. ``stretch`` above 1 is faster than the voice speaks by itself."""

    id: str
    verdict: str
    stretch: float
    fill: float
    overlap_ms: int

    @property
    def is_outside(self) -> bool:
        """Out of the limits within which nobody notices."""
        return self.verdict in VERDICTS or not _GENTLY[0] <= self.stretch <= _GENTLY[1] or self.overlap_ms > 0

    @property
    def words(self) -> str:
        if self.verdict in VERDICTS:
            return VERDICTS[self.verdict]
        if self.overlap_ms:
            return f"Runs into another speaker by {self.overlap_ms / 1000:.1f} s"
        return f"Spoken {'faster' if self.stretch > 1 else 'slower'} than usual (× {self.stretch:.2f})"


def fit_rows(platform: Platform, video: Video) -> dict[str, list[Fit]]:
    """By language, from the report of the newest mix; nothing before there is one."""
    row = next((each for each in video.outputs if each["name"] == _REPORT), None)
    if row is None:
        return {}
    report: dict[str, Any] = json.loads(b"".join(platform.store.read(row["key"])))
    return {
        language: [
            Fit(each["id"], each["verdict"], each["stretch"], each["fill"], each["overlap_ms"])
            for each in told["segments"]
        ]
        for language, told in report.get("timing", {}).items()
    }


def sound_of(platform: Platform, video: Video, language: str) -> str:
    """The address of a language's whole sound; empty before it was mixed. The first language is the video's own sound."""
    path = video.facts.get("sounds", {}).get(language)
    key = files_in(platform.store, video.workspace_key).get(path) if path else None
    if key is not None:
        name = str(path).rpartition("/")[2]
        kind = "audio/webm" if name.endswith(".webm") else "audio/mp4"
        return place(platform, link_to(platform, {"key": key, "name": name, "contentType": kind}))
    if video.request.get("targets", [""])[0] == language:
        return (playable(platform, video) or {}).get("video", "")
    return ""


def original_of(platform: Platform, video: Video, asset: Asset | None) -> str:
    """The address of the video as it was; empty for one that is no file here any more."""
    held = video.request.get("assets", {}).get(video.request.get("source", ""))
    if held is None:
        return ""
    kind = asset.content_type if asset else "video/mp4"
    return place(platform, link_to(platform, {"key": held["key"], "name": held["name"], "contentType": kind}))
