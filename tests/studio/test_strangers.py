"""A second user sees nothing of the first, on any page; and whoever is too fast gets a page."""

from __future__ import annotations

import uuid
from pathlib import Path

from sqlalchemy import select

from reelwright.app.platform import Platform
from reelwright.database.tables import User
from tests.studio.sample import fill
from tests.studio.site import browser, register, site

_LISTS = (
    "/dashboard", "/videos", "/videos?view=list", "/projects", "/projects?archived=1", "/templates", "/batches", "/dubs", "/dubs/new", "/assets",
    "/jobs", "/voices?favourites=1&language=", "/settings", "/settings/defaults", "/tools",
    "/voices/mine", "/settings/channels",
)  # fmt: skip
_HERS = (
    "How rice grows",
    "Rice, season one",
    "Price of the day",
    "Prices of Friday",
    "Kitchen talk",
    "photo1.jpg",
    "Sourdough",
    "A paper boat drifts",
    "Noisy",
    "Rice &amp; Co",
)
_ACTIONS = {
    "project": ("change", "archive", "restore", "remove", "add", "take-out", "regenerate"),
    "template": ("change", "remove", "render", "preview", "batch"),
    "batch": ("cancel", "retry"),
    "dub": ("approve", "remake", "cancel", "retry", "rename", "remove", "segments/s1", "replace", "glossary", "speakers/A", "import"),
    "asset": ("rename", "remove", "transcode"),
    "job": ("cancel", "retry"),
    "video": ("rename", "remove", "cancel", "retry", "approve", "share", "thumbnails", "thumbnails/choose", "publish"),
    "tool-podcast-made": ("keep",), "tool-clip-made": ("keep",),
}  # fmt: skip
_FORM = {
    "name": "Mine", "title": "Mine", "stage": "translation", "format": "srt", "find": "rice", "put": "corn", "csv": "headline\nx", "content": "x",
    "text": "x", "video": str(uuid.uuid4()), "data.headline": "x",
}  # fmt: skip


def _owner(platform: Platform, email: str) -> uuid.UUID:
    with platform.database.system_session() as session:
        return session.scalars(select(User.id).where(User.email == email)).one()


def test_a_second_user_sees_nothing_of_the_first(tmp_path: Path) -> None:
    with site(tmp_path / "data", REQUESTS_PER_MINUTE="0") as (platform, ann):
        register(ann, "ann@example.com")
        places = fill(platform, _owner(platform, "ann@example.com"), tmp_path / "in")
        bob = browser(ann.app)
        register(bob, "bob@example.com")
        hers = "".join(ann.get(path).text for path in _LISTS)
        assert all(name in hers for name in _HERS)
        for path in _LISTS:
            answer = bob.get(path)
            assert answer.status_code == 200, path
            assert not [name for name in _HERS if name in answer.text], path
        for name, place in places.items():
            assert ann.get(place).status_code == 200, name
            answer = bob.get(place)
            assert answer.status_code == 404, name
            assert not [each for each in _HERS if each in answer.text], name
        for name, actions in _ACTIONS.items():
            for action in actions:
                assert bob.post(f"{places[name]}/{action}", data=_FORM).status_code == 404, (name, action)
        for path in (
            f"/api{places['batch'].replace('batches', 'batch')}/download",
            f"{places['template']}/picture",
            f"{places['template']}/table",
        ):
            assert bob.get(path).status_code == 404, path
        assert "Rice, season one" in ann.get("/projects").text


def test_whoever_is_too_fast_gets_a_page_and_a_program_data(tmp_path: Path) -> None:
    with site(tmp_path, REQUESTS_PER_MINUTE="3") as (_, client):
        answers = [client.get("/login") for _ in range(5)]
        assert answers[0].status_code == 200
        assert answers[-1].status_code == 429
        assert answers[-1].headers["content-type"].startswith("text/html")
        assert "A little too fast" in answers[-1].text
        assert "Come back in" in answers[-1].text
        assert int(answers[-1].headers["retry-after"]) > 0
        told = client.get("/api/videos", headers={"Accept": "application/json"})
        assert told.json()["error"]["code"] == "RATE_LIMITED"
