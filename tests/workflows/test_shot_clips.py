"""Generated clips as the pictures of `make`: paid for once, in time with the words, with a picture where one cannot be had."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from reelwright.errors import ContentRefused, ProviderNeeded, QuotaExceeded, UnclearPayment
from reelwright.productions.project.paid_calls import FolderBooks
from reelwright.providers.access import Access
from reelwright.providers.clips import ClipGeneration, ClipRequest
from reelwright.providers.manifest import Offer
from reelwright.providers.moderation import Flag, Verdict
from reelwright.providers.shelf import FolderShelf
from reelwright.vendors.luma.clips import connect as luma
from reelwright.vendors.luma.manifest import OFFERS as LUMA
from reelwright.vendors.runway.clips import connect as runway
from reelwright.vendors.runway.manifest import OFFERS as RUNWAY
from reelwright.workflows.make import make
from reelwright.workflows.make_request import MakeRequest, MakeResult, Tools
from tests.vendors.clip_files import tiny_video, write_photo
from tests.vendors.clip_services import CASES, Service
from tests.vendors.faults import states
from tests.vendors.vendor_server import Reply, VendorServer

_SCRIPT = """---
language: en
script: 1
---
# Rice

##

Rice begins as a seed in warm and shallow water.
> picture: seed in water
> pause: 3
Farmers plant it in fields that they flood with water.
> picture: planting rice
> pause: 3

## Harvest

