"""Templates are kept, changed and rendered with other merge fields."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient
from shotstack_sdk.model.clip import Clip
from shotstack_sdk.model.edit import Edit
from shotstack_sdk.model.image_asset import ImageAsset
from shotstack_sdk.model.merge_field import MergeField
from shotstack_sdk.model.output import Output
from shotstack_sdk.model.size import Size
from shotstack_sdk.model.template import Template
from shotstack_sdk.model.template_render import TemplateRender
from shotstack_sdk.model.timeline import Timeline
from shotstack_sdk.model.track import Track

from reelwright.app.platform import Platform
from reelwright.database.tables import Job
from reelwright.database.tables import Template as Row
from tests.api.routes.shotstack.edits import edit, image
from tests.api.routes.shotstack.running_server import Running
from tests.api.routes.shotstack.sdk import edit_api, finished
from tests.api.routes.shotstack.test_renders import BLUE, colors_of, is_near

PATH = "/edit/v1/templates"


@pytest.mark.slow
def test_the_published_client_keeps_changes_renders_and_removes_a_template(server: Running, tmp_path: Path) -> None:
    site, api = server.website.url(), edit_api(server.url)
    clip = Clip(asset=ImageAsset(type="image", src="{{ PICTURE }}"), start=0.0, length=1.0)
    written = Edit(
        timeline=Timeline(tracks=[Track(clips=[clip])]),
        output=Output(format="mp4", size=Size(width=256, height=144), fps=12.0),
        merge=[MergeField(find="PICTURE", replace=f"{site}red.png")],
    )
    kept = api.post_template(Template(name="Postcard", template=written))["response"]["id"]
    assert [row["name"] for row in api.get_templates()["response"]["templates"] if row["id"] == kept] == ["Postcard"]
    api.put_template(kept, Template(name="Card", template=written))
    assert api.get_template(kept)["response"]["name"] == "Card"

    asked = TemplateRender(id=kept, merge=[MergeField(find="PICTURE", replace=f"{site}blue.png")])
    answer = finished(api, api.post_template_render(asked)["response"]["id"])
    colors = colors_of(server.download(answer["url"], tmp_path / "video.mp4"))
    assert len(colors) == 12
    assert all(is_near(color, BLUE) for color in colors)

    api.delete_template(kept)
    assert all(row["id"] != kept for row in api.get_templates()["response"]["templates"])


def made(client: TestClient, tree: dict[str, Any], name: str = "A") -> str:
    answer = client.post(PATH, json={"name": name, "template": tree})
    assert answer.status_code == 201, answer.text
    return answer.json()["response"]["id"]


def test_a_templates_own_merge_fields_are_its_defaults(client: TestClient, platform: Platform) -> None:
    clip = image("https://example.com/{{FILE}}.png", length="{{ SECONDS }}")  # type: ignore[arg-type]
    merge = [{"find": "FILE", "replace": "a"}, {"find": "SECONDS", "replace": 2}]
    template = made(client, edit(clip, merge=merge))
    asked = {"id": template, "merge": [{"find": "SECONDS", "replace": 3.5}]}
    answer = client.post(f"{PATH}/render", json=asked)
    assert answer.status_code == 201, answer.text
    with platform.database.system_reader() as session:
        job = session.get_one(Job, UUID(answer.json()["response"]["id"]))
    assert job.request["sources"] == ["https://example.com/a.png"]
    assert job.request["document"]["tracks"][0]["clips"][0]["duration"] == 3.5
    assert job.request["shotstack"]["template"] == template


def test_a_template_may_leave_values_to_its_renders(client: TestClient) -> None:
    template = made(client, edit(image("{{FILE}}", start="{{ START }}")))  # type: ignore[arg-type]
    missing = client.post(f"{PATH}/render", json={"id": template, "merge": []})
    assert missing.status_code == 400
    assert "nothing is merged into" in missing.json()["response"]["error"]
    merge = [{"find": "FILE", "replace": "https://example.com/a.png"}, {"find": "START", "replace": 0}]
    assert client.post(f"{PATH}/render", json={"id": template, "merge": merge}).status_code == 201


def test_a_template_that_can_never_be_rendered_is_refused_when_it_is_kept(client: TestClient) -> None:
    wrong = edit({"asset": {"type": "vidoe"}, "start": 0, "length": 1})
    answer = client.post(PATH, json={"name": "A", "template": wrong})
    assert answer.status_code == 400
    assert answer.json()["response"]["details"][0]["path"] == "/template/timeline/tracks/0/clips/0/asset/type"


def test_without_an_edit_a_blank_template_is_kept(client: TestClient) -> None:
    template = client.post(PATH, json={"name": "Blank"}).json()["response"]["id"]
    shown = client.get(f"{PATH}/{template}").json()["response"]
    assert shown["template"]["timeline"] == {"tracks": []}


def test_only_ones_own_shotstack_templates_are_there(client: TestClient, platform: Platform) -> None:
    with platform.database.session_of(platform.local_owner()) as session:
        other = Row(name="of another kind", document={"version": 1})
        session.add(other)
        session.flush()
    for template in (other.id, uuid4()):
        assert client.get(f"{PATH}/{template}").status_code == 404
        assert client.put(f"{PATH}/{template}", json={"name": "A"}).status_code == 404
        assert client.delete(f"{PATH}/{template}").status_code == 404
        assert client.post(f"{PATH}/render", json={"id": str(template)}).status_code == 404
    assert client.get(PATH).json()["response"] == {"owner": str(platform.local_owner()), "templates": []}


def test_removing_answers_nothing(client: TestClient) -> None:
    template = made(client, edit(image("https://example.com/a.png")))
    answer = client.delete(f"{PATH}/{template}")
    assert (answer.status_code, answer.content) == (204, b"")
