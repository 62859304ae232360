"""Another user's id is answered like one that is not there, on every route that takes one."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from sqlalchemy import select

from reelwright.database.tables import Delivery, Job, PaidCall, SignIn, Video, VideoVersion, VoiceCloneRow, Webhook
from tests.databases import KINDS
from tests.server import Server, server

_DOCUMENT = {"version": 1, "tracks": [{"clips": [{"type": "text", "text": "hi", "start": 0, "duration": 1}]}]}
PICTURE = bytes(cv2.imencode(".png", np.zeros((8, 8, 3), np.uint8))[1])
_BODIES: dict[str, Any] = {
    "appeal": {"text": "it is art"},
    "approve": {"stage": "script"},
    "document": {"document": _DOCUMENT},
    "share": {},
    "thumbnails": {},
    "resolve": {"outcome": "not-accepted"},
    "render": {},
    "preview": {},
    "glossary": {"glossary": []},
    "transcode": {"outputs": [{"format": "mp4"}]},
    "rotate": {},
    "replace": {"find": "a", "put": "b"},
    "split": {"at": 1},
    "merge": {},
    "import": {"format": "srt", "content": "x"},
    "run": {},
    "save": {},
    "restore": {},
    "languages": {"targets": ["fr"]},
}
"""What a request must hold to be read, by the last part of its path."""
_OPEN = {
    "/s/{token}",
    "/files/{name}",
    "/api/music/samples/{mood}",
    "/api/auth/oauth/{provider}",
    "/api/auth/oauth/{provider}/callback",
    "/api/auth/oauth/{provider}/link",
}
"""Paths whose parameter is a right of its own, or no user's. YouTube's ids are its own; whose channels are asked is tested with them."""


@pytest.mark.parametrize("kind", KINDS)
def test_a_foreign_id_is_not_there_on_any_route(kind: str, tmp_path: Path) -> None:
    with server(tmp_path, kind) as running:
        ann = running.register("ann@example.com")
        ids = _things(running)
        bob = running.fresh()
        running.register("bob@example.com", bob)
        seen = 0
        for path, operations in running.client.get("/api/openapi.json").json()["paths"].items():
            if (
                "{" not in path
                or path in _OPEN
                or path.startswith(("/edit/", "/serve/", "/files/", "/api/assets/tus", "/api/youtube/"))
            ):
                continue
            for method, operation in operations.items():
                body = _body(path, method)
                asked = path.format_map(ids)
                answer = bob.request(method, asked, json=body, params=_query(operation))
                assert answer.status_code == 404, (method, asked, answer.status_code, answer.text[:300])
                seen += 1
        assert seen > 35
        assert ann["user"]["email"] == "ann@example.com"


def _query(operation: dict[str, Any]) -> dict[str, Any]:
    """Something for whatever the query must hold."""
    needed = [each for each in operation.get("parameters", []) if each["in"] == "query" and each.get("required")]
    return {each["name"]: each["schema"].get("enum", ["1"])[0] for each in needed}


def _body(path: str, method: str) -> Any:
    last = path.rsplit("/", 1)[-1]
    if method == "patch":
        if last == "pictures":
            return {"changes": [{"shot": 1, "chosen": "designed"}]}
        if last in ("document", "edit"):
            return (
                {"label": "x", "patch": [{"op": "replace", "path": "/title", "value": "x"}]}
                if last == "edit"
                else {"patch": [{"op": "remove", "path": "/title"}]}
            )
        if "/versions/" in path:
            return {"name": "other"}
        return {"name": "other"} if "/assets/" in path else {}
    if method == "put":
        return _BODIES[last] if last in ("document", "glossary") else {}
    if path.endswith("/glossary/preview"):
        return {"glossary": []}
    return _BODIES.get(last) if method == "post" else None


def _things(running: Server) -> dict[str, str]:
    """One of everything that belongs to Ann, by the name of the parameter that names it."""
    client = running.client

    def made(path: str, body: dict[str, Any], name: str = "id") -> str:
        answer = client.post(path, json=body)
        assert answer.status_code in (201, 202), answer.text
        data = answer.json()["data"]
        return str(data.get(name) or data.get("id"))

    template = made("/api/templates", {"name": "t", "document": _DOCUMENT})
    job = made("/api/video/generate", {"document": _DOCUMENT}, "jobId")
    webhook = client.post("/api/webhooks", json={"url": "https://example.com/hook"}).json()["data"]
    webhook_id = str(webhook.get("id") or webhook["webhook"]["id"])
    with running.platform.database.system_session() as session:
        row = session.get_one(Job, uuid.UUID(job))
        assert row.video_id
        session.get_one(Video, row.video_id).version = 1
        session.add(VideoVersion(owner_id=row.owner_id, video_id=row.video_id, version=1, document=_DOCUMENT))
        call = PaidCall(owner_id=row.owner_id, key="k", provider="p", operation="o", state="unclear", usage={})
        hook = session.scalars(select(Webhook)).one()
        delivery = Delivery(owner_id=row.owner_id, webhook_id=hook.id, event="job.completed", payload={})
        voice = VoiceCloneRow(owner_id=row.owner_id, name="v", slug="v", language="en", state="ready")
        session.add_all([call, delivery, voice])
        session.flush()
        sign_in = session.scalars(select(SignIn)).first()
        assert sign_in
        extra = {"call_id": str(call.id), "delivery_id": str(delivery.id), "sign_in_id": str(sign_in.id)}
        extra |= {"user_id": str(uuid.uuid4()), "item_id": str(uuid.uuid4())}
        extra["voice_id"] = str(voice.id)
    video = str(row.video_id)
    upload = client.post("/api/assets", json={"name": "a.png", "contentType": "image/png", "size": 10}).json()["data"]
    asset = client.post("/api/assets", files={"file": ("a.png", PICTURE, "image/png")}).json()["data"]
    known = {
        "project_id": made("/api/projects", {"name": "p"}), "template_id": template, "upload_id": upload["uploadId"], "asset_id": asset["id"], "job_id": job, "video_id": video,
        "batch_id": made("/api/batch", {"document": _DOCUMENT, "rows": [{}]}, "batchId"), "webhook_id": webhook_id,
        "schedule_id": made("/api/schedules", {"name": "s", "cron": "0 9 * * *", "kind": "render", "request": {"document": _DOCUMENT}}),
        "token_id": made("/api/users/tokens", {"name": "t", "scopes": ["read"]}), "share_id": str(uuid.uuid4()), "segment_id": "s1", "speaker_id": "A",
        "shot": "1", "digest": "0" * 24, "version": "1", "form": "srt",
        "key_id": made("/api/users/api-keys", {"provider": "openai", "key": "sk-1234567890"}),
    }  # fmt: skip
    return _Ids(known | extra)


class _Ids(dict[str, str]):
    def __missing__(self, name: str) -> str:
        raise AssertionError(f"no thing of Ann's is known for the parameter {name}")
