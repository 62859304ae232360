"""Every adapter of the image port with its vendor's API on loopback, as the vendor documents it."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from reelwright.providers.access import Access
from reelwright.providers.images import ImageGeneration
from reelwright.providers.manifest import Offer
from reelwright.vendors.comfyui.images import ComfyImages
from reelwright.vendors.comfyui.manifest import OFFERS as COMFYUI
from reelwright.vendors.fal.images import FalImages
from reelwright.vendors.fal.manifest import OFFERS as FAL
from reelwright.vendors.google.images import GeminiImages
from reelwright.vendors.google.manifest import OFFERS as GOOGLE
from reelwright.vendors.openai.images import OpenAIImages
from reelwright.vendors.openai.manifest import OFFERS as OPENAI
from reelwright.vendors.replicate.images import ReplicateImages
from reelwright.vendors.replicate.manifest import OFFERS as REPLICATE
from reelwright.vendors.stability.images import StabilityImages
from reelwright.vendors.stability.manifest import OFFERS as STABILITY
from tests.vendors.multipart import form_fields, form_parts
from tests.vendors.vendor_server import Asked, Reply, Route, VendorServer

SECRET = "key-of-the-test"
BROKEN = b"\x89PNG\r\n\x1a\nthis is the head of a picture and nothing else" + b"\0" * 50
WORKFLOW = {
    "1": {"class_type": "CLIPTextEncode", "inputs": {"text": "film still, {prompt}", "clip": ["4", 1]}},
    "2": {"class_type": "EmptyLatentImage", "inputs": {"width": "{width}", "height": "{height}", "batch_size": 1}},
    "3": {"class_type": "KSampler", "inputs": {"seed": "{seed}", "steps": 20, "latent_image": ["2", 0]}},
    "5": {"class_type": "LoadImage", "inputs": {"image": "{reference}"}},
    "9": {"class_type": "SaveImage", "inputs": {"filename_prefix": "reel", "images": ["8", 0]}},
}


def png(width: int, height: int, shade: int = 90) -> bytes:
    return cv2.imencode(".png", np.full((height, width, 3), shade, np.uint8))[1].tobytes()


@dataclass(frozen=True)
class Told:
    """What the vendor was asked to draw, in the vendor's own words."""

    prompt: str
    size: Any
    seed: Any
    references: list[bytes]


@dataclass
class ImageCase:
    """``size`` is the vendor's word for what is nearest to 1920x1080, ``drawn`` what it then draws. ``paid`` is the call that
    is charged for; ``told`` reads it. ``refused`` are answers that mean: not this content."""

    name: str
    offers: tuple[Offer, ...]
    connect: Callable[[Access], ImageGeneration]
    routes: Callable[[ImageVendor], list[tuple[str, str, Route]]]
    paid: tuple[str, str]
    key: tuple[str, str]
    told: Callable[[list[Asked]], Told]
    size: Any
    drawn: tuple[int, int]
    refused: tuple[Reply, ...]
    options: dict[str, str] = field(default_factory=dict)
    for_references: dict[str, str] = field(default_factory=dict)
    takes_seed: bool = True
    is_repeatable: bool = False
    is_polled: bool = False

    @property
    def offer(self) -> Offer:
        return next(offer for offer in self.offers if offer.kind == "images")


class ImageVendor:
    """What the vendor draws, and the state of the one work it has."""

    def __init__(self, case: ImageCase) -> None:
        self.picture = png(*case.drawn)
        self.looks_until_done = 2
        self.failure = ""
        self.server = VendorServer([])
        self.server.routes = case.routes(self)

    def is_done(self) -> bool:
        self.looks_until_done -= 1
        return self.looks_until_done < 0


def _openai(vendor: ImageVendor) -> list[tuple[str, str, Route]]:
    def draw(asked: Asked) -> Reply:
        count = int(asked.json()["n"]) if "json" in asked.headers["content-type"] else int(form_fields(asked)["n"])
        row = {"b64_json": base64.b64encode(vendor.picture).decode()}
        return Reply({"created": 1, "data": [row] * count, "usage": {"input_tokens": 9, "output_tokens": 1500}})

    return [("POST", "/images/(generations|edits)", draw)]


def _openai_told(asked: list[Asked]) -> Told:
    if "json" in asked[-1].headers["content-type"]:
        body = asked[-1].json()
        assert body["model"] == "gpt-image-2"
        return Told(body["prompt"], body["size"], None, [])
    fields = form_fields(asked[-1])
    files = [content for name, file, content in form_parts(asked[-1]) if file and name == "image[]"]
    return Told(fields["prompt"], fields["size"], None, files)


def _google(vendor: ImageVendor) -> list[tuple[str, str, Route]]:
    def draw(asked: Asked) -> Reply:
        data = {"mimeType": "image/png", "data": base64.b64encode(vendor.picture).decode()}
        parts = [{"text": "Here it is."}, {"inlineData": data}]
        return Reply(
            {"candidates": [{"content": {"role": "model", "parts": parts}, "finishReason": "STOP"}], "responseId": "r1"}
        )

    return [("POST", "/v1beta/models/gemini-3.1-flash-image:generateContent", draw)]


