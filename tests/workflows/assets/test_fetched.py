import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from reelwright.app.asset_intake import intake_of
from reelwright.errors import FetchFailed, FetchRefused, MediaUnusable
from reelwright.workflows.assets import fetched
from reelwright.workflows.assets.fetched import take_from
from reelwright.workflows.assets.intake import Intake
from tests.asset_server import asset_server, picture
from tests.http.servers import LoopbackServer, guard_for, serving


@pytest.fixture
def site() -> Iterator[LoopbackServer]:
    with serving(LoopbackServer()) as server:
        yield server


@pytest.fixture
def intake(tmp_path: Path, site: LoopbackServer) -> Iterator[tuple[Intake, uuid.UUID]]:
    """With a guard that lets the test's own site through, and a user."""
    with asset_server(tmp_path / "data") as server:
        yield replace(intake_of(server.platform), guard=guard_for(site)), server.user("ann")


def test_a_file_at_an_address_becomes_an_asset(intake: tuple[Intake, uuid.UUID], site: LoopbackServer) -> None:
    url = site.on("/pictures/sunset", picture(), content_type="text/html")
    asset = take_from(*intake, url)
    assert (asset.name, asset.kind, asset.size) == ("sunset.png", "image", len(picture()))
    assert take_from(*intake, url, "Mine").name == "Mine.png"


def test_what_cannot_be_had_or_kept_is_told(
    intake: tuple[Intake, uuid.UUID], site: LoopbackServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(FetchFailed, match="404"):
        take_from(*intake, site.url("/nothing"))
    with pytest.raises(MediaUnusable, match=r"page\.png"):
        take_from(*intake, site.on("/page.png", b"<!DOCTYPE html><html></html>", content_type="image/png"))
    monkeypatch.setattr(fetched, "LINK_BYTES", 100)
    with pytest.raises(FetchRefused, match="larger") as refused:
        take_from(*intake, site.on("/large.png", picture()))
    assert refused.value.hint
    assert not list(intake[0].scratch.iterdir())
    assert not list(intake[0].store.list())