After a hundred and twenty days the grain is gold.
> picture: golden field
> pause: 3
"""
_BY = {case.name: case for case in CASES}


@dataclass
class Studio:
    """A script, and clip providers that are the real adapters on servers here."""

    folder: Path
    tools: Tools
    service: Service
    runway: VendorServer
    luma: VendorServer

    def access(self, offers: tuple[Offer, ...], server: VendorServer, budget: int | None) -> Access:
        offer = next(offer for offer in offers if offer.kind == "clips")
        told = {"base_url": server.url, "api_key": "key-of-the-test", "poll_seconds": "0.1"}
        return Access(
            offer,
            told,
            FolderBooks(self.folder / "books", budget),
            FolderShelf(self.folder / "shelf"),
            sleep=lambda wait: None,
        )

    def makers(self, budget: int | None = None) -> tuple[ClipGeneration, ...]:
        return runway(self.access(RUNWAY, self.runway, budget)), luma(self.access(LUMA, self.luma, budget))

    def make(self, budget: int | None = None, **changes: Any) -> MakeResult:
        request = MakeRequest(
            str(self.folder / "rice.md"), self.folder / "rice.mp4", stop_after="timeline", music="none", clips="auto"
        )
        tools = replace(self.tools, clip_makers=self.makers(budget))
        return make(replace(request, **changes), tools, lambda progress: None)

    def shots(self) -> list[dict[str, Any]]:
        return json.loads((self.folder / "rice.reel" / "visuals.json").read_text())["shots"]

    def pictures(self) -> list[dict[str, Any]]:
        return json.loads((self.folder / "rice.reel" / "timeline.json").read_text())["tracks"][0]["clips"]

    @property
    def orders(self) -> list[dict[str, Any]]:
        return [asked.json() for asked in self.runway.asked if asked.method == "POST"]


@pytest.fixture
def studio(tmp_path: Path, tools: Tools) -> Iterator[Studio]:
    service = Service(tiny_video(4))
    (tmp_path / "rice.md").write_text(_SCRIPT)
    with _BY["runway"].serve(service) as first, _BY["luma"].serve(Service(tiny_video(4))) as second:
        yield Studio(tmp_path, tools, service, first, second)


def test_every_shot_gets_a_clip_of_its_prompt_once_and_in_its_time(studio: Studio) -> None:
    studio.make(style="watercolour", references=(write_photo(studio.folder / "hero.png"),))
    shots = studio.shots()
    assert [shot["chosen"] for shot in shots] == ["clip"] * 3
    assert all(shot["kind"] == "video" and shot["seconds"] == pytest.approx(4, abs=0.2) for shot in shots)
    told = [order["promptText"] for order in studio.orders]
    for shot, hint in zip(shots, ("seed in water", "planting rice", "golden field"), strict=True):
        assert any(hint in text and shot["prompt"] in text and "watercolour" in text for text in told)
    for shot, clip in zip(shots, studio.pictures(), strict=True):
        assert (clip["type"], clip["src"], clip["volume"]) == ("video", shot["file"], 0)
        assert "loop" not in clip
        if clip["duration"] > shot["seconds"]:  # too short: slowed down until it lasts
            assert clip["speed"] == pytest.approx(shot["seconds"] / clip["duration"])
    before = len(studio.runway.asked), studio.pictures()
    studio.make()
    assert (len(studio.runway.asked), studio.pictures()) == before
    assert states(studio.folder) == ["done"] * 3


def test_another_pace_changes_the_times_and_buys_nothing(studio: Studio) -> None:
    studio.make()
    ends = [shot["end"] for shot in studio.shots()]
    script = studio.folder / "rice.md"
    script.write_text(_SCRIPT.replace("pause: 3", "pause: 2.7"))
    studio.make()
    assert [shot["end"] for shot in studio.shots()] != ends
    assert len(studio.orders) == 3


def test_a_clip_may_open_each_section_and_the_rest_is_as_without(studio: Studio) -> None:
    studio.make(clips_for="sections")
    assert [shot["chosen"] for shot in studio.shots()] == ["clip", "designed", "clip"]
    assert len(studio.orders) == 2
    studio.make(clips=None)
    assert len(studio.orders) == 2
    studio.make(clips_for="sections")
    assert [shot["chosen"] for shot in studio.shots()] == ["clip", "designed", "clip"]
    assert len(studio.orders) == 2


def test_a_clip_that_fails_is_made_by_the_next_and_that_is_said(studio: Studio) -> None:
    studio.runway.fault, studio.runway.fault_on = Reply({"error": "no credits left"}, 402), ("POST", ".*")
    notes = studio.make().notes
    assert sum("is made by luma, for Runway refused: no credits left" in note for note in notes) == 3
    assert [shot["chosen"] for shot in studio.shots()] == ["clip"] * 3
    assert sorted(states(studio.folder)) == ["done"] * 3 + ["failed"] * 3


def test_where_no_clip_can_be_had_something_else_is_shown_and_the_next_run_tries_again(studio: Studio) -> None:
    studio.service.ending = "refused"
    result = studio.make(clips="runway", clips_for="sections")
    assert any("the generated clip at 0.0 s cannot be had" in note and "flagged" in note for note in result.notes)
    assert all(clip["type"] != "video" for clip in studio.pictures())
    studio.service.ending = "done"
    studio.make(clips="runway", clips_for="sections")
    assert [shot["chosen"] for shot in studio.shots()] == ["clip", "designed", "clip"]


def test_a_budget_stops_before_the_call_and_raised_it_goes_on_with_what_is_paid_for(studio: Studio) -> None:
    a_second = studio.makers()[0].cost_micros(ClipRequest("a clip", 5.0)) // 5
    with pytest.raises(QuotaExceeded) as caught:
        studio.make(9 * a_second, clips="runway")  # the shots take 5, 4 and 3 seconds
    assert "--budget" in caught.value.hint
    assert len(studio.orders) == 2
    studio.make(12 * a_second, clips="runway")
    assert len(studio.orders) == 3
    assert FolderBooks(studio.folder / "books").spent_micros() == 12 * a_second


def test_a_submission_nobody_is_sure_of_stops_the_run(studio: Studio) -> None:
    studio.runway.fault, studio.runway.fault_on = Reply({"id": "a" * 500}, broken="cut"), ("POST", ".*")
    with pytest.raises(UnclearPayment):
        studio.make()
    assert studio.luma.asked == []


def test_a_choice_of_a_persons_hand_stays_and_a_clip_can_be_chosen_for_one_shot(studio: Studio) -> None:
    studio.make(clips_for="sections")
    path = studio.folder / "rice.reel" / "visuals.json"
    tree = json.loads(path.read_text())
    tree["shots"][0]["chosen"], tree["shots"][1]["chosen"] = "designed", "clip"
    path.write_text(json.dumps(tree))
    for _ in range(2):
        studio.make(clips_for="sections")
        assert [shot["chosen"] for shot in studio.shots()] == ["designed", "clip", "clip"]
    assert len(studio.orders) == 3


@pytest.mark.parametrize("clips", ["auto", "kling"])
def test_without_the_provider_it_is_said_before_anything_is_done(studio: Studio, clips: str) -> None:
    makers = () if clips == "auto" else studio.makers()
    tools = replace(studio.tools, clip_makers=makers)
    request = MakeRequest(str(studio.folder / "rice.md"), studio.folder / "rice.mp4", clips=clips)
    with pytest.raises(ProviderNeeded):
        make(request, tools, lambda progress: None)
    assert not (studio.folder / "rice.reel").exists()


@dataclass
class Judge:
    """Finds what it is told to find, in words or in pictures."""

    bad: str = ""
    sees: bool = False
    name: str = "judge"
    judges_pictures: bool = True

    def check(self, text: str, pictures: tuple[Path, ...] = ()) -> Verdict:
        is_bad = bool(self.bad and self.bad in text) or (self.sees and bool(pictures))
        return Verdict((Flag("violence", 1.0),) if is_bad else ())


def test_words_that_are_refused_cost_nothing(studio: Studio) -> None:
    studio.tools = replace(studio.tools, moderators=(Judge("blood"),))
    with pytest.raises(ContentRefused, match="judge"):
        studio.make(style="with blood")
    assert studio.runway.asked == []


def test_a_clip_that_is_refused_once_it_is_made_is_not_shown(studio: Studio) -> None:
    studio.tools = replace(studio.tools, moderators=(Judge(sees=True),))
    result = studio.make(clips="runway")
    assert any("what was made is refused by judge (violence)" in note for note in result.notes)
    assert all(clip["type"] != "video" for clip in studio.pictures())
    assert not list((studio.folder / "rice.reel" / "shots").glob("clip-*"))


def test_a_run_killed_while_clips_are_made_fetches_them_and_begins_none_anew(studio: Studio) -> None:
    studio.service.looks = 10_000
    command = [sys.executable, "-m", "reelwright.cli.main", "make", str(studio.folder / "rice.md")]
    command += [
        "-o",
        str(studio.folder / "rice.mp4"),
        "--clips",
        "runway",
        "--stop-after",
        "timeline",
        "--music",
        "none",
    ]
    own = {
        "REELWRIGHT_RUNWAY_API_KEY": "key-of-the-test", "REELWRIGHT_RUNWAY_BASE_URL": studio.runway.url,
        "REELWRIGHT_RUNWAY_POLL_SECONDS": "0.1", "XDG_CONFIG_HOME": str(studio.folder / "config"),
    }  # fmt: skip
    run = subprocess.Popen(command, env=os.environ | own, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    until = time.monotonic() + 60
    while studio.runway.count("GET", "/v1/tasks/.*") < 9 and run.poll() is None and time.monotonic() < until:
        time.sleep(0.02)
    run.send_signal(signal.SIGKILL)
    output, _ = run.communicate()
    assert (run.returncode, len(studio.orders)) == (-signal.SIGKILL, 3), output
    studio.service.looks = 0
    done = subprocess.run(command, env=os.environ | own, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert len(studio.orders) == 3
    assert [shot["chosen"] for shot in studio.shots()] == ["clip"] * 3
