"""Pictures of stocks in `make`: chosen once, kept, changed by hand, credited. The stocks are the real adapters on fake servers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from reelwright.errors import ContentRefused, InvalidInput, ProviderNeeded, ProviderRefused, UnclearPayment
from reelwright.media.probe import probe
from reelwright.providers.answers import FolderAnswers
from reelwright.providers.images import Image, ImageRequest
from reelwright.vendors.pexels.manifest import OFFERS as PEXELS
from reelwright.vendors.pexels.stock import PexelsStock
from reelwright.workflows.choose_pictures import plan_file
from reelwright.workflows.make import make
from reelwright.workflows.make_request import MakeRequest, MakeResult, Tools
from tests.coded_video import write_coded
from tests.vendors.faults import access_to
from tests.vendors.stock.fake_stocks import PHOTOS, FakePexels
from tests.vendors.vendor_server import Reply, VendorServer

_SCRIPT = """---
language: en
script: 1
---
# Morning to space

##

A cup of coffee stands on the table of the pilot.
> picture: coffee cup
> pause: 3
Her cat looks at the window and waits for the day.
> picture: cat looks
> pause: 3

## The flight

The astronaut puts on an orange suit for the flight.
> picture: astronaut suit
> pause: 3
At dusk the rocket stands on the launch pad and is ready.
> picture: rocket launch pad
> pause: 3
"""


@dataclass
class Painter:
    """Draws one colour; ``asked`` are its requests."""

    folder: Path
    error: Exception | None = None
    asked: list[ImageRequest] = field(default_factory=list)
    name: str = "painter"
    version: str = "1"

    def generate(self, request: ImageRequest) -> tuple[Image, ...]:
        self.asked.append(request)
        if self.error:
            raise self.error
        path = self.folder / f"painted{len(self.asked)}.png"
        cv2.imwrite(str(path), np.full((90, 160, 3), 20 * len(self.asked), np.uint8))
        return (Image(path, 160, 90),)


@dataclass
class Room:
    """A script, a fake stock and what is needed to make videos with them."""

    folder: Path
    fake: FakePexels
    server: VendorServer
    tools: Tools
    painter: Painter

    @property
    def script(self) -> Path:
        return self.folder / "space.md"

    @property
    def plan(self) -> Path:
        return plan_file(self.folder / "space.reel")

    def make(self, **changes: Any) -> MakeResult:
        request = MakeRequest(str(self.script), self.folder / "space.mp4", stop_after="timeline", music="none")
        return make(replace(request, **changes), self.tools, lambda progress: None)

    def make_with(self, tools: Tools, **changes: Any) -> MakeResult:
        request = MakeRequest(str(self.script), self.folder / "space.mp4", stop_after="timeline", music="none")
        return make(replace(request, **changes), tools, lambda progress: None)

    def shots(self) -> list[dict[str, Any]]:
        return json.loads(self.plan.read_text())["shots"]

    def edit(self, shot: int, **values: Any) -> None:
        tree = json.loads(self.plan.read_text())
        for name, value in values.items():
            if value is None:
                tree["shots"][shot].pop(name, None)
            else:
                tree["shots"][shot][name] = value
        self.plan.write_text(json.dumps(tree))

    def calls(self) -> int:
        return len(self.server.asked)

    def pictures(self) -> list[dict[str, Any]]:
        document = json.loads((self.folder / "space.reel" / "timeline.json").read_text())
        return document["tracks"][0]["clips"]


@pytest.fixture
def room(tmp_path: Path, tools: Tools) -> Iterator[Room]:
    clip = tmp_path / "clip.mp4"
    write_coded(clip, Fraction(25), 50)
    fake = FakePexels(clip.read_bytes())
    with fake.server() as server:
        access = access_to(server.url + "/v1", PEXELS[0], tmp_path / "own")
        stock = PexelsStock(replace(access, answers=FolderAnswers(tmp_path / "answers")))
        (tmp_path / "space.md").write_text(_SCRIPT)
        painter = Painter(tmp_path)
        yield Room(tmp_path, fake, server, replace(tools, stocks=(stock,)), painter)


def test_each_sentence_gets_the_picture_its_words_ask_for_and_none_comes_twice(room: Room) -> None:
    room.make()
    shots = room.shots()
    names = [Path(shot["file"]).name for shot in shots]
    assert names == ["pexels-100.jpg", "pexels-102.jpg", "pexels-101.jpg", "pexels-103.jpg"]
    assert all((room.plan.parent / shot["file"]).is_file() for shot in shots)
    assert [clip["src"] for clip in room.pictures()] == [shot["file"] for shot in shots]
    assert all(shot["candidates"][0]["score"] >= shot["candidates"][-1]["score"] > 0 for shot in shots)
    assert all(shot["start"] < shot["end"] and shot["search"] and shot["prompt"] for shot in shots)


def test_the_camera_moves_to_the_focus_and_a_tall_frame_is_cut_around_it(room: Room) -> None:
    room.make(aspect="9:16")
    astronaut = next(clip for clip in room.pictures() if "101" in clip["src"])
    assert astronaut["focus"] == pytest.approx([0.44, 0.25], abs=0.05)
    # 1280 x 853 cut to 9:16 keeps 37 % of the width; around 0.44 the focus is in its middle
    assert astronaut["motion"]["from"]["focus"] == pytest.approx([0.5, 0.25], abs=0.05)


def test_the_next_run_makes_no_call_and_changes_nothing(room: Room) -> None:
    room.make()
    before, calls = room.plan.read_bytes(), room.calls()
    room.make()
    assert room.calls() == calls
    assert room.plan.read_bytes() == before


def test_a_project_keeps_its_pictures_where_no_stock_is_configured(room: Room) -> None:
    room.make()
    before = room.plan.read_bytes()
    calls = room.calls()
    room.make_with(replace(room.tools, stocks=()))
    assert (room.plan.read_bytes(), room.calls()) == (before, calls)


def test_a_changed_sentence_gets_a_new_picture_and_the_others_keep_theirs(room: Room) -> None:
    room.make()
    before = {shot["text"]: shot["file"] for shot in room.shots()}
    script = room.plan.parent / "script.md"
    script.write_text(script.read_text().replace("Her cat looks", "The old cat looks"))
    room.make()
    after = {shot["text"]: shot["file"] for shot in room.shots()}
    kept = before.keys() & after.keys()
    assert len(kept) == 3
    assert all(before[text] == after[text] for text in kept)


def test_a_choice_changed_by_hand_is_followed_without_a_search(room: Room) -> None:
    room.fake.found = lambda words: ["coffee", "astronaut", "cat", "rocket"]  # type: ignore[method-assign]
    room.make()
    shot = room.shots()[0]
    unused = {option["id"] for option in shot["candidates"]} - {shot["chosen"]}
    other = sorted(unused)[0]
    searches = room.server.count("GET", "/v1/search")
    room.edit(0, chosen=other)
    room.make()
    after = room.shots()[0]
    assert (after["chosen"], after["file"]) == (other, f"shots/{other.replace(':', '-')}.jpg")
    assert after["by_hand"]
    assert after["focus"] != shot["focus"]
    assert room.server.count("GET", "/v1/search") == searches
    room.make(aspect="1:1")  # another frame asks anew, but not where a person has chosen
    assert room.shots()[0]["chosen"] == other


def test_a_focus_set_by_hand_stays(room: Room) -> None:
    room.make()
    calls = room.calls()
    room.edit(1, focus=[0.1, 0.9])
    room.make()
    room.make()
    assert room.shots()[1]["focus"] == [0.1, 0.9]
    assert room.pictures()[1]["focus"] == [0.1, 0.9]
    assert room.calls() == calls
    room.edit(1, focus=None)
    room.make()
    assert room.shots()[1]["focus"] == pytest.approx([0.5, 0.46], abs=0.08)


def test_a_file_named_by_hand_is_shown(room: Room) -> None:
    room.make()
    room.edit(2, chosen=str(PHOTOS / "cat.jpg"))
    room.make()
    shot = room.shots()[2]
    assert (shot["file"], shot.get("credit"), shot["by_hand"]) == (str(PHOTOS / "cat.jpg"), None, True)


@pytest.mark.parametrize("chosen", ["pexels:999", "nowhere.jpg", None])
def test_a_choice_that_is_none_falls_back_to_the_next_best(room: Room, chosen: str | None) -> None:
    room.make()
    calls = room.calls()
    room.edit(3, chosen=chosen)
    result = room.make()
    shot = room.shots()[3]
    assert shot["file"] == "shots/pexels-103.jpg"
    assert room.calls() == calls
    assert chosen is None or any(chosen in note for note in result.notes)


def test_a_shot_may_be_designed_by_hand(room: Room) -> None:
    room.make()
    room.edit(1, chosen="designed")
    room.make()
    room.make()
    assert room.shots()[1]["chosen"] == "designed"
    assert [clip.get("type") for clip in room.pictures()] == ["image", "shape", "image", "image"]


def test_a_lost_file_comes_from_the_shelf(room: Room) -> None:
    room.make()
    calls = room.calls()
    (room.plan.parent / room.shots()[0]["file"]).unlink()
    room.make()
    assert (room.plan.parent / room.shots()[0]["file"]).is_file()
    assert room.calls() == calls


def test_a_plan_that_cannot_be_read_is_named(room: Room) -> None:
    room.make()
    room.plan.write_text("{")
    with pytest.raises(InvalidInput, match=r"visuals\.json"):
        room.make()
    room.plan.write_text('{"version": 1, "shots": [{"start": "soon"}]}')
    with pytest.raises(InvalidInput, match="shot 1"):
        room.make()


def test_credits_lie_beside_the_video_and_end_the_chapters_if_asked(room: Room) -> None:
    result = room.make(credit_line=True)
    assert result.credits_file is not None
    text = result.credits_file.read_text()
    assert "00:00:00–" in text
    assert "Photo by Coffee Maker on Pexels" in text
    assert "https://www.pexels.com/license/" in text
    assert len(result.credits) == 4
    assert result.chapters is not None
    assert result.chapters.read_text().splitlines()[-1].startswith("Pictures: Coffee Maker (Pexels), ")
    room.make(pictures="designed")
    assert not result.credits_file.exists()


def test_without_a_stock_everything_is_as_it_was(room: Room) -> None:
    room.make_with(replace(room.tools, stocks=()))
    bare = (room.plan.parent / "timeline.json").read_bytes()
    room.make(pictures="designed")
    assert (room.plan.parent / "timeline.json").read_bytes() == bare
    assert not room.plan.exists()
    assert room.calls() == 0


def test_a_stock_that_fails_is_noted_asked_once_and_asked_again_by_the_next_run(room: Room) -> None:
    room.server.fault = Reply({"error": "the key is wrong"}, 401)
    result = room.make()
    assert [note for note in result.notes if "no pictures from pexels" in note]
    assert room.calls() == 1
    assert not room.plan.exists()
    with pytest.raises(ProviderRefused):
        room.make(pictures="stock")
    room.server.fault = None
    room.make()
    assert len(room.shots()) == 4


def test_a_picture_that_cannot_be_fetched_is_replaced_by_the_next(room: Room) -> None:
    room.fake.found = lambda words: ["coffee", "astronaut", "cat", "rocket"]  # type: ignore[method-assign]
    room.server.fault, room.server.fault_on = Reply(b"gone", 404), ("GET", "/files/coffee.jpg")
    result = room.make(pictures="stock")
    files = [shot.get("file", "") for shot in room.shots()]
    assert not any("100" in file for file in files)
    assert any("cannot be had" in note for note in result.notes)


def test_where_nothing_fits_a_picture_is_generated_once(room: Room) -> None:
    room.fake.finds_nothing = True
    tools = replace(room.tools, image_makers=(room.painter,))
    room.make_with(tools, style="watercolour,  soft", references=(PHOTOS / "cat.jpg",))
    assert [shot["chosen"] for shot in room.shots()] == ["generated"] * 4
    request = room.painter.asked[0]
    assert request.prompt.startswith("coffee cup. ")
    assert (request.style, request.width, request.height) == ("watercolour, soft", 1920, 1080)
    assert request.references[0].read_bytes() == (PHOTOS / "cat.jpg").read_bytes()
    assert request.references[0].is_relative_to(room.plan.parent)
    room.make_with(tools)  # the style is the project's by now
    assert len(room.painter.asked) == 4
    room.make_with(tools, style="ink")
    assert (len(room.painter.asked), room.painter.asked[-1].style) == (8, "ink")
    room.make_with(tools, style="watercolour, soft")  # drawn before, and kept
    assert len(room.painter.asked) == 8


def test_where_nothing_can_be_generated_the_background_is_designed(room: Room) -> None:
    room.fake.finds_nothing = True
    room.painter.error = ContentRefused("not that")
    result = room.make_with(replace(room.tools, image_makers=(room.painter,)))
    assert not room.plan.exists()
    assert any("not that" in note for note in result.notes)


def test_a_payment_nobody_is_sure_of_stops_the_run(room: Room) -> None:
    room.painter.error = UnclearPayment("who knows")
    with pytest.raises(UnclearPayment):
        room.make_with(replace(room.tools, image_makers=(room.painter,)), pictures="generated")


def test_footage_is_taken_where_it_is_wanted(room: Room) -> None:
    room.make(stock_video=True)
    kinds = [(clip["type"], clip.get("loop")) for clip in room.pictures()]
    assert kinds.count(("video", True)) == 1
    shot = next(shot for shot in room.shots() if shot["kind"] == "video")
    assert shot["chosen"] == "pexels:video-300"
    assert probe(room.plan.parent / shot["file"]).duration is not None


def test_the_users_own_pictures_come_first_and_stocks_fill_the_rest(room: Room) -> None:
    media = room.folder / "media"
    media.mkdir()
    (media / "my own cat.jpg").write_bytes((PHOTOS / "rocket.jpg").read_bytes())
    room.make(media=media)
    chosen = [shot["chosen"] for shot in room.shots()]
    assert chosen == ["pexels:100", "folder:my own cat.jpg", "pexels:101", "pexels:103"]
    room.make(media=media, pictures="folder")
    assert {shot["chosen"] for shot in room.shots()} >= {"folder:my own cat.jpg"}


@pytest.mark.parametrize(
    ("pictures", "error"), [("folder", InvalidInput), ("stock", ProviderNeeded), ("generated", ProviderNeeded)]
)
def test_a_source_that_is_not_there_is_named(room: Room, pictures: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        room.make_with(replace(room.tools, stocks=()), pictures=pictures)
