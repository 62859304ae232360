import struct
import uuid
import zlib
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from reelwright.app.asset_intake import expire_uploads
from reelwright.business.assets.usage import used_bytes
from reelwright.database.columns import now
from reelwright.database.tables import BlobUse, Job, Upload, User
from tests.asset_server import SPEECH, AssetServer, asset_server, code_of, data_of, picture, send, video


def test_a_file_of_a_form_becomes_an_asset_that_can_be_played(server: AssetServer, tmp_path: Path) -> None:
    content = video(tmp_path).read_bytes()
    ann = server.as_user("ann")
    made = data_of(send(ann, "../holiday/My Clip.mp4", content, "video/mp4"), 201)
    assert (made["name"], made["kind"], made["contentType"]) == ("My Clip.mp4", "video", "video/mp4")
    facts = made["facts"]
    assert (facts["duration"], facts["width"], facts["height"], facts["fps"], facts["videoCodec"]) == (
        2.0,
        64,
        48,
        10.0,
        "h264",
    )
    assert made["size"] == len(content)
    assert data_of(ann.get(f"/api/assets/{made['id']}"))["name"] == "My Clip.mp4"
    shown = server.get(made["url"])
    assert shown.content == content
    assert shown.headers["content-type"] == "video/mp4"
    assert server.get(made["thumbnailUrl"]).content.startswith(b"\xff\xd8")


def test_the_field_name_of_a_form_gives_the_name_and_the_content_its_ending(local: AssetServer) -> None:
    answer = local.as_user("ann").post(
        "/api/assets", files={"file": ("x", SPEECH.read_bytes())}, data={"name": "Voice"}
    )
    made = data_of(answer, 201)
    assert (made["name"], made["kind"]) == ("Voice.flac", "audio")
    assert (made["facts"]["audioCodec"], made["facts"]["channels"], made["thumbnailUrl"]) == ("flac", 1, None)


def test_a_download_leads_to_the_file_under_its_name(server: AssetServer) -> None:
    ann = server.as_user("ann")
    made = data_of(send(ann, "Bild Ä.png", picture(), "image/png"), 201)
    answer = ann.get(f"/api/assets/{made['id']}/download")
    assert answer.status_code == 307
    saved = server.get(answer.headers["location"])
    assert saved.content == picture()
    assert saved.headers["content-disposition"].startswith("attachment;")
    assert "%C3%84" in saved.headers["content-disposition"]


def test_a_file_sent_to_a_signed_link_becomes_an_asset_once(server: AssetServer, tmp_path: Path) -> None:
    content = video(tmp_path).read_bytes()
    ann = server.as_user("ann")
    asked = {"name": "clip.mp4", "contentType": "video/mp4", "size": len(content)}
    way = data_of(ann.post("/api/assets", json=asked), 201)
    early = ann.post(way["completeUrl"])
    assert (early.status_code, code_of(early)) == (409, "CONFLICT")
    assert server.put(way["url"], content, way["headers"]).status_code == 200
    made = data_of(ann.post(way["completeUrl"]), 201)
    assert (made["kind"], made["contentType"], made["size"]) == ("video", "video/mp4", len(content))
    assert data_of(ann.post(way["completeUrl"]), 201)["id"] == made["id"]
    assert server.get(made["url"]).headers["content-type"] == "video/mp4"
    assert [each["id"] for each in data_of(ann.get("/api/assets"))["items"]] == [made["id"]]


def test_an_upload_of_another_length_than_announced_is_refused_and_may_be_sent_again(server: AssetServer) -> None:
    ann = server.as_user("ann")
    asked = {"name": "a.png", "contentType": "image/png", "size": len(picture())}
    way = data_of(ann.post("/api/assets", json=asked), 201)
    server.put(way["url"], picture()[:-10], way["headers"])
    answer = ann.post(way["completeUrl"])
    assert code_of(answer) == "MEDIA_UNUSABLE"
    assert "announced" in answer.json()["error"]["message"]
    server.put(way["url"], picture(), way["headers"])
    assert data_of(ann.post(way["completeUrl"]), 201)["kind"] == "image"


