"""Everything of a user's in one zip: theirs, whole, and no secrets."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from reelwright.app.opening import open_platform
from reelwright.app.server_settings import read_server_settings
from reelwright.business.accounts.api_tokens import WantedToken, make_api_token
from reelwright.business.accounts.provider_keys import keep_provider_key
from reelwright.business.audit import Origin
from reelwright.database.tables import Asset, Job, Project, Video, YoutubeChannel
from reelwright.worker.stages.export import export
from reelwright.worker.stages.work import StageWork
from tests.business.people import new_user
from tests.databases import KINDS, database_url


@pytest.mark.parametrize("kind", KINDS)
def test_a_user_takes_everything_along(kind: str, tmp_path: Path) -> None:
    secret = "a-secret-of-the-platform-long-enough-for-all"
    settings = read_server_settings(
        {
            "REELWRIGHT_DATA": str(tmp_path),
            "REELWRIGHT_DATABASE_URL": database_url(kind, tmp_path),
            "REELWRIGHT_SECRETS": secret,
        }
    )
    said: list[Any] = []
    told = {
        "request": {},
        "folder": str(tmp_path / "job"),
        "part": "",
        "settings": settings.plain(),
        "job": "00000000-0000-4000-8000-000000000000",
    }
    (tmp_path / "job").mkdir()
    platform = open_platform(settings)
    ann, bea = new_user(platform.database, "ann"), new_user(platform.database, "bea")
    token = make_api_token(platform.database, ann, WantedToken("ci", ["read"]), Origin()).secret
    keep_provider_key(platform.database, (secret,), ann, "openai", "sk-abcdefghijklmnop", Origin())
    film, note = platform.store.put_bytes(b"a film"), platform.store.put_bytes(b"a note")
    for owner in (ann, bea):
        with platform.database.session_of(owner) as session:
            session.add(Project(name=f"of {owner}"))
            outputs = [{"name": "video.mp4", "key": film.key, "contentType": "video/mp4", "size": 6}]
            session.add_all([Video(title="Rice/../x", kind="make", outputs=outputs) for _ in range(2)])
            session.add(Asset(name="../../note.txt", kind="other", content_type="text/plain", blob_key=note.key))
            session.add(Asset(name="gone.txt", kind="other", content_type="text/plain", blob_key="0" * 64))
            session.add(Job(kind="make", status="COMPLETED"))
            sealed = {"sealed": b"refresh", "key_id": "k1", "access_sealed": b"access", "access_key_id": "k2"}
            session.add(YoutubeChannel(reference="UC1", title="Rice channel", **sealed))
    work = StageWork.of(told | {"owner": str(ann)}, lambda **words: said.append(words))
    report = export(work)
    with zipfile.ZipFile(tmp_path / "job" / report["deliver"][0]) as archive:
        names = archive.namelist()
        everything = b"".join(archive.read(name) for name in names)
        films = [name for name in names if name.endswith("video.mp4")]
        assert len(films) == 2
        assert {archive.read(name) for name in films} == {b"a film"}
        assert archive.read(next(name for name in names if name.endswith("note.txt"))) == b"a note"
        assert json.loads(archive.read("data/account.json"))[0]["email"] == "ann@example.com"
        assert [row["name"] for row in json.loads(archive.read("data/projects.json"))] == [f"of {ann}"]
        assert json.loads(archive.read("missing.json")) == ["files/gone.txt"]
        assert [row["title"] for row in json.loads(archive.read("data/youtube_channels.json"))] == ["Rice channel"]
    assert not [name for name in names if ".." in Path(name).parts or name.startswith("/")]
    for hidden in (
        token,
        "sk-abcdefghijklmnop",
        "token_hash",
        "password_hash",
        "access_sealed",
        "access_key_id",
        str(bea),
    ):
        assert hidden.encode() not in everything, hidden
    assert report["result"]["missing"] == ["files/gone.txt"]
    assert said
    platform.close()
    work.platform.close()
