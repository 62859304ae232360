"""Pictures by ComfyUI: ``POST /prompt`` with the user's workflow, ``GET /history/{id}`` until it is done, ``GET /view``.

https://docs.comfy.org/development/comfyui-server/comms_routes
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import Any

from reelwright.errors import ProviderFailed
from reelwright.providers.access import Access
from reelwright.providers.images import Image, ImageRequest
from reelwright.providers.payments import Call, Paid
from reelwright.vendors.argument_template import filled, has_place, read_template
from reelwright.vendors.comfyui.api import api, is_own
from reelwright.vendors.made_picture import as_result, images_of, keep_picture, one_by_one, whole_prompt
from reelwright.vendors.nearest_size import size_within
from reelwright.vendors.sent_picture import SentPicture, sent_pictures
from reelwright.vendors.slow_work import SlowWork, named

_MOST_PICTURE = 100_000_000
_SEEDS = 2**53
"""JSON numbers are exact up to here."""


class ComfyImages:
    """One run of the workflow for each picture; the first node that saves pictures gives the result."""

    def __init__(self, access: Access, timeout_seconds: float = 120.0) -> None:
        own = is_own(access.option("base_url"))
        self._access = replace(access, offer=replace(access.offer, is_local=own))
        self._http = api(access, timeout_seconds)
        setting = access.offer.vendor.variable("image_workflow")
        self._workflow = read_template(access.option("image_workflow"), setting)
        if not has_place(self._workflow, "prompt"):
            raise ProviderFailed(
                f"the workflow in {setting} has no {{prompt}}", hint="write {prompt} where the words belong"
            )

    @property
    def name(self) -> str:
        return self._access.name

    @property
    def version(self) -> str:
        return hashlib.sha256(json.dumps(self._workflow, sort_keys=True).encode()).hexdigest()[:12]

    def generate(self, request: ImageRequest) -> tuple[Image, ...]:
        """See ``providers.images.ImageGeneration``. Without a seed one is made of the words, for equal pictures of equal requests."""
        if request.references and not has_place(self._workflow, "reference"):
            raise ProviderFailed(
                "the ComfyUI workflow has no place for a picture to look like",
                hint="write {reference} as the file of a LoadImage node",
            )
        references = sent_pictures(request.references[:1])
        return one_by_one(request.count, lambda number: self._one(request, references, number))

    def _one(self, request: ImageRequest, references: list[SentPicture], number: int) -> tuple[Image, ...]:
        width, height = size_within(request.width, request.height, self._access.option("image_sides"))
        prompt = whole_prompt(request, says_avoid=False)
        first = int(hashlib.sha256(prompt.encode()).hexdigest()[:12], 16) if request.seed is None else request.seed
        values = {
            "prompt": prompt, "avoid": request.avoid, "width": width, "height": height, "seed": (first + number) % _SEEDS,
            "reference": references[0].name if references else "",
        }  # fmt: skip
        told = values | {"workflow": self._workflow, "references": [each.sha256 for each in references]}

        def perform(call: Call) -> Paid:
            work = SlowWork(
                self._http.title,
                lambda: self._submitted(values, references),
                self._looked,
                self._stop,
                self._access.sleep,
            )
            rows = [
                keep_picture(self._viewed(row), self._access.shelf, self._http.title, seed=values["seed"])
                for row in _saved(work.done(call))
            ]
            return Paid(as_result(rows), usage={"images": len(rows)})

        return images_of(self._access, self._access.pay("images", told, {"images": 1}, perform).result)

    def _submitted(self, values: dict[str, Any], references: list[SentPicture]) -> str:
        for each in references:
            self._http.call(
                "POST", "upload/image", data={"overwrite": "true"},
                files={"image": (each.name, each.data, each.content_type)},
            )  # fmt: skip
        answer = self._http.json(
            "POST", "prompt", json={"prompt": filled(self._workflow, values), "client_id": "reelwright"}
        )
        return named(self._http.title, answer, "prompt_id")

    def _stop(self, reference: str) -> None:
        self._http.call("POST", "queue", json={"delete": [reference]})
        self._http.call("POST", "interrupt", json={"prompt_id": reference})

    def _looked(self, reference: str) -> dict[str, Any] | None:
        """What the history tells of a run that has ended. Raises ``ProviderFailed`` for one that the server has forgotten."""
        told = self._http.json("GET", f"history/{reference}")
        if isinstance(told, dict) and reference in told:
            return told[reference]
        queue = self._http.json("GET", "queue")
        waiting = [row for name in ("queue_running", "queue_pending") for row in queue.get(name) or []]
        if any(reference in row for row in waiting):
            return None
        told = self._http.json("GET", f"history/{reference}")  # it may have ended between the two looks
        if isinstance(told, dict) and reference in told:
            return told[reference]
        raise ProviderFailed("ComfyUI has forgotten the run", hint="it was restarted or the run was deleted: ask again")

    def _viewed(self, row: dict[str, Any]) -> bytes:
        place = {name: str(row.get(name) or "") for name in ("filename", "subfolder", "type")}
        return self._http.call("GET", "view", params=place, most_bytes=_MOST_PICTURE).content


def connect(access: Access) -> ComfyImages:
    """See ``providers.manifest.Offer``."""
    return ComfyImages(access)


def _saved(entry: dict[str, Any]) -> list[dict[str, Any]]:
    """The pictures a run saved. Raises ``ProviderFailed`` for a run that broke."""
    status = entry.get("status") or {}
    if status.get("status_str") == "error":
        raise ProviderFailed(f"the ComfyUI workflow broke: {_fault(status)}")
    for output in (entry.get("outputs") or {}).values():
        rows = [row for row in output.get("images") or [] if row.get("type") == "output"]
        if rows:
            return rows
    raise ProviderFailed("the ComfyUI workflow saved no picture", hint="it needs a SaveImage node")


def _fault(status: dict[str, Any]) -> str:
    for row in status.get("messages") or []:
        if isinstance(row, list) and row[:1] == ["execution_error"] and len(row) > 1:
            told = row[1]
            return f"{told.get('node_type')}: {str(told.get('exception_message') or '')[:300].strip()}"
    return "it gave no reason"
