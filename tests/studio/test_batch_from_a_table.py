"""A table becomes a batch: columns, checks row by row, start; as a browser without scripts sends it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from reelwright.app.platform import Platform
from reelwright.database.tables import Job, Video
from reelwright.workflows.jobs.lifecycle import fail_job
from tests.studio.site import site


@pytest.fixture
def local(tmp_path: Path) -> Iterator[tuple[Platform, TestClient]]:
    with site(tmp_path, accounts=False) as here:
        yield here


def _place(client: TestClient) -> str:
    return client.post("/templates/example").headers["location"].partition("?")[0]


def test_a_row_that_is_wrong_is_marked_and_nothing_is_started(local: tuple[Platform, TestClient]) -> None:
    platform, client = local
    place = _place(client)
    table = "Headline,cost\nRye,3.5\nBrioche,cheap\n"
    first = client.post(f"{place}/batch", data={"csv": table, "do": "check"}).text
    assert '<option value="headline" selected>' in first, "a column of a variable's name is put to it"
    assert '<option value="price" selected>' not in first
    mapped = {"csv": table, "columns": "Headline|cost", "column.0": "headline", "column.1": "price"}
    checked = client.post(f"{place}/batch", data=mapped | {"do": "start"}).text
    assert "1 row of 2 cannot be rendered" in checked
    assert "&#39;cheap&#39; is no number" in checked
    with platform.database.reader_of(platform.local_owner()) as session:
        assert session.scalar(select(Job)) is None


def test_right_rows_are_started_once_and_failed_ones_tried_again(local: tuple[Platform, TestClient]) -> None:
    platform, client = local
    place = _place(client)
    sent = {"csv": "headline,price\nRye,3.5\nBrioche,6\n", "name": "Friday"}
    assert "All 2 rows are right" in client.post(f"{place}/batch", data=sent | {"do": "check"}).text
    started = client.post(f"{place}/batch", data=sent | {"do": "start"})
    batch = started.headers["location"].partition("?")[0]
    assert "0 of 2 ready" in client.get(batch).text
    with platform.database.session_of(platform.local_owner()) as session:
        done, failed = session.scalars(select(Job).order_by(Job.batch_row))
        assert done.request["data"] == {"headline": "Rye", "price": 3.5}
        fail_job(session, failed, {"message": "no room", "hint": "make some"})
        done.status, done.progress = "COMPLETED", 100
        video = session.get_one(Video, done.video_id)
        key = platform.store.put_bytes(b"a film").key
        video.outputs = [{"name": "video.mp4", "key": key, "contentType": "video/mp4", "size": 6}]
    shown = client.get(batch).text
    assert "1 of 2 ready, 1 failed or stopped" in shown
    assert "No room." in shown
    api = batch.replace("/batches", "/api/batch")
    with zipfile.ZipFile(io.BytesIO(client.get(f"{api}/download").content)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {"0001-Rye.mp4": b"a film"}
    assert "1,Rye,COMPLETED" in client.get(f"{api}/table").text
    assert client.post(f"{batch}/retry").status_code == 303
    with platform.database.reader_of(platform.local_owner()) as session:
        states = {job.batch_row: (job.status, job.revision) for job in session.scalars(select(Job))}
    assert states[0][0] == "COMPLETED"
    assert states[1] == ("QUEUED", 1)


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("", "Paste a table"),
        ("headline\n", "no rows"),
        ("headline,price\nRye\n", "not as many cells"),
        ('headline\n"Rye\n', "cannot be read"),
    ],
)
def test_a_table_that_is_none_is_told_of(local: tuple[Platform, TestClient], table: str, words: str) -> None:
    _, client = local
    answer = client.post(f"{_place(client)}/batch", data={"csv": table, "do": "start"})
    assert answer.status_code == 422
    assert words in answer.text