def test_what_arrived_before_a_crash_is_found_again(server: AssetServer, monkeypatch: pytest.MonkeyPatch) -> None:
    ann = server.as_user("ann")
    way = data_of(ann.post("/api/assets", json={"name": "a.png", "size": len(picture())}), 201)
    server.put(way["url"], picture(), way["headers"])
    with monkeypatch.context() as broken:
        broken.setattr("reelwright.workflows.assets.staged.inspect", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            ann.post(way["completeUrl"])
    assert data_of(ann.post(way["completeUrl"]), 201)["kind"] == "image"
    with server.platform.database.system_reader() as session:
        assert "upload" not in set(session.scalars(select(BlobUse.user_kind)))


def test_a_link_cannot_lead_to_this_machine(local: AssetServer) -> None:
    ann = local.as_user("ann")
    for url in (
        "http://127.0.0.1:8080/a.mp4",
        "http://169.254.169.254/latest",
        "file:///etc/passwd",
        "ftp://example.org/a",
    ):
        assert code_of(ann.post("/api/assets", json={"url": url})) == "FETCH_REFUSED", url


@pytest.mark.parametrize(
    ("name", "content", "claimed"),
    [
        ("picture.png", b"<!DOCTYPE html><html><script>alert(1)</script></html>", "image/png"),
        ("clip.mp4", b"#!/bin/sh\n:(){ :|:& };:\n", "video/mp4"),
        ("tool.exe", b"MZ\x90\0" + bytes(200), "application/octet-stream"),
        ("list.m3u8", b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n", "application/vnd.apple.mpegurl"),
        ("noise.mp4", bytes(range(256)) * 40, "video/mp4"),
    ],
)
def test_what_is_no_media_is_refused_and_not_kept(local: AssetServer, name: str, content: bytes, claimed: str) -> None:
    ann = local.as_user("ann")
    answer = send(ann, name, content, claimed)
    assert (answer.status_code, code_of(answer)) == (422, "MEDIA_UNUSABLE")
    assert name in answer.json()["error"]["message"]
    assert not list(local.platform.store.list())
    assert not list((local.platform.settings.data / "scratch").iterdir())


def test_a_page_sent_to_a_signed_link_as_a_picture_is_refused(server: AssetServer) -> None:
    page = b"<!DOCTYPE html><html><body>hello</body></html>"
    ann = server.as_user("ann")
    way = data_of(ann.post("/api/assets", json={"name": "a.png", "contentType": "image/png", "size": len(page)}), 201)
    server.put(way["url"], page, way["headers"])
    assert [code_of(ann.post(way["completeUrl"])) for _ in range(2)] == ["MEDIA_UNUSABLE"] * 2
    assert data_of(ann.get("/api/assets"))["items"] == []


def _png_claiming(width: int, height: int) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b"")]
    framed = (
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(framed)


def test_hostile_media_is_told_clearly_and_hurts_nobody(local: AssetServer, tmp_path: Path) -> None:
    whole = video(tmp_path, options={"g": "5"}).read_bytes()
    ann = local.as_user("ann")
    hostile = {
        "huge.png": _png_claiming(60_000, 60_000),
        "cut.mp4": whole[: len(whole) // 2],
        "empty.png": _png_claiming(0, 0),
        "zeros.mp4": whole[:40] + bytes(5000),
    }
    for name, content in hostile.items():
        answer = send(ann, name, content)
        error = answer.json()["error"]
        assert (answer.status_code, error["code"]) == (422, "MEDIA_UNUSABLE"), name
        assert name in error["message"], error
        assert str(tmp_path) not in answer.text
        assert error["hint"] or "limit" in error["message"], error
    assert data_of(send(ann, "good.png", picture()), 201)["kind"] == "image"


def test_lists_are_paged_filtered_and_searched(local: AssetServer) -> None:
    ann = local.as_user("ann")
    for number in range(3):
        data_of(send(ann, f"Beach_{number}.png", picture((16 + number, 16))), 201)
    data_of(send(ann, "speech.flac", SPEECH.read_bytes()), 201)
    page = data_of(ann.get("/api/assets?page=2&limit=3&sort=name&order=asc"))
    assert [row["name"] for row in page["items"]] == ["speech.flac"]
    assert (page["pagination"]["total"], page["pagination"]["totalPages"]) == (4, 2)
    assert len(data_of(ann.get("/api/assets?kind=image"))["items"]) == 3
    assert [row["name"] for row in data_of(ann.get("/api/assets?search=beach_1"))["items"]] == ["Beach_1.png"]
    assert data_of(ann.get("/api/assets?search=%25"))["items"] == []
    for wrong in ("sort=password", "kind=virus", "limit=1000", "colour=red"):
        assert code_of(ann.get(f"/api/assets?{wrong}")) == "VALIDATION_ERROR", wrong


def test_an_asset_is_renamed_and_keeps_its_ending(local: AssetServer) -> None:
    ann = local.as_user("ann")
    made = data_of(send(ann, "a.png", picture()), 201)
    assert data_of(ann.patch(f"/api/assets/{made['id']}", json={"name": "Sunset.html"}))["name"] == "Sunset.html.png"
    assert code_of(ann.patch(f"/api/assets/{made['id']}", json={"name": ""})) == "VALIDATION_ERROR"


def test_a_removed_asset_is_gone_and_frees_its_room(local: AssetServer) -> None:
    ann = local.as_user("ann")
    made = data_of(send(ann, "a.png", picture()), 201)
    assert ann.delete(f"/api/assets/{made['id']}").status_code == 204
    assert code_of(ann.get(f"/api/assets/{made['id']}")) == "NOT_FOUND"
    with local.platform.database.system_reader() as session:
        assert used_bytes(session, local.user("ann")) == 0


def test_another_users_files_are_not_there(server: AssetServer, tmp_path: Path) -> None:
    ann, bob = server.as_user("ann"), server.as_user("bob")
    made = data_of(send(ann, "a.mp4", video(tmp_path).read_bytes()), 201)
    way = data_of(ann.post("/api/assets", json={"name": "b.png", "size": 100}), 201)
    path = f"/api/assets/{made['id']}"
    answers = [
        bob.get(path), bob.patch(path, json={"name": "mine"}), bob.delete(path), bob.get(f"{path}/download"),
        bob.post(f"{path}/transcode", json={"outputs": [{"format": "webm"}]}), bob.post(way["completeUrl"]),
    ]  # fmt: skip
    assert [(answer.status_code, code_of(answer)) for answer in answers] == [(404, "NOT_FOUND")] * 6
    assert data_of(bob.get("/api/assets"))["items"] == []
    assert data_of(ann.get(path))["name"] == "a.mp4"


def test_nobody_comes_in_without_signing_in(local: AssetServer) -> None:
    ann = local.as_user("ann")
    del ann.headers["X-User"]
    for answer in (
        ann.get("/api/assets"),
        send(ann, "a.png", picture()),
        ann.post("/api/assets", json={"url": "http://x.org"}),
    ):
        assert code_of(answer) == "UNAUTHENTICATED"


def test_a_file_over_the_limit_is_refused_however_it_comes(tmp_path: Path) -> None:
    with asset_server(tmp_path / "data", UPLOAD_LIMIT="5000") as server:
        ann = server.as_user("ann")
        for answer in (
            send(ann, "a.png", bytes(20_000)),
            ann.post("/api/assets", json={"name": "a.png", "size": 5001}),
            ann.post(
                "/api/assets",
                content=_form_in_parts(20_000),
                headers={"Content-Type": "multipart/form-data; boundary=x"},
            ),
        ):
            assert (answer.status_code, code_of(answer)) == (413, "TOO_LARGE")


def _form_in_parts(size: int):
    yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n'
    yield bytes(size)
    yield b"\r\n--x--\r\n"


def test_what_is_over_the_quota_is_refused_before_it_is_stored(tmp_path: Path) -> None:
    with asset_server(tmp_path / "data", STORAGE_QUOTA="400000") as server:
        ann = server.as_user("ann")
        data_of(send(ann, "speech.flac", SPEECH.read_bytes()), 201)
        free = 400_000 - SPEECH.stat().st_size
        way = data_of(ann.post("/api/assets", json={"name": "a.png", "size": free - 100}), 201)
        before = len(list(server.platform.store.list()))
        for answer in (
            send(ann, "a.png", picture((300, 300))),
            ann.post("/api/assets", json={"name": "b", "size": 101}),
        ):
            assert (answer.status_code, code_of(answer)) == (402, "QUOTA_EXCEEDED")
        assert len(list(server.platform.store.list())) == before
        assert data_of(send(server.as_user("bob"), "a.png", picture()), 201)
        with server.platform.database.system_session() as session:
            user = session.get(User, server.user("ann"))
            assert user is not None
            user.storage_limit_bytes = 10_000_000
        assert data_of(send(ann, "a.png", picture()), 201)
        assert way["uploadId"]


def test_the_same_content_takes_room_once(local: AssetServer) -> None:
    ann = local.as_user("ann")
    for name in ("a.flac", "b.flac"):
        data_of(send(ann, name, SPEECH.read_bytes()), 201)
    with local.platform.database.system_reader() as session:
        assert used_bytes(session, local.user("ann")) == SPEECH.stat().st_size


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data", b"--x--"),
        ("multipart/form-data; boundary=x", b"nothing of the kind"),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nabc',
        ),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="name"\r\n\r\nabc\r\n--x--\r\n',
        ),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="evil"\r\n\r\nabc\r\n--x--\r\n',
        ),
        ("application/json", b"{"),
    ],
)
def test_a_body_that_cannot_be_read_is_told_so(local: AssetServer, content_type: str, body: bytes) -> None:
    answer = local.as_user("ann").post("/api/assets", content=body, headers={"Content-Type": content_type})
    assert (answer.status_code, code_of(answer)) == (400, "BAD_REQUEST")


