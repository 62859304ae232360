"""The job of publishing a video; called off, the upload is given up at YouTube, too."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from reelwright.app.channels import publisher_of
from reelwright.business.youtube.uploads import OPEN, UploadWish
from reelwright.database.tables import YoutubeChannel
from reelwright.providers.publishing import CaptionTrack, Publication, ToPublish
from reelwright.render.files import Files
from reelwright.vendors.youtube.upload import call_off
from reelwright.worker.stages.work import StageWork
from reelwright.workflows.publish.youtube import YoutubePublisher, content_of


def upload(work: StageWork) -> dict[str, Any]:
    """The video's id and address at YouTube, and what could not be done beside."""
    publisher = _publisher(work)
    published = publisher.publish(_wish(work), work.progress)
    return {"result": {"reference": published.reference, "url": published.url, "notes": list(published.notes)}}


def give_up(work: StageWork) -> dict[str, Any]:
    """Tell YouTube that the rest will not come. An upload that is finished stays: only its owner takes it away."""
    publisher = _publisher(work)
    state = publisher.record.known()
    if state is None or state.state != OPEN or not state.session:
        return {"result": {"told": False}}
    call_off(publisher.uploader.youtube, state.session)
    publisher.record.begin_anew()
    return {"result": {"told": True}}


def _publisher(work: StageWork) -> YoutubePublisher:
    asked, video = work.request, _video(work)

    def wish(channel: YoutubeChannel) -> UploadWish:
        return UploadWish(
            channel.id, content_of(video), video.stat().st_size, asked["publication"]["title"], work.job,
            again=str(work.job) if asked.get("again") else "",
        )  # fmt: skip

    return publisher_of(work.platform, work.owner, asked["channel"], wish)


def _wish(work: StageWork) -> ToPublish:
    asked, files = work.request, Files(work.folder)
    told = dict(asked["publication"])
    moment = told.get("publish_at")
    told |= {"tags": tuple(told.get("tags") or ()), "publish_at": datetime.fromisoformat(moment) if moment else None}
    captions = tuple(
        CaptionTrack(files.path_of(row["source"]), row["language"], row.get("name", ""))
        for row in asked.get("captions", [])
    )
    thumbnail = files.path_of(asked["thumbnail"]) if asked.get("thumbnail") else None
    return ToPublish(
        _video(work), Publication(**told), thumbnail, captions, asked.get("playlist") or "", bool(asked.get("again"))
    )


def _video(work: StageWork) -> Path:
    return Files(work.folder).path_of(work.request["file"])