def _google_told(asked: list[Asked]) -> Told:
    body = asked[-1].json()
    parts = body["contents"][0]["parts"]
    settings = body["generationConfig"]
    assert settings["responseModalities"] == ["IMAGE"]
    files = [base64.b64decode(part["inlineData"]["data"]) for part in parts[1:]]
    shape = settings["imageConfig"]
    return Told(parts[0]["text"], (shape["aspectRatio"], shape["imageSize"]), settings.get("seed"), files)


def _stability(vendor: ImageVendor) -> list[tuple[str, str, Route]]:
    def draw(asked: Asked) -> Reply:
        assert asked.headers["accept"] == "image/*"
        headers = {
            "Content-Type": "image/png",
            "finish-reason": "SUCCESS",
            "seed": form_fields(asked).get("seed", "343940597"),
        }
        return Reply(vendor.picture, headers=headers)

    return [("POST", "/v2beta/stable-image/generate/(core|ultra|sd3)", draw)]


def _stability_told(asked: list[Asked]) -> Told:
    fields = form_fields(asked[-1])
    files = [content for name, file, content in form_parts(asked[-1]) if file]
    assert not files or ("strength" in fields and asked[-1].path.endswith("/ultra"))
    return Told(fields["prompt"], fields["aspect_ratio"], fields.get("seed") and int(fields["seed"]), files)


def _fal(vendor: ImageVendor) -> list[tuple[str, str, Route]]:
    at = "/fal-ai/flux/requests/r-1"

    def submit(asked: Asked) -> Reply:
        return Reply(
            {
                "request_id": "r-1",
                "status": "IN_QUEUE",
                "response_url": "https://elsewhere.example/x",
                "queue_position": 0,
            }
        )

    def status(asked: Asked) -> Reply:
        if vendor.is_done():
            return Reply({"status": "COMPLETED", **({"error": vendor.failure} if vendor.failure else {})})
        return Reply({"status": "IN_PROGRESS", "request_id": "r-1"}, 202)

    def result(asked: Asked) -> Reply:
        image = {"url": f"{vendor.server.url}/files/p.png", "content_type": "image/png"}
        return Reply({"images": [image], "seed": 7, "has_nsfw_concepts": [False], "prompt": "told"})

    return [
        ("POST", "/fal-ai/flux/dev", submit), ("GET", f"{at}/status", status), ("GET", at, result),
        ("PUT", f"{at}/cancel", lambda asked: Reply({"status": "CANCELLATION_REQUESTED"}, 202)),
        ("GET", "/files/p.png", lambda asked: Reply(vendor.picture)),
    ]  # fmt: skip


def _fal_told(asked: list[Asked]) -> Told:
    body = asked[-1].json()
    files = [base64.b64decode(body["image_url"].partition(",")[2])] if "image_url" in body else []
    return Told(body["prompt"], body["image_size"], body.get("seed"), files)


def _replicate(vendor: ImageVendor) -> list[tuple[str, str, Route]]:
    def create(asked: Asked) -> Reply:
        return Reply({"id": "p-1", "status": "starting", "urls": {"get": "https://elsewhere.example/p-1"}}, 201)

    def get(asked: Asked) -> Reply:
        if not vendor.is_done():
            return Reply({"id": "p-1", "status": "processing"})
        if vendor.failure:
            return Reply({"id": "p-1", "status": "failed", "error": vendor.failure})
        return Reply(
            {
                "id": "p-1",
                "status": "succeeded",
                "output": f"{vendor.server.url}/files/p.png",
                "metrics": {"predict_time": 2.1},
            }
        )

    return [
        ("POST", "/models/black-forest-labs/flux-1.1-pro/predictions", create), ("GET", "/predictions/p-1", get),
        ("POST", "/predictions/p-1/cancel", lambda asked: Reply({"id": "p-1", "status": "canceled"})),
        ("GET", "/files/p.png", lambda asked: Reply(vendor.picture)),
    ]  # fmt: skip


def _replicate_told(asked: list[Asked]) -> Told:
    given = asked[-1].json()["input"]
    files = [base64.b64decode(given["image_prompt"].partition(",")[2])] if "image_prompt" in given else []
    return Told(given["prompt"], (given["width"], given["height"]), given.get("seed"), files)


