"""Generated clips that nobody can make are refused before anything is begun, with what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from reelwright.app.video_wishes import start_scheduled
from reelwright.database.tables import Job, JobStage, Video
from reelwright.errors import ProviderNeeded
from reelwright.workflows.jobs.kinds import KINDS
from tests.server import Server, code_of, server

ARTICLE = "# Rice\n\nRice grows in water. It takes four months."


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Server]:
    with server(tmp_path) as running:
        running.register("ann@example.com")
        yield running


def _refused(answer: Any) -> None:
    assert (answer.status_code, code_of(answer)) == (422, "PROVIDER_NEEDED"), answer.text
    assert "docs/clips.md" in answer.json()["error"]["hint"]


def _counts(running: Server) -> tuple[int, int]:
    with running.platform.database.system_reader() as session:
        return tuple(session.scalar(select(func.count()).select_from(table)) or 0 for table in (Job, Video))  # type: ignore[return-value]


@pytest.mark.parametrize("path", ["/api/videos", "/api/scripts/generate", "/api/videos/drafts"])
def test_a_wish_for_clips_that_nobody_makes_is_refused_at_the_door(running: Server, path: str) -> None:
    _refused(running.client.post(path, json={"text": ARTICLE, "clips": "auto"}))
    unknown = running.client.post(path, json={"text": ARTICLE, "clips": "nobody"})
    assert (unknown.status_code, code_of(unknown)) == (422, "INVALID_INPUT")
    unset = running.client.post(path, json={"text": ARTICLE, "clips": "runway"})
    assert (unset.status_code, code_of(unset)) == (422, "PROVIDER_NEEDED")
    assert "API_KEY" in unset.json()["error"]["hint"]
    assert _counts(running) == (0, 0)


def test_a_draft_is_told_when_it_is_changed_and_when_it_is_run(running: Server) -> None:
    client = running.client
    video = client.post("/api/videos/drafts", json={"text": ARTICLE}).json()["data"]["videoId"]
    _refused(client.patch(f"/api/videos/{video}/draft", json={"wishes": {"clips": "auto"}}))
    assert "clips" not in client.get(f"/api/videos/{video}/draft").json()["data"]["wishes"]
    assert client.put("/api/users/profile", json={"settings": {"videoDefaults": {"clips": "auto"}}}).status_code == 200
    _refused(client.post(f"/api/videos/{video}/draft/run", json={"until": "script"}))
    assert _counts(running) == (0, 1)


def test_a_users_own_key_is_enough(running: Server) -> None:
    client = running.client
    kept = client.post("/api/users/api-keys", json={"provider": "runway", "key": "key-of-the-test"})
    assert kept.status_code == 201, kept.text
    for wish in ("auto", "runway"):
        assert client.post("/api/videos", json={"text": ARTICLE, "clips": wish}).status_code == 202
    other = running.fresh()
    running.register("ben@example.com", other)
    _refused(other.post("/api/videos", json={"text": ARTICLE, "clips": "auto"}))


def test_a_schedule_tells_it_too(running: Server) -> None:
    with (
        running.platform.database.session_of(running.platform.local_owner()) as session,
        pytest.raises(ProviderNeeded, match="from a description"),
    ):
        start_scheduled(session, running.platform, "make", {"text": ARTICLE, "clips": "auto"})


@pytest.mark.parametrize(
    ("wishes", "first"),
    [
        ({"clips": "auto"}, "visuals"),
        ({"clipsFor": "sections"}, "visuals"),
        ({"presenter": "maya"}, "speech"),
        ({"presenterPlace": "full"}, "timeline"),
    ],
)
def test_a_changed_wish_has_the_stages_done_again_that_read_it(
    running: Server, wishes: dict[str, str], first: str
) -> None:
    client = running.client
    client.post("/api/users/api-keys", json={"provider": "runway", "key": "key-of-the-test"})
    video = client.post("/api/videos/drafts", json={"text": ARTICLE}).json()["data"]["videoId"]
    assert client.post(f"/api/videos/{video}/draft/run", json={"until": "render"}).status_code == 202
    with running.platform.database.system_session() as session:
        job = session.scalars(select(Job)).one()
        session.add_all(
            JobStage(owner_id=job.owner_id, job_id=job.id, stage=stage.name, state="done") for stage in KINDS["make"]
        )
    assert client.get(f"/api/videos/{video}/draft").json()["data"]["left"] == []
    left = client.patch(f"/api/videos/{video}/draft", json={"wishes": wishes}).json()["data"]["left"]
    assert left[0] == first
