"""Each vendor's clip API as it documents it, on loopback: work is queued, done after two looks, delivered by links that expire."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from reelwright.providers.manifest import Offer
from reelwright.vendors.fal import manifest as fal
from reelwright.vendors.google import manifest as google
from reelwright.vendors.kling import manifest as kling
from reelwright.vendors.luma import manifest as luma
from reelwright.vendors.replicate import manifest as replicate
from reelwright.vendors.runway import manifest as runway
from tests.vendors.vendor_server import Asked, Reply, Route, VendorServer

REFUSAL = "the words were flagged by our safety system"
FAULT = "an internal fault while drawing"


@dataclass
class Service:
    """``ending`` is ``done``, ``failed`` or ``refused``. ``video`` is what links lead to; ``links_expire`` of them answer 403 first."""

    video: bytes
    ending: str = "done"
    looks: int = 2
    links_expire: int = 0
    seen: int = 0
    link_number: int = 0
    cancelled: list[str] = field(default_factory=list)
    server: VendorServer | None = None

    def step(self) -> str:
        """What a look finds."""
        self.seen += 1
        if self.cancelled:
            return "cancelled"
        if self.seen == 1:
            return "queued"
        return "working" if self.seen <= self.looks else self.ending

    def link(self) -> str:
        assert self.server is not None
        self.link_number += 1
        return f"{self.server.url}/files/clip-{self.link_number}.mp4"

    def file(self, asked: Asked) -> Reply:
        number = int(re.search(r"(\d+)", asked.path.rpartition("/")[2])[1])  # type: ignore[index]
        if number <= self.links_expire:
            return Reply({"message": "this link has expired"}, 403)
        return Reply(self.video, headers={"Content-Type": "video/mp4"})


@dataclass(frozen=True)
class Case:
    """A vendor under test. ``submit`` and ``cancel`` are method and path; no ``cancel`` for one that stops nothing."""

    name: str
    offer: Offer
    submit: tuple[str, str]
    routes: Callable[[Service], list[tuple[str, str, Route]]]
    cancel: tuple[str, str] | None
    options: dict[str, str] = field(default_factory=dict)

    def serve(self, service: Service) -> VendorServer:
        files = ("GET", "/files/clip-.*", service.file)
        server = VendorServer([files, *self.routes(service)])
        service.server = server
        return server


def _omni(service: Service) -> list[tuple[str, str, Route]]:
    def create(asked: Asked) -> Reply:
        assert asked.headers["x-goog-api-key"] == "key-of-the-test"
        body = asked.json()
        assert body["background"] is True
        assert body["response_format"]["type"] == "video"
        assert body["response_format"]["delivery"] == "uri"
        return Reply({"id": "v1_abc", "status": "in_progress", "model": body["model"]})

    def get(asked: Asked) -> Reply:
        step = service.step()
        told: dict[str, Any] = {
            "id": "v1_abc",
            "status": {"queued": "queued", "working": "in_progress"}.get(step, "failed"),
        }
        if step == "done":
            service.link_number += 1
            uri = f"https://generativelanguage.googleapis.com/v1beta/files/clip-{service.link_number}"
            content = [{"type": "video", "mime_type": "video/mp4", "uri": uri}]
            told |= {
                "status": "completed",
                "steps": [{"type": "thought"}, {"type": "model_output", "content": content}],
            }
        elif step == "cancelled":
            told["status"] = "cancelled"
        elif step in ("failed", "refused"):
            told["errors"] = [{"code": step, "message": REFUSAL if step == "refused" else FAULT}]
        return Reply(told)

    def cancel(asked: Asked) -> Reply:
        service.cancelled.append("v1_abc")
        return Reply({"id": "v1_abc", "status": "cancelled"})

    return [
        ("POST", "/v1beta/interactions", create),
        ("GET", "/v1beta/interactions/v1_abc", get),
        ("POST", "/v1beta/interactions/v1_abc/cancel", cancel),
        ("GET", r"/v1beta/files/clip-\d+", lambda asked: Reply({"name": asked.path[8:], "state": "ACTIVE"})),
        ("GET", r"/v1beta/files/clip-\d+:download", service.file),
    ]


def _veo(service: Service) -> list[tuple[str, str, Route]]:
    name = "models/veo-3.1-generate-preview/operations/op1"

    def create(asked: Asked) -> Reply:
        assert asked.json()["instances"][0]["prompt"]
        assert asked.json()["parameters"]["durationSeconds"] in (4, 6, 8)
        return Reply({"name": name})

    def get(asked: Asked) -> Reply:
        step = service.step()
        if step in ("queued", "working"):
            return Reply({"name": name, "metadata": {}})
        if step == "done":
            answer = {"generatedSamples": [{"video": {"uri": service.link()}}]}
        elif step == "refused":
            answer = {"raiMediaFilteredCount": 1, "raiMediaFilteredReasons": [REFUSAL]}
        else:
            return Reply({"name": name, "done": True, "error": {"code": 13, "message": FAULT}})
        return Reply({"name": name, "done": True, "response": {"generateVideoResponse": answer}})

    def cancel(asked: Asked) -> Reply:
        service.cancelled.append(name)
        return Reply({})

    return [
        ("POST", "/v1beta/models/veo-3.1-generate-preview:predictLongRunning", create),
        ("GET", f"/v1beta/{name}", get),
        ("POST", f"/v1beta/{name}:cancel", cancel),
    ]


def _runway(service: Service) -> list[tuple[str, str, Route]]:
    def create(asked: Asked) -> Reply:
        assert asked.headers["authorization"] == "Bearer key-of-the-test"
        assert asked.headers["x-runway-version"] == "2024-11-06"
        body = asked.json()
        assert ("promptImage" in body) == (asked.path == "/v1/image_to_video")
        assert re.fullmatch(r"\d+:\d+", body["ratio"])
        return Reply({"id": "task-1"})

    def get(asked: Asked) -> Reply:
        assert asked.headers["x-runway-version"] == "2024-11-06"
        step = service.step()
        told: dict[str, Any] = {"id": "task-1", "createdAt": "2026-11-20T10:00:00Z"}
        states = {"queued": "PENDING", "working": "RUNNING", "done": "SUCCEEDED", "cancelled": "CANCELLED"}
        told["status"] = states.get(step, "FAILED")
        if step == "working":
            told["progress"] = 0.4
        elif step == "done":
            told["output"] = [service.link()]
        elif step == "refused":
            told |= {"failure": REFUSAL, "failureCode": "SAFETY.INPUT.TEXT"}
        elif step == "failed":
            told |= {"failure": FAULT, "failureCode": "INTERNAL.BAD_OUTPUT.CODE01"}
        return Reply(told)

    def delete(asked: Asked) -> Reply:
        service.cancelled.append("task-1")
        return Reply(b"", 204)

    return [
        ("POST", "/v1/(text|image)_to_video", create),
        ("GET", "/v1/tasks/task-1", get),
        ("DELETE", "/v1/tasks/task-1", delete),
        ("GET", "/v1/organization", lambda asked: Reply({"creditBalance": 250})),
    ]


def _luma(service: Service) -> list[tuple[str, str, Route]]:
    def create(asked: Asked) -> Reply:
        assert asked.headers["authorization"] == "Bearer key-of-the-test"
        body = asked.json()
        assert body["type"] == "video"
        assert body["video"]["duration"] in ("5s", "10s")
        return Reply({"id": "gen-1", "state": "queued", "model": body["model"], "type": "video"}, 201)

    def get(asked: Asked) -> Reply:
        step = service.step()
        state = {"queued": "queued", "working": "processing", "done": "completed"}.get(step, "failed")
        told: dict[str, Any] = {"id": "gen-1", "state": state}
        if step == "done":
            told["output"] = [{"type": "video", "url": service.link()}]
        elif step == "refused":
            told |= {"failure_reason": REFUSAL, "failure_code": "content_moderated"}
        elif step == "failed":
            told |= {"failure_reason": FAULT, "failure_code": "generation_failed"}
        return Reply(told)

    return [("POST", "/generations", create), ("GET", "/generations/gen-1", get)]


def _kling(service: Service) -> list[tuple[str, str, Route]]:
    from joserfc import jwt
    from joserfc.jwk import OctKey

    def check(asked: Asked) -> None:
        token = jwt.decode(
            asked.headers["authorization"].removeprefix("Bearer "),
            OctKey.import_key("secret-key-of-the-test-0123456789"),
        )
        assert token.header["alg"] == "HS256"
        assert token.claims["iss"] == "key-of-the-test"
        assert token.claims["exp"] - token.claims["nbf"] == 1805

    def create(asked: Asked) -> Reply:
        check(asked)
        body = asked.json()
        assert body["duration"] in ("5", "10")
        assert not body.get("image", "").startswith("data:")
        return Reply({"code": 0, "message": "SUCCEED", "data": {"task_id": "t1", "task_status": "submitted"}})

    def get(asked: Asked) -> Reply:
        check(asked)
        step = service.step()
        status = {"queued": "submitted", "working": "processing", "done": "succeed"}.get(step, "failed")
        data: dict[str, Any] = {"task_id": "t1", "task_status": status}
        if step == "done":
            data["task_result"] = {"videos": [{"id": "v1", "url": service.link(), "duration": "5"}]}
        elif step in ("failed", "refused"):
            data["task_status_msg"] = REFUSAL if step == "refused" else FAULT
        return Reply({"code": 0, "message": "SUCCEED", "data": data})

    return [("POST", "/v1/videos/(text|image)2video", create), ("GET", "/v1/videos/(text|image)2video/t1", get)]


def _fal(service: Service) -> list[tuple[str, str, Route]]:
    base = "/fal-ai/wan/requests/r1"

    def create(asked: Asked) -> Reply:
        assert asked.headers["authorization"] == "Key key-of-the-test"
        assert asked.json()["prompt"]
        return Reply({"request_id": "r1", "status": "IN_QUEUE", "queue_position": 0})

    def status(asked: Asked) -> Reply:
        step = service.step()
        return Reply({"status": {"queued": "IN_QUEUE", "working": "IN_PROGRESS"}.get(step, "COMPLETED")})

    def result(asked: Asked) -> Reply:
        if service.cancelled or service.ending == "failed":
            return Reply({"detail": [{"loc": ["body"], "msg": FAULT, "type": "downstream_service_error"}]}, 422)
        if service.ending == "refused":
            return Reply(
                {"detail": [{"loc": ["body", "prompt"], "msg": REFUSAL, "type": "content_policy_violation"}]}, 422
            )
        return Reply({"video": {"url": service.link(), "content_type": "video/mp4"}, "seed": 7})

    def cancel(asked: Asked) -> Reply:
        service.cancelled.append("r1")
        return Reply({"status": "CANCELLATION_REQUESTED"}, 202)

    return [
        ("POST", "/fal-ai/wan/v2.2-a14b/(text|image)-to-video", create),
        ("GET", f"{base}/status", status),
        ("GET", base, result),
        ("PUT", f"{base}/cancel", cancel),
    ]


def _replicate(service: Service) -> list[tuple[str, str, Route]]:
    def create(asked: Asked) -> Reply:
        assert asked.headers["authorization"] == "Bearer key-of-the-test"
        assert asked.json()["input"]["prompt"]
        return Reply({"id": "p1", "status": "starting", "output": None, "error": None}, 201)

    def get(asked: Asked) -> Reply:
        step = service.step()
        status = {"queued": "starting", "working": "processing", "done": "succeeded", "cancelled": "canceled"}.get(
            step, "failed"
        )
        error = {"refused": REFUSAL, "failed": FAULT}.get(step)
        return Reply(
            {"id": "p1", "status": status, "output": service.link() if step == "done" else None, "error": error}
        )

    def cancel(asked: Asked) -> Reply:
        service.cancelled.append("p1")
        return Reply({"id": "p1", "status": "canceled"})

    def upload(asked: Asked) -> Reply:
        assert b'name="content"' in asked.body
        return Reply({"id": "f1", "urls": {"get": "https://api.replicate.com/v1/files/f1"}}, 201)

    return [
        ("POST", "/models/wan-video/wan-2.2-(t|i)2v-fast/predictions", create),
        ("GET", "/predictions/p1", get),
        ("POST", "/predictions/p1/cancel", cancel),
        ("POST", "/files", upload),
    ]


CASES = (
    Case("google-omni", google.CLIPS, ("POST", "/v1beta/interactions"), _omni, ("POST", ".*/cancel")),
    Case("google-veo", google.CLIPS, ("POST", ".*:predictLongRunning"), _veo, ("POST", ".*:cancel"), {"clip_model": "veo-3.1-generate-preview"}),
    Case("runway", runway.CLIPS, ("POST", "/v1/text_to_video"), _runway, ("DELETE", "/v1/tasks/task-1")),
    Case("luma", luma.CLIPS, ("POST", "/generations"), _luma, None),
    Case("kling", kling.CLIPS, ("POST", "/v1/videos/text2video"), _kling, None, {"access_key": "key-of-the-test", "secret_key": "secret-key-of-the-test-0123456789"}),
    Case("fal", fal.CLIPS, ("POST", "/fal-ai/.*"), _fal, ("PUT", ".*/cancel")),
    Case("replicate", replicate.CLIPS, ("POST", "/models/.*"), _replicate, ("POST", ".*/cancel")),
)  # fmt: skip