def _comfyui(vendor: ImageVendor) -> list[tuple[str, str, Route]]:
    def history(asked: Asked) -> Reply:
        if not vendor.is_done():
            return Reply({})
        if vendor.failure:
            message = ["execution_error", {"node_type": "KSampler", "exception_message": vendor.failure}]
            return Reply(
                {"c-1": {"outputs": {}, "status": {"status_str": "error", "completed": False, "messages": [message]}}}
            )
        images = {"images": [{"filename": "reel_00001_.png", "subfolder": "", "type": "output"}]}
        return Reply(
            {"c-1": {"outputs": {"9": images}, "status": {"status_str": "success", "completed": True, "messages": []}}}
        )

    def view(asked: Asked) -> Reply:
        assert asked.query == {"filename": "reel_00001_.png", "type": "output"}
        return Reply(vendor.picture)

    return [
        ("POST", "/prompt", lambda asked: Reply({"prompt_id": "c-1", "number": 1, "node_errors": {}})),
        ("POST", "/upload/image", lambda asked: Reply({"name": "x.png", "subfolder": "", "type": "input"})),
        ("GET", "/history/c-1", history), ("GET", "/view", view),
        ("GET", "/queue", lambda asked: Reply({"queue_running": [[0, "c-1", {}, {}, []]], "queue_pending": []})),
        ("POST", "/queue", lambda asked: Reply({})), ("POST", "/interrupt", lambda asked: Reply({})),
    ]  # fmt: skip


def _comfyui_told(asked: list[Asked]) -> Told:
    nodes = next(each for each in reversed(asked) if each.path == "/prompt").json()["prompt"]
    uploads = [form_parts(each) for each in asked if each.path == "/upload/image"]
    files = [content for parts in uploads for name, file, content in parts if file == nodes["5"]["inputs"]["image"]]
    size = nodes["2"]["inputs"]
    assert nodes["1"]["inputs"]["text"].startswith("film still, ")
    prompt = nodes["1"]["inputs"]["text"].removeprefix("film still, ")
    return Told(prompt, (size["width"], size["height"]), nodes["3"]["inputs"]["seed"], files)


_MODERATED = {"error": {"code": "moderation_blocked", "message": "Your request was rejected by the safety system."}}
CASES = (
    ImageCase(
        "openai", OPENAI, lambda access: OpenAIImages(access, 1.5, 5_000_000), _openai, ("POST", "/images/.*"),
        ("authorization", f"Bearer {SECRET}"), _openai_told, "1536x1024", (1536, 1024), (Reply(_MODERATED, 400),), takes_seed=False,
    ),
    ImageCase(
        "google", GOOGLE, lambda access: GeminiImages(access, 1.5, 5_000_000), _google, ("POST", "/v1beta/.*"),
        ("x-goog-api-key", SECRET), _google_told, ("16:9", "1K"), (1376, 768),
        (Reply({"promptFeedback": {"blockReason": "PROHIBITED_CONTENT"}}), Reply({"candidates": [{"finishReason": "IMAGE_SAFETY"}]})),
    ),
    ImageCase(
        "stability", STABILITY, lambda access: StabilityImages(access, 1.5, 5_000_000), _stability,
        ("POST", "/v2beta/stable-image/generate/.*"), ("authorization", f"Bearer {SECRET}"), _stability_told, "16:9", (1536, 864),
        (
            Reply(png(8, 8), headers={"finish-reason": "CONTENT_FILTERED"}),
            Reply({"id": "1", "name": "content_moderation", "errors": ["Your request was flagged by our content moderation system"]}, 403),
        ),
        for_references={"image_service": "ultra"},
    ),
    ImageCase(
        "fal", FAL, lambda access: FalImages(access, 1.5), _fal, ("POST", "/fal-ai/flux/dev"),
        ("authorization", f"Key {SECRET}"), _fal_told, {"width": 1536, "height": 864}, (1536, 864),
        (Reply({"detail": [{"loc": ["body", "prompt"], "msg": "The content was flagged", "type": "content_policy_violation"}]}, 422),),
        for_references={"image_input": '{"prompt": "{prompt}", "image_url": "{reference}", "image_size": {"width": "{width}", "height": "{height}"}, "seed": "{seed}"}'},
        is_polled=True,
    ),
    ImageCase(
        "replicate", REPLICATE, lambda access: ReplicateImages(access, 1.5), _replicate, ("POST", "/models/.*"),
        ("authorization", f"Bearer {SECRET}"), _replicate_told, (1440, 800), (1440, 800), (),
        for_references={"image_input": '{"prompt": "{prompt}", "image_prompt": "{reference}", "width": "{width}", "height": "{height}", "seed": "{seed}"}'},
        is_polled=True,
    ),
    ImageCase(
        "comfyui", COMFYUI, lambda access: ComfyImages(access, 1.5), _comfyui, ("POST", "/prompt"),
        ("user-agent", ""), _comfyui_told, (1920, 1080), (1920, 1080), (),
        options={"image_workflow": json.dumps(WORKFLOW)}, is_repeatable=True, is_polled=True,
    ),
)  # fmt: skip


def sees(path: Path) -> tuple[int, int]:
    """Width and height of a picture on disk."""
    picture = cv2.imread(str(path))
    assert picture is not None
    return picture.shape[1], picture.shape[0]
