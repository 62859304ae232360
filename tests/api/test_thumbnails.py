"""Thumbnails as a job of a real server."""

from __future__ import annotations

import uuid
from pathlib import Path

import cv2
import pytest

from reelwright.app.opening import open_platform_for_work
from reelwright.app.server_settings import read_server_settings
from reelwright.client import Client
from reelwright.database.tables import Video
from reelwright.errors import ReelwrightError
from tests.served import served
from tests.vendors.clip_files import tiny_video


@pytest.mark.slow
def test_three_pictures_of_a_video_are_made_and_the_video_keeps_its_files(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with served(data, JOBS_PER_MINUTE="0") as url, Client(url) as client:
        with pytest.raises(ReelwrightError, match="no such video"):
            client.post(f"/api/videos/{uuid.uuid4()}/thumbnails", {})
        platform = open_platform_for_work(read_server_settings({"REELWRIGHT_DATA": str(data)}))
        kept = platform.store.put_bytes(tiny_video(3), "video/mp4")
        row = {"name": "v.mp4", "key": kept.key, "contentType": "video/mp4", "size": kept.size}
        with platform.database.session_of(platform.local_owner()) as session:
            video = Video(title="How rice grows", kind="make", status="COMPLETED", outputs=[row])
            session.add(video)
            session.flush()
            video_id = str(video.id)
        platform.close()
        done = client.wait(client.post(f"/api/videos/{video_id}/thumbnails", {"sizes": ["youtube", "social"]}))
        names = {each["name"] for each in done["result"]["outputs"]}
        assert names == {f"thumbnail-{n}{suffix}.jpg" for n in (1, 2, 3) for suffix in ("", "-social")}
        assert len({each["design"] for each in done["result"]["thumbnails"]}) == 3
        picture = client.download(done, tmp_path / "t.jpg", "thumbnail-2.jpg")
        assert cv2.imread(str(picture)).shape == (720, 1280, 3)
        assert [each["name"] for each in client.get(f"/api/videos/{video_id}")["outputs"]] == ["v.mp4"]
