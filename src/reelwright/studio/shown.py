"""Videos and jobs as pages show them: only what a template needs, with links that stay on this server."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from reelwright.api.jobs_shown import link_to
from reelwright.app.platform import Platform
from reelwright.database.tables import Job, Video
from reelwright.productions.narrate.script_file import split_head
from reelwright.studio.choices import MOODS
from reelwright.workflows.jobs.chosen_thumbnail import NAME as CHOSEN_THUMBNAIL
from reelwright.workflows.jobs.kinds import KINDS
from reelwright.workflows.jobs.lifecycle import ACTIVE

MADE_KINDS = ("podcast", "music", "clip")
"""Jobs whose results have a page of their own, and no video."""
_SAID = {
    ".words.json": "Words with their times",
    ".xml": "Entry for a feed (RSS)",
    ".srt": "Captions (SRT)",
    ".vtt": "Captions (WebVTT)",
    ".jpg": "Thumbnail",
    ".json": "Timeline document",
}
_TYPES = {"video/": "Video", "audio/": "Sound", "image/gif": "Animation", "image/": "Picture"}


@dataclass(frozen=True)
class Card:
    """A video in a list. ``thumbnail`` is an address or empty; ``is_tall``: less wide than 4:3, and shown whole in a wide card."""

    id: uuid.UUID
    title: str
    status: str
    seconds: float | None
    thumbnail: str
    created_at: datetime
    is_tall: bool
    kind: str = ""

    @property
    def address(self) -> str:
        return page_of_video(self.id, self.kind)


@dataclass(frozen=True)
class JobRow:
    """``left`` is seconds; ``title`` is the video's, if it has one."""

    id: uuid.UUID
    kind: str
    title: str
    status: str
    stage: str
    progress: int
    left: int | None
    video_id: uuid.UUID | None
    created_at: datetime
    finished_at: datetime | None
    error: dict[str, Any] | None
    stages: list[str] = field(default_factory=list)

    @property
    def is_active(self) -> bool:
        return self.status in ACTIVE

    @property
    def address(self) -> str:
        """The page of what it makes, or its own."""
        if self.kind in MADE_KINDS:
            return f"/tools/made/{self.id}"
        return page_of_video(self.video_id, self.kind) if self.video_id else f"/jobs/{self.id}"


@dataclass(frozen=True)
class FileRow:
    label: str
    name: str
    size: int
    url: str
    content_type: str

    @property
    def is_usable(self) -> bool:
        """Whether videos can be made with it."""
        return self.content_type.startswith(("video/", "audio/"))


def card(platform: Platform, video: Video) -> Card:
    picture = next((row for row in video.outputs if row["contentType"] == "image/jpeg"), None)
    width, height = video.facts.get("width") or 16, video.facts.get("height") or 9
    return Card(
        id=video.id,
        title=video.title,
        status=video.status,
        seconds=video.facts.get("duration"),
        thumbnail=place(platform, link_to(platform, picture)) if picture else "",
        created_at=video.created_at,
        is_tall=height * 4 > width * 3,
        kind=video.kind,
    )


def job_row(job: Job, title: str | None) -> JobRow:
    return JobRow(
        id=job.id,
        kind=job.kind,
        title=title or _own_title(job),
        status=job.status,
        stage=job.stage,
        progress=job.progress,
        left=job.estimated_seconds,
        video_id=job.video_id,
        created_at=job.created_at,
        finished_at=job.finished_at,
        error=job.error,
        stages=[each.name for each in KINDS.get(job.kind, ())],
    )


def _own_title(job: Job) -> str:
    """What a job without a video is about: its topic, its description, or how its text begins."""
    told = next((job.request[name] for name in ("title", "topic", "prompt", "text") if job.request.get(name)), "")
    _, text = split_head(str(told))
    if job.kind == "music" and told in MOODS:
        return f"{MOODS[told]} music"
    first = next((line.strip("# ") for line in text.splitlines() if line.strip("# ")), "")
    return first[:120] if job.kind in MADE_KINDS else ""


def page_of_video(video_id: uuid.UUID, kind: str) -> str:
    return f"/dubs/{video_id}" if kind == "dub" else f"/videos/{video_id}"


def result_rows(platform: Platform, outputs: list[dict[str, Any]]) -> list[FileRow]:
    """Files to save, the largest kind of result first."""
    rows = sorted(outputs, key=lambda row: not row["contentType"].startswith("video/"))
    return [
        FileRow(
            label=_label(row),
            name=row["name"],
            size=row["size"],
            url=place(platform, link_to(platform, row, is_download=True)),
            content_type=row["contentType"],
        )
        for row in rows
    ]


def file_rows(platform: Platform, video: Video) -> list[FileRow]:
    """The files of a video to save, the video first."""
    return result_rows(platform, video.outputs)


def playable(platform: Platform, video: Video) -> dict[str, str] | None:
    """Addresses of what a player needs: ``video`` or ``audio`` or ``image``, with ``poster`` and ``captions`` where there are any."""
    moving = next(
        (row for row in video.outputs if row["contentType"].startswith(("video/", "audio/", "image/gif"))), None
    )
    if moving is None:
        return None
    found = {moving["contentType"].partition("/")[0]: place(platform, link_to(platform, moving))}
    for name, fits in (("poster", ".jpg"), ("captions", ".vtt")):
        row = next((row for row in video.outputs if row["name"].endswith(fits)), None)
        if row is not None:
            found[name] = place(platform, link_to(platform, row))
    return found


def place(platform: Platform, url: str) -> str:
    """A link without our own name: whoever came by another name of this server stays there, and players count it as ours."""
    return url.removeprefix(platform.settings.public_url) if url.startswith(platform.settings.public_url + "/") else url


def _label(row: dict[str, Any]) -> str:
    name, content_type = str(row["name"]), str(row["contentType"])
    if name == CHOSEN_THUMBNAIL:
        return "Thumbnail, chosen"
    if "chapters" in name:
        return "Chapters"
    if name.endswith(".report.json"):
        return "Report"
    for ending, label in _SAID.items():
        if name.endswith(ending):
            return label
    kind = next((label for start, label in _TYPES.items() if content_type.startswith(start)), "File")
    return f"{kind} ({name.rpartition('.')[2].upper()})"
