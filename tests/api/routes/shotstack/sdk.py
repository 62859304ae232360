"""Shotstack's own client, with nothing changed but the host."""

from __future__ import annotations

import time
from typing import Any

import shotstack_sdk
from shotstack_sdk.api.edit_api import EditApi
from shotstack_sdk.api.serve_api import ServeApi


def edit_api(host: str, version: str = "v1") -> EditApi:
    return EditApi(_client(f"{host}/edit/{version}"))


def serve_api(host: str, version: str = "v1") -> ServeApi:
    return ServeApi(_client(f"{host}/serve/{version}"))


def finished(api: EditApi, render_id: str, *, status: str = "done") -> Any:
    """The answer about a render once it has ended. It never goes back on the way there."""
    order = ["queued", "fetching", "rendering", "saving", "done", "failed"]
    seen = "queued"
    while True:
        answer = api.get_render(render_id, data=False)["response"]
        assert order.index(answer["status"]) >= order.index(seen)
        seen = answer["status"]
        if seen in ("done", "failed"):
            assert seen == status, answer.get("error")
            return answer
        time.sleep(0.1)


def _client(host: str) -> shotstack_sdk.ApiClient:
    configuration = shotstack_sdk.Configuration(host=host)
    configuration.api_key["DeveloperKey"] = "any key"
    return shotstack_sdk.ApiClient(configuration)
