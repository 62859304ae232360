"""Pages of tools, thumbnails and publishing as a browser without scripts gets them."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from reelwright.app.platform import Platform
from reelwright.database.tables import BlobUse, Job, Video
from reelwright.workflows.jobs.chosen_thumbnail import with_chosen
from tests.studio.site import made_video, site

_TALK = "# Bees\n\nAda: Why do bees buzz?\nBen: Their wings beat quickly.\nAda: I see.\n"


@pytest.fixture
def local(tmp_path: Path) -> Iterator[tuple[Platform, TestClient]]:
    with site(tmp_path, accounts=False) as here:
        yield here


def _jobs(platform: Platform) -> list[Job]:
    with platform.database.reader_of(platform.local_owner()) as session:
        return list(session.scalars(select(Job)))


def test_those_who_talk_are_found_without_starting_anything(local: tuple[Platform, TestClient]) -> None:
    platform, client = local
    answer = client.post("/tools/podcast", data={"source": "text", "text": _TALK, "do": "look"})
    assert answer.status_code == 200
    assert 'name="cast:Ada"' in answer.text
    assert 'name="cast:Ben"' in answer.text
    assert not _jobs(platform)


def test_one_chosen_voice_names_everybody_who_talks(local: tuple[Platform, TestClient]) -> None:
    platform, client = local
    sent = {"source": "text", "text": _TALK, "language": "en", "cast:Ben": "espeak:en-gb", "do": "make"}
    answer = client.post("/tools/podcast", data=sent)
    assert answer.status_code == 303, answer.text
    (job,) = _jobs(platform)
    assert job.request["cast"] == {"Ada": "", "Ben": "espeak:en-gb"}
    again = client.get(f"/tools/podcast?like={job.id}").text
    assert "Why do bees buzz?" in again
    assert 'value="espeak:en-gb" selected' in again


def test_a_form_that_is_refused_comes_back_as_it_was(local: tuple[Platform, TestClient]) -> None:
    _, client = local
    answer = client.post("/tools/music", data={"mood": "epic", "duration": "2", "tempo": "fast"})
    assert answer.status_code == 422
    assert 'id="fault-duration"' in answer.text
    assert 'id="fault-tempo"' in answer.text
    assert 'value="epic" checked' in answer.text
    answer = client.post("/tools/clip", data={"prompt": "A boat", "style": "ink"})
    assert answer.status_code == 422, "nobody here makes clips"
    assert 'value="ink"' in answer.text
    assert '<textarea id="f-prompt"' in answer.text


def test_a_voice_is_not_cloned_before_every_declaration_is_made(local: tuple[Platform, TestClient]) -> None:
    platform, client = local
    sent = {"name": "Anna", "source": str(uuid.uuid4()), "how": "written-permission"}
    answer = client.post("/voices/mine", data=sent)
    assert answer.status_code == 422
    assert 'id="fault-agreed"' in answer.text
    assert 'id="fault-person"' in answer.text
    assert not _jobs(platform)


def _designed(platform: Platform, video: Video) -> tuple[Job, dict[str, Any]]:
    kept = platform.store.put_bytes(b"picture", "image/jpeg")
    row = {"name": "thumbnail-2.jpg", "key": kept.key, "contentType": "image/jpeg", "size": kept.size}
    job = Job(
        owner_id=video.owner_id,
        kind="thumbnails",
        status="COMPLETED",
        request={"video": str(video.id)},
        result={"outputs": [row]},
    )
    with platform.database.session_of(video.owner_id) as session:
        session.add(job)
        session.flush()
        session.expunge(job)
    return job, row


def test_a_chosen_thumbnail_stands_for_its_video_alone_and_can_be_taken_back(
    local: tuple[Platform, TestClient],
) -> None:
    platform, client = local
    owner = platform.local_owner()
    video, other = made_video(platform, owner, "A river"), made_video(platform, owner, "A lake")
    job, row = _designed(platform, video)
    told = {"jobId": str(job.id), "name": "thumbnail-2.jpg"}
    assert client.put(f"/api/videos/{other.id}/thumbnail", json=told).status_code == 422
    assert client.put(f"/api/videos/{video.id}/thumbnail", json=told | {"name": "no.jpg"}).status_code == 404
    for _ in range(2):
        answer = client.put(f"/api/videos/{video.id}/thumbnail", json=told)
        assert [each["name"] for each in answer.json()["data"]] == ["video.mp4", "video.srt", "thumbnail.jpg"]
    with platform.database.reader_of(owner) as session:
        uses = session.scalars(select(BlobUse).where(BlobUse.user_id == video.id, BlobUse.key == row["key"])).all()
    assert len(uses) == 1, "it is kept for as long as the video, once"
    assert client.get(f"/api/videos/{video.id}/thumbnail").status_code == 307
    assert client.post(f"/videos/{video.id}/thumbnails/choose", data={}).status_code == 303
    assert client.get(f"/api/videos/{video.id}/thumbnail").status_code == 404


def test_a_chosen_thumbnail_stays_when_the_video_is_rendered_again() -> None:
    def row(name: str, kind: str) -> dict[str, Any]:
        return {"name": name, "contentType": kind}

    before = [row("video.mp4", "video/mp4"), row("thumbnail.jpg", "image/jpeg"), row("video.jpg", "image/jpeg")]
    fresh = [row("video.mp4", "video/mp4"), row("video.jpg", "image/jpeg"), row("video.srt", "application/x-subrip")]
    assert [each["name"] for each in with_chosen(before, fresh)] == [
        "video.mp4",
        "thumbnail.jpg",
        "video.jpg",
        "video.srt",
    ]
    assert with_chosen(before[:1], fresh) == fresh


def test_publishing_says_what_is_missing(local: tuple[Platform, TestClient]) -> None:
    platform, client = local
    video = made_video(platform, platform.local_owner(), "A river")
    assert "YouTube is not set up" in client.get(f"/videos/{video.id}/publish").text
    assert "YouTube is not set up" in client.get("/settings/channels").text
    answer = client.get("/api/youtube/connect")
    assert answer.headers["content-type"].startswith("text/html"), "a person is told on a page"
    assert "YouTube is not set up" in answer.text
    told = client.get("/api/youtube/connect", headers={"Accept": "application/json"})
    assert told.json()["error"]["code"] == "PROVIDER_NEEDED"