def test_a_wish_that_does_not_fit_names_its_fields(local: AssetServer) -> None:
    ann = local.as_user("ann")
    answer = ann.post("/api/assets", json={"name": "a.png", "size": 0, "colour": "red"})
    assert code_of(answer) == "VALIDATION_ERROR"
    assert {each["field"] for each in answer.json()["error"]["details"]} == {"size", "colour"}
    assert (
        code_of(ann.post("/api/assets", content=b"abc", headers={"Content-Type": "text/plain"}))
        == "UNSUPPORTED_MEDIA_TYPE"
    )


def test_a_transcode_is_a_job_of_the_users(local: AssetServer, tmp_path: Path) -> None:
    ann = local.as_user("ann")
    made = data_of(send(ann, "a.mp4", video(tmp_path).read_bytes()), 201)
    wish = {"outputs": [{"format": "webm", "quality": "high", "height": 32}, {"format": "gif"}]}
    queued = data_of(ann.post(f"/api/assets/{made['id']}/transcode", json=wish), 202)
    assert queued["status"] == "QUEUED"
    with local.platform.database.session_of(local.user("ann")) as session:
        job = session.get(Job, uuid.UUID(queued["jobId"]))
        assert job is not None
        assert (job.kind, str(job.asset_id)) == ("transcode", made["id"])
        assert job.request["outputs"] == wish["outputs"]
        assert job.request["assets"][f"asset:{made['id']}"]["name"] == "a.mp4"
    assert local.platform.engine.state(f"job-{queued['jobId']}-r0") == "ENQUEUED"


