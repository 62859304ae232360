"""What the studio's pages added to the API: previews, checks of rows, defaults of a user, a dub's cost, an asset's uses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import numpy as np
from sqlalchemy import select

from reelwright.database.tables import Job
from tests.server import server

_DOCUMENT: dict[str, Any] = {
    "version": 1,
    "canvas": {"width": 64, "height": 64, "fps": 10, "background": "#000000"},
    "variables": {"ground": {"type": "color", "default": "#ff0000"}, "word": {"type": "text"}},
    "tracks": [{"clips": [{"type": "shape", "start": 0, "duration": 1, "fill": "{{ground}}"}]}],
}


def test_a_preview_is_a_true_frame_of_the_values(tmp_path: Path) -> None:
    with server(tmp_path, "sqlite") as running:
        running.register("ann@example.com")
        made = running.client.post("/api/templates", json={"name": "t", "document": _DOCUMENT}).json()["data"]
        place = f"/api/templates/{made['id']}/preview"
        answer = running.client.post(place, json={"data": {"word": "x", "ground": "#0000ff"}, "width": 32})
        assert answer.headers["content-type"] == "image/jpeg"
        frame = cv2.imdecode(np.frombuffer(answer.content, np.uint8), cv2.IMREAD_COLOR)
        assert frame is not None
        assert frame.shape == (32, 32, 3)
        assert frame[16, 16, 0] > 200 > 60 > frame[16, 16, 2]
        refused = running.client.post(place, json={"data": {"word": "x", "ground": "no colour"}})
        assert refused.status_code == 422


def test_a_template_whose_needed_values_hide_a_fault_is_refused(tmp_path: Path) -> None:
    with server(tmp_path, "sqlite") as running:
        running.register("ann@example.com")
        wrong = _DOCUMENT | {"tracks": [{"clips": [{"type": "shape", "start": 0, "duration": 1, "fil": "{{ground}}"}]}]}
        answer = running.client.post("/api/templates", json={"name": "t", "document": wrong})
        assert answer.status_code == 422
        assert answer.json()["error"]["details"][0]["field"].startswith("/tracks/0/clips/0")


def test_rows_are_checked_one_by_one_with_columns_put_to_variables(tmp_path: Path) -> None:
    with server(tmp_path, "sqlite") as running:
        running.register("ann@example.com")
        asked = {
            "document": _DOCUMENT,
            "csv": "Wort,Farbe,x\na,#112233,1\nb,bunt,2\n",
            "columns": {"Wort": "word", "Farbe": "ground", "x": ""},
        }
        found = running.client.post("/api/batch/check", json=asked).json()["data"]
        assert (found["total"], found["ready"], found["mayCost"]) == (2, 1, False)
        assert [row["row"] for row in found["rows"]] == [1]
        assert running.client.get("/api/jobs").json()["data"]["pagination"]["total"] == 0


def test_videos_take_the_user_s_defaults_where_nothing_else_says(tmp_path: Path) -> None:
    with server(tmp_path, "sqlite") as running:
        running.register("ann@example.com")
        settings = {"videoDefaults": {"aspect": "9:16", "music": "none"}, "theme": "dark"}
        assert running.client.put("/api/users/profile", json={"settings": settings}).status_code == 200
        project = running.client.post("/api/projects", json={"name": "p", "settings": {"music": "calm"}}).json()["data"]
        running.client.post("/api/videos", json={"text": "Rice grows.", "projectId": project["id"]})
        with running.platform.database.system_session() as session:
            request = session.scalars(select(Job)).one().request
        assert (request["aspect"], request["music"]) == ("9:16", "calm")


def test_a_project_is_put_away_and_taken_out_again(tmp_path: Path) -> None:
    with server(tmp_path, "sqlite") as running:
        running.register("ann@example.com")
        place = f"/api/projects/{running.client.post('/api/projects', json={'name': 'p'}).json()['data']['id']}"

        def names(**told: str) -> list[str]:
            return [row["name"] for row in running.client.get("/api/projects", params=told).json()["data"]["items"]]

        assert running.client.patch(place, json={"archived": True}).json()["data"]["archivedAt"]
        assert (names(archived="false"), names(archived="true"), names()) == ([], ["p"], ["p"])
        running.client.patch(place, json={"archived": False})
        assert names(archived="false") == ["p"]


def test_an_asset_tells_where_it_is_used(tmp_path: Path) -> None:
    picture = bytes(cv2.imencode(".png", np.zeros((8, 8, 3), np.uint8))[1])
    with server(tmp_path, "sqlite") as running:
        running.register("ann@example.com")
        asset = running.client.post("/api/assets", files={"file": ("a.png", picture, "image/png")}).json()["data"]["id"]
        place = f"/api/assets/{asset}/uses"
        assert running.client.get(place).json()["data"] == {"videos": [], "templates": []}
        document = {"version": 1, "tracks": [{"clips": [{"type": "image", "src": f"asset:{asset}", "duration": 1}]}]}
        running.client.post("/api/templates", json={"name": "Card", "document": document})
        running.client.post("/api/video/generate", json={"document": document, "title": "Film"})
        uses = running.client.get(place).json()["data"]
        assert ([row["name"] for row in uses["videos"]], [row["name"] for row in uses["templates"]]) == (
            ["Film"],
            ["Card"],
        )
