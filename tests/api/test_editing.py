"""Editing a video's document by the API: drafts, undo, versions, and looking at what is not rendered yet."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from fastapi.testclient import TestClient

from reelwright.api.application import create_application
from reelwright.app.opening import open_platform
from reelwright.app.platform import Platform
from reelwright.app.server_settings import read_server_settings
from tests.studio.edited import document, edited_video, files

_TEXT = "/tracks/1/clips/0/text"


class Editing:
    """A client and a video of twelve seconds."""

    def __init__(self, platform: Platform, client: TestClient, video: uuid.UUID) -> None:
        self.platform, self.client, self.at = platform, client, f"/api/videos/{video}"

    def draft(self) -> dict[str, Any]:
        return self.client.get(f"{self.at}/edit").json()["data"]

    def edit(self, value: Any, path: str = _TEXT, group: str = "", match: int | None = None) -> Any:
        headers = {} if match is None else {"If-Match": f'"{match}"'}
        patch = [{"op": "replace", "path": path, "value": value}]
        return self.client.patch(
            f"{self.at}/edit", json={"label": "Text", "group": group, "patch": patch}, headers=headers
        )

    def text(self) -> str:
        return self.draft()["document"]["tracks"][1]["clips"][0]["text"]


@pytest.fixture
def editing(tmp_path: Path) -> Iterator[Editing]:
    platform = open_platform(read_server_settings({"REELWRIGHT_DATA": str(tmp_path / "data")}))
    media = tmp_path / "media"
    media.mkdir()
    video = edited_video(platform, platform.local_owner(), media, document(), files(media))
    application = create_application(platform)
    with TestClient(application, base_url="http://127.0.0.1:8787") as client:
        yield Editing(platform, client, video.id)
    application.state.previews.close()
    platform.close()


def test_edits_are_kept_and_taken_back_and_done_again(editing: Editing) -> None:
    before = editing.draft()
    assert not before["hasUnsaved"]
    assert before["undo"] is None
    assert editing.edit("One").status_code == 200
    assert editing.edit("Two").status_code == 200
    assert editing.text() == "Two"
    undone = editing.client.post(f"{editing.at}/edit/undo").json()["data"]
    assert undone["patch"] == [{"op": "replace", "path": _TEXT, "value": "One"}]
    assert undone["redo"] == "Text"
    assert editing.text() == "One"
    editing.client.post(f"{editing.at}/edit/redo")
    assert editing.text() == "Two"
    for _ in range(2):
        editing.client.post(f"{editing.at}/edit/undo")
    assert editing.draft()["document"] == before["document"]
    assert not editing.draft()["hasUnsaved"]
    assert editing.client.post(f"{editing.at}/edit/undo").status_code == 409


def test_typing_on_is_one_step(editing: Editing) -> None:
    for text in ("A", "A g", "A gr"):
        editing.edit(text, group=_TEXT)
    editing.client.post(f"{editing.at}/edit/undo")
    assert editing.text() == "A grain of rice"


def test_an_edit_that_makes_no_document_is_refused_with_its_place(editing: Editing) -> None:
    refused = editing.edit("huge", "/tracks/1/clips/0/font/size")
    assert refused.status_code == 422
    assert refused.json()["error"]["details"][0]["field"].startswith("/tracks/1/clips/0/font/size")
    assert editing.edit("/etc/passwd", "/tracks/0/clips/0/src").status_code == 422
    assert not editing.draft()["hasUnsaved"]


def test_who_was_slower_is_told(editing: Editing) -> None:
    revision = editing.draft()["revision"]
    assert editing.edit("Mine", match=revision).status_code == 200
    late = editing.edit("Theirs", match=revision)
    assert (late.status_code, late.json()["error"]["code"]) == (412, "PRECONDITION_FAILED")
    assert editing.text() == "Mine"


def test_a_saved_draft_is_a_version_that_can_be_compared_and_restored(editing: Editing) -> None:
    editing.edit("Changed")
    saved = editing.client.post(f"{editing.at}/edit/save", json={"name": "Shorter"})
    assert saved.status_code == 202, saved.text
    assert saved.json()["data"] == {"version": 2, "job": None}
    assert not editing.draft()["hasUnsaved"]
    rows = editing.client.get(f"{editing.at}/versions").json()["data"]
    assert [(row["version"], row["name"], row["author"]) for row in rows] == [(1, "", "made"), (2, "Shorter", "edited")]
    found = editing.client.get(f"{editing.at}/versions/compare", params={"before": 1, "after": 2}).json()["data"]
    assert found == [
        {"what": "changed", "pointer": _TEXT, "clip": "Changed", "before": "A grain of rice", "after": "Changed"}
    ]
    assert editing.client.post(f"{editing.at}/edit/undo").status_code == 200, "history goes on over a save"
    assert editing.draft()["hasUnsaved"]
    editing.client.patch(f"{editing.at}/versions/1", json={"name": "As made"})
    assert editing.client.post(f"{editing.at}/versions/1/restore", json={}).json()["data"]["version"] == 3
    assert editing.draft()["isStale"]
    assert editing.client.post(f"{editing.at}/edit/save", json={}).status_code == 409
    assert editing.client.delete(f"{editing.at}/edit").json()["data"]["baseVersion"] == 3


def test_a_document_is_changed_by_a_patch_unless_it_changed_meanwhile(editing: Editing) -> None:
    etag = editing.client.get(f"{editing.at}/document").headers["etag"]
    body = {"patch": [{"op": "replace", "path": _TEXT, "value": "Patched"}]}
    assert editing.client.patch(f"{editing.at}/document", json=body, headers={"If-Match": etag}).status_code == 202
    assert editing.client.patch(f"{editing.at}/document", json=body, headers={"If-Match": etag}).status_code == 412
    assert editing.text() == "Patched", "a draft without edits follows the newest version"


def test_a_frame_of_the_draft_shows_the_edit(editing: Editing) -> None:
    saved = _picture(editing.client.get(f"{editing.at}/frame", params={"at": 2, "width": 320}).content)
    same = _picture(editing.client.get(f"{editing.at}/edit/frame", params={"at": 2, "width": 320}).content)
    assert np.array_equal(saved, same)
    editing.edit("#ff0000", "/tracks/1/clips/0/text")
    changed = _picture(editing.client.get(f"{editing.at}/edit/frame", params={"at": 2, "width": 320}).content)
    assert changed.shape == (180, 320, 3)
    different = np.abs(changed.astype(int) - saved).max(axis=2) > 24
    assert different[:90].any(), "the title is in the upper half"
    assert not different[120:].any(), "nothing else has changed"


def test_the_layout_tells_where_everything_lies(editing: Editing) -> None:
    told = editing.client.get(f"{editing.at}/edit/layout").json()["data"]
    assert (told["duration"], told["fps"]) == (12, 25)
    names = [[clip["id"] for clip in track["clips"]] for track in told["tracks"]]
    assert names == [["field", "bowl"], ["headline"], ["captions"], ["music"]]
    assert told["tracks"][0]["clips"][1]["start"] == 6
    music = told["tracks"][3]["clips"][0]
    assert (music["end"], music["mediaSeconds"], music["hasSound"]) == (12, 12, True)
    cues = told["captions"][0]["cues"]
    assert cues[0]["first"] == 0
    assert cues[-1]["last"] == len(told["captions"][0]["words"])
    assert all(one["last"] == other["first"] for one, other in zip(cues, cues[1:], strict=False))


def test_the_plan_names_the_caption_that_is_drawn_again(editing: Editing) -> None:
    from reelwright.database.tables import Job, Video

    owner = editing.platform.local_owner()
    with editing.platform.database.session_of(owner) as session:
        video = session.get_one(Video, uuid.UUID(editing.at.rpartition("/")[2]))
        job = Job(
            owner_id=owner,
            kind="make",
            request={},
            video_id=video.id,
            status="COMPLETED",
            gates=[],
            approved=[],
            revision=0,
            priority=1,
        )
        session.add(job)
    plan = editing.client.get(f"{editing.at}/edit/plan").json()["data"]
    assert (plan["chunks"], plan["spans"], plan["sound"]) == (0, [], False)
    editing.edit("WHEAT", "/tracks/2/clips/0/words/20/text")
    plan = editing.client.get(f"{editing.at}/edit/plan").json()["data"]
    assert 1 <= plan["chunks"] <= 2 < plan["allChunks"]
    assert not plan["sound"]
    reason = plan["spans"][0]["reasons"][0]
    assert (reason["what"], reason["pointer"]) == ("changed", "/tracks/2/clips/0")
    assert "WHEAT" in reason["label"]
    editing.edit("-3dB", "/tracks/3/clips/0/volume")
    again = editing.client.get(f"{editing.at}/edit/plan").json()["data"]
    assert again["sound"]
    assert again["chunks"] == plan["chunks"]


def test_media_are_shown_as_outlines_and_strips(editing: Editing) -> None:
    told = editing.client.get(f"{editing.at}/peaks", params={"source": "music.wav"}).json()["data"]
    assert told["seconds"] == 12
    assert len(told["peaks"]) == round(12 * told["perSecond"])
    assert max(told["peaks"]) > 60
    assert min(told["peaks"]) < 10
    picture = _picture(editing.client.get(f"{editing.at}/strip", params={"source": "field.jpg", "at": 0}).content)
    assert picture.shape[0] == 48
    assert editing.client.get(f"{editing.at}/peaks", params={"source": "/etc/passwd"}).status_code == 422


def test_the_document_leaves_as_captions_and_as_a_timeline(editing: Editing) -> None:
    assert "Rice feeds half" in editing.client.get(f"{editing.at}/export/srt").text
    assert editing.client.get(f"{editing.at}/export/vtt").text.startswith("WEBVTT")
    assert editing.client.get(f"{editing.at}/export/otio").json()["OTIO_SCHEMA"].startswith("Timeline")


def test_a_small_film_is_made_and_only_its_changed_part_again(editing: Editing, tmp_path: Path) -> None:
    first = _film(editing)
    answer = editing.client.get(first, headers={"Range": "bytes=0-99"})
    assert (answer.status_code, len(answer.content)) == (206, 100)
    chunks = next((tmp_path / "data" / "work").glob("*.preview")) / ".reel" / "proxy"
    before = {path.name for path in chunks.glob("*.nut")}
    editing.edit("WHEAT", "/tracks/2/clips/0/words/20/text")
    assert _film(editing) != first
    fresh = {path.name for path in chunks.glob("*.nut")} - before
    assert 1 <= len(fresh) <= 2 < len(before)


def _film(editing: Editing) -> str:
    while True:
        told = editing.client.post(f"{editing.at}/edit/proxy").json()["data"]
        assert told["state"] != "failed", told
        if told["url"]:
            return told["url"]


def _picture(data: bytes) -> Any:
    return cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