def test_only_what_can_be_made_of_a_file_is_taken_as_a_wish(local: AssetServer, tmp_path: Path) -> None:
    ann = local.as_user("ann")
    silent = data_of(send(ann, "a.mp4", video(tmp_path).read_bytes()), 201)["id"]
    sound = data_of(send(ann, "a.flac", SPEECH.read_bytes()), 201)["id"]
    still = data_of(send(ann, "a.png", picture()), 201)["id"]
    for asset, row, code in (
        (silent, {"format": "mp3"}, "INVALID_INPUT"), (silent, {"format": "hls"}, "INVALID_INPUT"),
        (silent, {"format": "exe"}, "VALIDATION_ERROR"), (silent, {"format": "mp4", "height": 33}, "VALIDATION_ERROR"),
        (sound, {"format": "mp4"}, "INVALID_INPUT"), (sound, {"format": "mp3", "height": 32}, "INVALID_INPUT"),
        (still, {"format": "mp4"}, "INVALID_INPUT"),
    ):  # fmt: skip
        answer = ann.post(f"/api/assets/{asset}/transcode", json={"outputs": [row]})
        assert code_of(answer) == code, row
    assert code_of(ann.post(f"/api/assets/{silent}/transcode", json={"outputs": []})) == "VALIDATION_ERROR"
    data_of(ann.post(f"/api/assets/{sound}/transcode", json={"outputs": [{"format": "mp3"}]}), 202)


def test_uploads_nobody_finished_are_let_go(server: AssetServer) -> None:
    ann = server.as_user("ann")
    way = data_of(ann.post("/api/assets", json={"name": "a.png", "size": len(picture())}), 201)
    server.put(way["url"], picture(), way["headers"])
    assert expire_uploads(server.platform, now()) == 0
    assert expire_uploads(server.platform, now() + timedelta(hours=25)) == 1
    assert code_of(ann.post(way["completeUrl"])) == "NOT_FOUND"
    with server.platform.database.system_reader() as session:
        assert session.scalar(select(Upload)) is None


def test_an_expired_upload_is_gone(local: AssetServer) -> None:
    ann = local.as_user("ann")
    way = data_of(ann.post("/api/assets", json={"name": "a.png", "size": len(picture())}), 201)
    with local.platform.database.system_session() as session:
        for row in session.scalars(select(Upload)):
            row.expires_at = now() - timedelta(seconds=1)
    assert (code_of(ann.post(way["completeUrl"])), code_of(local.put(way["url"], picture(), way["headers"]))) == (
        "GONE",
        "GONE",
    )


def test_everything_holds_on_postgresql(tmp_path: Path) -> None:
    with asset_server(tmp_path / "data", "postgresql") as server:
        ann, bob = server.as_user("ann"), server.as_user("bob")
        made = data_of(send(ann, "a.png", picture()), 201)
        way = data_of(ann.post("/api/assets", json={"name": "b.png", "size": len(picture())}), 201)
        server.put(way["url"], picture(), way["headers"])
        data_of(ann.post(way["completeUrl"]), 201)
        assert len(data_of(ann.get("/api/assets"))["items"]) == 2
        assert code_of(bob.get(f"/api/assets/{made['id']}")) == "NOT_FOUND"
        assert ann.delete(f"/api/assets/{made['id']}").status_code == 204
