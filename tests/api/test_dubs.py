"""Dubs over HTTP, on a real server: made, approved with edits, edited afterwards, and nobody else's business."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import httpx2
import pytest

from reelwright.client import Client
from reelwright.errors import ReelwrightError
from reelwright.media.probe import probe
from tests.cli.test_dub import translated
from tests.databases import KINDS, database_url
from tests.served import served
from tests.vendors.vendor_server import VendorServer
from tests.workflows.dialogue import SPANISH, Dialogue, dialogue

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Dialogue:
    folder = tmp_path_factory.mktemp("dialogue")
    made = dialogue(folder / "talk.mp4")
    made.srt(folder / "talk.srt")
    return made


@pytest.fixture(scope="module")
def model() -> Iterator[VendorServer]:
    with VendorServer([("POST", "/v1/chat/completions", translated)]) as server:
        yield server


@pytest.fixture(scope="module")
def url(model: VendorServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(tmp_path_factory.mktemp("data"), **_settings(model)) as address:
        yield address


@pytest.fixture(scope="module")
def reel(url: str) -> Iterator[Client]:
    with Client(url) as client:
        yield client


@pytest.fixture(scope="module")
def asked(reel: Client, told: Dialogue) -> dict[str, Any]:
    """What every dub here is asked for."""
    video = reel.upload(told.video)
    words = reel.upload(told.video.with_suffix(".srt"))
    return {"source": f"asset:{video['id']}", "transcript": f"asset:{words['id']}", "language": "en", "targets": ["es"]}


@pytest.fixture(scope="module")
def done(reel: Client, asked: dict[str, Any]) -> dict[str, Any]:
    """A finished dub."""
    return reel.wait(reel.post("/api/dubs", asked | {"title": "Kitchen", "about": "A cooking show"}))


def _settings(model: VendorServer) -> dict[str, str]:
    return {"TEXT_BASE_URL": f"{model.url}/v1", "TEXT_MODEL": "m", "JOBS_PER_MINUTE": "0"}


def _remade(reel: Client, video: str) -> dict[str, Any]:
    return reel.wait(reel.post(f"/api/dubs/{video}/render", {}))


def _patch(reel: Client, video: str, segment: str, **change: Any) -> dict[str, Any]:
    return reel._data(reel._http.patch(f"/api/dubs/{video}/segments/{segment}", json=change))


def _lines(model: VendorServer, number: int = -1) -> list[str]:
    return [line["id"] for line in json.loads(model.asked[number].json()["messages"][-1]["content"])["lines"]]


def test_a_dub_is_made_listed_and_downloaded(reel: Client, done: dict[str, Any], tmp_path: Path) -> None:
    video = done["videoId"]
    names = [row["name"] for row in done["result"]["outputs"]]
    assert names[:3] == ["video.mp4", "video.es.srt", "video.es.vtt"]
    assert {"video.en.srt", "video.report.json", "video.jpg"} <= {*names}
    assert probe(reel.download(done, tmp_path / "video.mp4")).audio is not None
    assert "Gracias por invitarme" in reel.download(done, tmp_path / "es.srt", "video.es.srt").read_text()
    shown = reel.get(f"/api/dubs/{video}")
    assert (shown["title"], shown["status"], shown["targets"]) == ("Kitchen", "COMPLETED", ["es"])
    assert shown["document"]["segments"] == 5
    assert {each["name"]: each["segments"] for each in shown["document"]["speakers"]} == {"Anna": 3, "Bert": 2}
    assert shown["document"]["targets"] == [{"language": "es", "translated": 5, "missing": 0, "edited": 0}]
    assert shown["timing"]["es"]["inSlot"] == 1
    assert shown["job"]["progress"] == 100
    assert video in [row["id"] for row in reel.get("/api/dubs", search="kitch")["items"]]
    assert video in [row["id"] for row in reel.get("/api/videos", kind="dub")["items"]]
    assert reel.get(f"/api/videos/{video}/playback")["contentType"] == "video/mp4"
    page = reel.get(f"/api/dubs/{video}/segments", limit=2, page=2, language="es")
    assert [row["id"] for row in page["items"]] == ["s3", "s4"]
    assert page["pagination"]["totalPages"] == 3
    assert page["items"][0]["translations"]["es"]["text"] == "Hoy cocinamos arroz, que crece en el agua."


def test_an_edit_costs_what_it_touches(reel: Client, model: VendorServer, done: dict[str, Any]) -> None:
    video, calls = done["videoId"], len(model.asked)
    again = _remade(reel, video)["result"]
    assert (again["translationCalls"], again["speechCalls"], len(model.asked)) == (0, 0, calls)
    version = reel.get(f"/api/dubs/{video}")["version"]
    changed = _patch(reel, video, "s2", text="Thanks.", version=version)
    assert (changed["changed"], changed["version"]) == (["s2"], version + 1)
    assert changed["segments"][0]["translations"]["es"]["isOutdated"]
    with pytest.raises(ReelwrightError, match="version"):
        _patch(reel, video, "s2", text="Thank you.", version=version)
    corrected = _remade(reel, video)["result"]
    assert corrected["translationCalls"] == 1
    assert _lines(model, calls) == ["s2"]
    assert corrected["spoken"] == {"es": ["s2"]}
    calls = len(model.asked)
    own = _patch(reel, video, "s4", language="es", translation="Cuatro meses tarda.")
    assert own["segments"][0]["translations"]["es"]["isEdited"]
    spoken = _remade(reel, video)["result"]
    assert (spoken["translationCalls"], spoken["spoken"], len(model.asked)) == (0, {"es": ["s4"]}, calls)
    assert reel.get(f"/api/dubs/{video}")["document"]["targets"][0]["edited"] == 1


def test_many_segments_are_changed_at_once(reel: Client, done: dict[str, Any]) -> None:
    base = f"/api/dubs/{done['videoId']}"
    preview = reel.post(f"{base}/replace", {"find": "agua", "put": "río", "language": "es"})
    assert ([row["id"] for row in preview["touched"]], preview["isApplied"]) == (["s3", "s5"], False)
    assert "río" not in reel._http.get(f"{base}/export", params={"language": "es"}).text
    assert reel.post(f"{base}/replace", {"find": "agua", "put": "río", "language": "es", "apply": True})["isApplied"]
    table = reel._http.get(f"{base}/export", params={"language": "es", "format": "tsv"})
    assert table.headers["content-type"].startswith("text/tab-separated-values")
    assert table.text.count("río") == 2
    edited = table.text.replace("Empecemos con el río.", "Vamos con el río.")
    put = reel.post(f"{base}/import", {"format": "tsv", "content": edited, "language": "es"})
    assert put["changed"] == ["s5"]
    captions = reel._http.get(f"{base}/export", params={"language": "es", "format": "srt"}).text
    assert "Vamos con el río." in captions
    assert reel.post(f"{base}/import", {"format": "srt", "content": captions, "language": "es"})["changed"] == []
    whole = reel._http.get(f"{base}/export", params={"format": "json"}).json()
    whole["sourceSha256"] = "0" * 64
    with pytest.raises(ReelwrightError, match="another video"):
        reel.post(f"{base}/import", {"format": "json", "content": json.dumps(whole)})


def test_a_glossary_shows_what_it_touches_before_it_is_taken(
    reel: Client, model: VendorServer, asked: dict[str, Any]
) -> None:
    started = reel.post("/api/dubs", asked | {"title": "Terms"})
    reel.wait(started)
    video, calls = started["videoId"], len(model.asked)
    body: dict[str, Any] = {"glossary": [{"source": "Kitchen", "target": "cocina"}, {"source": "it", "target": "ello"}]}
    shown = reel.post(f"/api/dubs/{video}/glossary/preview", body)
    assert [(row["id"], row["language"], row["after"]) for row in shown["touched"]] == [
        ("s1", "es", ""),
        ("s4", "es", ""),
    ]
    assert (shown["isApplied"], reel.get(f"/api/dubs/{video}")["document"]["glossary"]) == (False, [])
    taken = reel._data(reel._http.put(f"/api/dubs/{video}/glossary", json=body | {"version": shown["version"]}))
    assert (taken["isApplied"], taken["touched"], taken["version"]) == (True, shown["touched"], shown["version"] + 1)
    assert len(reel.get(f"/api/dubs/{video}")["document"]["glossary"]) == 2
    assert reel.get(f"/api/dubs/{video}")["document"]["targets"][0]["missing"] == 2
    _remade(reel, video)
    assert sorted(line for number in range(calls, len(model.asked)) for line in _lines(model, number)) == ["s1", "s4"]


def test_a_finished_dub_learns_another_language(
    reel: Client, model: VendorServer, asked: dict[str, Any], tmp_path: Path
) -> None:
    started = reel.post("/api/dubs", asked | {"title": "Two"})
    reel.wait(started)
    video, calls = started["videoId"], len(model.asked)
    with pytest.raises(ReelwrightError, match="already"):
        reel.post(f"/api/dubs/{video}/languages", {"targets": ["es"]})
    with pytest.raises(ReelwrightError, match="already"):
        reel.post(f"/api/dubs/{video}/languages", {"targets": ["en"]})
    done = reel.wait(reel.post(f"/api/dubs/{video}/languages", {"targets": ["fr"]}))
    assert {*done["result"]["spoken"]} == {"es", "fr"}
    assert done["result"]["spoken"]["es"] == []
    assert sorted(line for number in range(calls, len(model.asked)) for line in _lines(model, number)) == [
        f"s{number}" for number in range(1, 6)
    ]
    assert reel.get(f"/api/dubs/{video}")["targets"] == ["es", "fr"]
    with av.open(str(reel.download(done, tmp_path / "video.mp4"))) as file:
        assert [stream.metadata.get("language") for stream in file.streams.audio] == ["spa", "fra", "eng"]


def test_segments_are_divided_and_joined(reel: Client, done: dict[str, Any]) -> None:
    base = f"/api/dubs/{done['videoId']}"
    one = reel.get(f"{base}/segments/s1")
    body = {"at": (one["start"] + one["end"]) / 2}
    key = {"Idempotency-Key": "divide-once"}
    answers = [reel._http.post(f"{base}/segments/s1/split", json=body, headers=key).json() for _ in range(2)]
    assert answers[0] == answers[1]  # the second changed nothing
    assert answers[0]["data"]["changed"] == ["s1", "s1.2"]
    with pytest.raises(ReelwrightError):
        reel.post(f"{base}/segments/s1/split", {"at": 9999})
    assert reel.post(f"{base}/segments/s1/merge", {})["changed"] == ["s1", "s1.2"]
    assert reel.get(f"{base}/segments/s1")["text"] == one["text"]
    with pytest.raises(ReelwrightError) as caught:
        reel.get(f"{base}/segments/s99")
    assert caught.value.code == "NOT_FOUND"


@pytest.mark.parametrize("kind", KINDS)
def test_a_person_is_asked_and_others_see_nothing(
    kind: str, told: Dialogue, model: VendorServer, tmp_path: Path
) -> None:
    (tmp_path / "data").mkdir()
    settings = _settings(model) | {"DATABASE_URL": database_url(kind, tmp_path)}
    with served(tmp_path / "data", "--accounts", **settings) as url:
        ann, token = _registered(url, "ann@example.com")
        with Client(url, token) as reel:
            video, words = reel.upload(told.video), reel.upload(told.video.with_suffix(".srt"))
            started = reel.post(
                "/api/dubs",
                {
                    "source": f"asset:{video['id']}", "transcript": f"asset:{words['id']}", "targets": ["es"], "language": "en",
                    "register": "formal", "glossary": [{"source": "rice", "target": "arroz"}],
                    "approve": ["transcript", "translation"],
                },
            )  # fmt: skip
            base = f"/api/dubs/{started['videoId']}"
            waiting = reel.wait(started, until_approval=True)
            assert waiting["waitingFor"] == "transcript"
            with pytest.raises(ReelwrightError) as caught:
                reel.post(f"{base}/render", {})
            assert caught.value.code == "CONFLICT"
            _patch(reel, started["videoId"], "s5", text="Let us begin.")
            reel.post(f"{base}/approve", {"stage": "transcript"})
            waiting = reel.wait(started, until_approval=True)
            assert waiting["waitingFor"] == "translation"
            document = reel._http.get(f"{base}/export", params={"format": "json"}).json()
            assert document["segments"][4]["text"] == "Let us begin."
            assert document["glossary"] == [{"source": "rice", "target": "arroz"}]
            row = document["translations"]["es"]["s2"]
            row |= {"text": "Es un placer.", "edited": True}
            with pytest.raises(ReelwrightError):
                reel.approve(started, "translation", document=document | {"sourceSha256": "0" * 64})
            reel.approve(started, "translation", document=document)
            done = reel.wait(started)
            assert "placer" in reel.download(done, tmp_path / "es.srt", "video.es.srt").read_text()
        bob, _ = _registered(url, "bob@example.com")
        for path in ("", "/segments", "/segments/s1", "/export"):
            assert bob.get(f"{base}{path}").status_code == 404
        assert bob.patch(f"{base}/segments/s1", json={"text": "mine"}).status_code == 404
        assert bob.put(f"{base}/glossary", json={"glossary": []}).status_code == 404
        for path, body in _POSTS.items():
            assert bob.post(f"{base}/{path}", json=body).status_code == 404, path
        assert bob.get("/api/dubs").json()["data"]["pagination"]["total"] == 0
        taken = {"source": f"asset:{video['id']}", "transcript": f"asset:{words['id']}", "targets": ["es"]}
        assert bob.post("/api/dubs", json=taken).status_code == 422
        assert ann.get(base).status_code == 200


_POSTS: dict[str, dict[str, Any]] = {
    "glossary/preview": {"glossary": []}, "languages": {"targets": ["fr"]}, "approve": {"stage": "translation"}, "render": {}, "replace": {"find": "a", "put": "b", "apply": True},
    "import": {"format": "srt", "content": "x"}, "segments/s1/split": {"at": 1}, "segments/s1/merge": {},
}  # fmt: skip


def test_a_failed_dub_goes_on_from_where_it_stopped(reel: Client, asked: dict[str, Any], model: VendorServer) -> None:
    started = reel.post("/api/dubs", asked | {"targets": ["de"], "budget": 0, "approve": ["transcript"]})
    reel.wait(started, until_approval=True)
    reel.cancel(started)
    base = f"/api/dubs/{started['videoId']}"
    table = reel._http.get(f"{base}/export", params={"language": "de"}).text
    header, *rows = table.splitlines()
    place = header.split("\t").index("translation")
    filled = [header]
    for row in rows:
        cells = row.split("\t")
        cells[place] = "Guten Tag."
        filled.append("\t".join(cells))
    reel.post(f"{base}/import", {"format": "tsv", "content": "\n".join(filled) + "\n", "language": "de"})
    calls = len(model.asked)
    reel.post(f"/api/jobs/{started['jobId']}/retry", {})
    done = reel.wait(started)
    assert (done["result"]["translationCalls"], len(model.asked)) == (0, calls)
    assert done["result"]["segments"] == len(SPANISH)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"source": "/etc/passwd"}, "INVALID_INPUT"),
        ({"targets": []}, "VALIDATION_ERROR"),
        ({"targets": ["../x"]}, "VALIDATION_ERROR"),
        ({"targets": ["es", "ES"]}, "INVALID_INPUT"),
        ({"approve": ["mix"]}, "VALIDATION_ERROR"),
    ],
)
def test_what_cannot_be_dubbed_is_refused_at_the_door(
    reel: Client, asked: dict[str, Any], change: dict[str, Any], code: str
) -> None:
    with pytest.raises(ReelwrightError) as caught:
        reel.post("/api/dubs", asked | change)
    assert caught.value.code == code


def test_a_dub_takes_no_timeline(reel: Client, done: dict[str, Any]) -> None:
    body = {"document": {"version": 1, "tracks": [{"clips": [{"type": "text", "text": "x", "duration": 1}]}]}}
    assert reel._http.put(f"/api/videos/{done['videoId']}/document", json=body).status_code == 409


def test_ids_that_name_files_elsewhere_are_refused(reel: Client, done: dict[str, Any]) -> None:
    base = f"/api/dubs/{done['videoId']}"
    whole = reel._http.get(f"{base}/export", params={"format": "json"}).json()
    whole["segments"][0]["id"] = "../../escape"
    with pytest.raises(ReelwrightError, match="usable id"):
        reel.post(f"{base}/import", {"format": "json", "content": json.dumps(whole)})


def _registered(url: str, email: str) -> tuple[httpx2.Client, str]:
    client = httpx2.Client(base_url=url, timeout=60)
    session = client.post("/api/auth/register", json={"email": email, "password": "a long enough password"}).json()
    client.headers["Authorization"] = f"Bearer {session['data']['accessToken']}"
    client.cookies.clear()
    asked = {"name": "script", "scopes": ["read", "write", "render"]}
    return client, client.post("/api/users/tokens", json=asked).json()["data"]["token"]
