"""The steps of making a video, as a browser without scripts goes through them."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from reelwright.app.platform import Platform
from reelwright.database.tables import Job, JobStage, Video, VideoVersion
from reelwright.studio.form import Form, FormErrors
from reelwright.studio.wizard.picture_form import changes_of
from reelwright.studio.wizard.steps import NAMES
from reelwright.workflows.jobs.kinds import KINDS
from reelwright.workflows.jobs.lifecycle import ACTIVE
from tests.studio.site import register, site
from tests.studio.test_pages import _Links

_SCRIPT = "# Two\n\n## First\n\nOne line is here. Another line follows it.\n\n## Second\n\nThe end is near."


@pytest.fixture
def local(tmp_path: Path) -> Iterator[tuple[Platform, TestClient]]:
    with site(tmp_path, accounts=False) as here:
        yield here


def _begun(client: TestClient, **more: str) -> str:
    answer = client.post("/create", data={"source": "script", "text": _SCRIPT} | more)
    assert answer.status_code == 303, answer.text[:2000]
    return answer.headers["location"].partition("/make/")[0]


def test_a_script_becomes_a_draft_whose_steps_all_have_a_page(local: tuple[Platform, TestClient]) -> None:
    _, client = local
    assert client.get("/create?example").status_code == 200
    video = _begun(client)
    for step in NAMES:
        answer = client.get(f"{video}/make/{step}")
        assert answer.status_code == 200, (step, answer.text[-1500:])
        page = _Links(answer.text)
        assert not page.runs, (step, page.runs)
        assert len(page.ids) == len(set(page.ids)), (step, page.ids)
        assert 'aria-current="step"' in answer.text
    assert client.get(f"{video}/make").headers["location"].endswith("/make/script")
    assert client.get(f"{video}/make/nowhere").status_code == 303
    assert "Draft" in client.get("/videos").text
    assert client.get(video).headers["location"] == f"{video}/make"


def test_each_step_is_saved_and_goes_on_to_the_next(local: tuple[Platform, TestClient]) -> None:
    _, client = local
    video = _begun(client)
    draft = client.get(f"/api{video}/draft").json()["data"]
    told = draft["script"]["text"].replace("One line is here.", "One line was changed.")
    answer = client.post(f"{video}/make/script", data={"script": told, "go": "next"})
    assert answer.headers["location"] == f"{video}/make/voice"
    values = {"voice": "flite:rms", "speed": "1.25", "pitch": "0", "lexicon": "line = lyne"}
    assert client.post(f"{video}/make/voice", data=values).headers["location"] == f"{video}/make/pictures"
    client.post(f"{video}/make/pictures", data={"pictures": "designed", "aspect": "9:16"})
    client.post(f"{video}/make/style", data={"captions": "karaoke", "palette": "ocean", "music": "none"})
    draft = client.get(f"/api{video}/draft").json()["data"]
    assert "One line was changed." in draft["script"]["text"]
    assert {"voice": "flite:rms", "speed": 1.25, "lexicon": "line = lyne", "aspect": "9:16"}.items() <= draft[
        "wishes"
    ].items()
    assert (draft["wishes"]["captions"], draft["wishes"]["palette"]) == ("karaoke", "ocean")
    review = client.get(f"{video}/make/review").text
    assert "karaoke" in review
    assert "Tall, 9:16" in review
    assert "flite:rms" in review
    client.post(f"{video}/make/style", data={"captions": "karaoke", "palette": ""})
    assert "palette" not in client.get(f"/api{video}/draft").json()["data"]["wishes"]


def test_what_does_not_fit_comes_back_with_a_word_at_its_field(local: tuple[Platform, TestClient]) -> None:
    _, client = local
    answer = client.post("/create", data={"source": "article", "text": "", "title": "Kept"})
    assert answer.status_code == 422
    assert "Paste or write a text." in answer.text
    assert "Kept" in answer.text
    answer = client.post("/create", data={"source": "article", "text": "A. B.", "minutes": "many"})
    assert "Write a number of minutes" in answer.text
    video = _begun(client)
    answer = client.post(f"{video}/make/voice", data={"speed": "9"})
    assert answer.status_code == 422
    answer = client.post(f"{video}/make/script", data={"script": "# only a title"})
    assert answer.status_code == 422
    assert "holds no sentence" in answer.text


def test_a_dialogue_is_cast(local: tuple[Platform, TestClient]) -> None:
    _, client = local
    lines = (
        "---\nscript: 1\nlanguage: en\n---\n# Talk\n\n##\n\nAnna: Good morning.\nBen: Hello there.\nAnna: How are you?"
    )
    video = _begun(client, text=lines)
    page = client.get(f"{video}/make/voice").text
    assert "Who says what" in page
    assert 'name="cast:Ben"' in page
    client.post(f"{video}/make/voice", data={"cast:Anna": "flite:slt", "cast:Ben": ""})
    assert client.get(f"/api{video}/draft").json()["data"]["wishes"]["cast"] == {"Anna": "flite:slt"}


def test_nobody_sees_somebody_elses_draft(tmp_path: Path) -> None:
    with site(tmp_path) as (_, client):
        register(client, "ann@example.com")
        video = _begun(client)
        client.cookies.clear()
        assert client.get(f"{video}/make/script").status_code == 303
        register(client, "bob@example.com")
        for step in NAMES:
            assert client.get(f"{video}/make/{step}").status_code == 404
        assert client.post(f"{video}/make/voice", data={"voice": "flite:rms"}).status_code == 404
        assert client.get(f"/api{video}/pictures").status_code == 404
        assert client.get(f"/api{video}/draft/look").status_code == 404


def test_pictures_are_changed_by_a_form_without_scripts() -> None:
    same = {"was-1": "designed\n0.0\n\n", "chosen-1": "designed", "alt-1": ""}
    moved = {"was-2": "pexels:1\n4.2\nold words\n", "chosen-2": "pexels:7", "start-2": "5.5", "alt-2": ""}
    found = changes_of(Form(same | moved))
    assert [(each.shot, each.chosen, each.start, each.alt) for each in found] == [(2, "pexels:7", 5.5, "")]
    with pytest.raises(FormErrors):
        changes_of(Form({"was-2": "a\n1\n\n", "start-2": "soon"}))


def test_a_video_of_the_short_way_has_the_steps_too(local: tuple[Platform, TestClient]) -> None:
    _, client = local
    sent = {
        "source": "article",
        "text": "Rice grows. It is eaten.",
        "do": "make",
        "approve": "script",
        "captions": "pop",
    }
    video = client.post("/new", data=sent).headers["location"].partition("?")[0]
    for step in NAMES:
        assert client.get(f"{video}/make/{step}").status_code == 200, step
    wishes = client.get(f"/api{video}/draft").json()["data"]["wishes"]
    assert {"captions": "pop", "text": "Rice grows. It is eaten."}.items() <= wishes.items()
    assert "Change script, voice" in client.get(video).text
    answer = client.post(f"{video}/make/pictures", data={"go": "run"})
    assert answer.status_code == 422, "it is at work"
    assert "wait for it, or stop it first" in answer.text.lower()


def test_what_was_edited_by_hand_is_asked_about_before_it_is_laid_out_anew(local: tuple[Platform, TestClient]) -> None:
    platform, client = local
    video = _begun(client)
    video_id = uuid.UUID(video.rpartition("/")[2])
    assert client.post(f"{video}/make/review", data={"go": "render"}).headers["location"].endswith("?done=started")
    with platform.database.session_of(platform.local_owner()) as session:
        made = session.get_one(Video, video_id)
        job = session.scalars(select(Job).where(Job.video_id == video_id)).one()
        job.status = made.status = "COMPLETED"
        session.add_all(
            JobStage(owner_id=made.owner_id, job_id=job.id, stage=stage.name, state="done") for stage in KINDS["make"]
        )
        for number, author in ((1, "made"), (2, "edited")):
            made.version = number
            session.add(
                VideoVersion(
                    owner_id=made.owner_id, video_id=video_id, version=number, document={"n": number}, author=author
                )
            )
    assert "You edited this video by hand" in client.get(f"{video}/make/style").text
    client.post(f"{video}/make/style", data={"captions": "karaoke"})
    asked = client.post(f"{video}/make/review", data={"go": "render"})
    assert asked.status_code == 409
    assert "keep my edits as a version" in asked.text
    assert _jobs_at_work(platform, video_id) == []
    answer = client.post(f"{video}/make/review", data={"go": "render", "overwrite": "1"})
    assert answer.headers["location"].endswith("?done=started")
    assert _jobs_at_work(platform, video_id) == ["QUEUED"]
    with platform.database.reader_of(platform.local_owner()) as session:
        names = session.scalars(
            select(VideoVersion.name).where(VideoVersion.video_id == video_id).order_by(VideoVersion.version)
        )
        assert list(names) == ["", "Edited by hand, before it was made again"]


def _jobs_at_work(platform: Platform, video_id: uuid.UUID) -> list[str]:
    with platform.database.reader_of(platform.local_owner()) as session:
        return [each for each in session.scalars(select(Job.status).where(Job.video_id == video_id)) if each in ACTIVE]
