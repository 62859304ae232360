"""Everything a video needs is looked at before anything is spent, and all that is wrong is told at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from reelwright.app.estimate import estimate_make
from reelwright.app.expected_cost import Plan
from reelwright.app.preflight import Preflight, preflight
from reelwright.app.providers.choosing import Providers
from reelwright.app.video_wishes import MakeAsked
from reelwright.errors import InvalidInput, NotReady
from tests.vendors.vendor_server import Reply, VendorServer


def plan(tmp_path: Path, **fields: object) -> Plan:
    usual: dict[str, object] = {
        "text": "Rice grows.",
        "language": "en",
        "seconds": 60.0,
        "kinds": ("speech",),
        "folder": tmp_path,
    }
    return Plan(**(usual | fields))  # type: ignore[arg-type]


def subjects(found: Preflight) -> list[str]:
    return [problem.subject for problem in found.problems]


def test_a_video_that_can_be_made_is_told_by_whom_and_for_how_much(tmp_path: Path) -> None:
    found = preflight(plan(tmp_path, kinds=("speech", "music")), Providers({}))
    assert found.problems == ()
    assert set(found.taken) == {"speech", "music"}
    assert found.total == 0
    found.require()


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    def nobody() -> None:
        raise InvalidInput("there is no voice 'nobody'", hint="`reel voices` lists them")

    wanted = plan(tmp_path, text="\U00012000", kinds=("text", "speech"), seconds=1e9)
    found = preflight(wanted, Providers({"REELWRIGHT_SPEECH": "sculptor"}), nobody)
    assert subjects(found) == ["text", "speech", "voice", "fonts", "disk"]
    with pytest.raises(NotReady) as caught:
        found.require()
    assert all(word in caught.value.message for word in ("language model", "sculptor", "'nobody'", "\U00012000", "MB"))


def test_a_key_that_is_not_taken_is_a_problem_and_is_asked_for_without_spending(tmp_path: Path) -> None:
    with VendorServer([("GET", "/v1/models", lambda asked: Reply({"error": {"message": "expired"}}, 401))]) as server:
        env = {
            "REELWRIGHT_OPENAI_API_KEY": "k" * 12,
            "REELWRIGHT_OPENAI_BASE_URL": f"{server.url}/v1",
            "REELWRIGHT_TEXT": "openai",
        }
        found = preflight(plan(tmp_path, kinds=("text",)), Providers(env))
        assert subjects(found) == ["text by OpenAI"]
        assert "expired" in found.problems[0].message
        assert [asked.method for asked in server.asked] == ["GET"]


def test_an_estimate_over_the_budget_is_said_and_does_not_stop(tmp_path: Path) -> None:
    with VendorServer([("GET", "/v1/models", lambda asked: Reply({"data": [{"id": "m"}]}))]) as server:
        env = {
            "REELWRIGHT_TEXT_BASE_URL": f"{server.url}/v1", "REELWRIGHT_TEXT_MODEL": "m",
            "REELWRIGHT_OPENAI_COMPATIBLE_TEXT_PRICES": "input_tokens=0.001,output_tokens=0.001",
        }  # fmt: skip
        found = preflight(plan(tmp_path, kinds=("text",), budget=0.1), Providers(env))
    assert found.problems == ()
    assert found.total > 0.1
    assert "stops before" in found.notes[0]


_LUMA = {"REELWRIGHT_LUMA_API_KEY": "k" * 12, "REELWRIGHT_FAL_API_KEY": "k" * 12}


@pytest.mark.parametrize(("named", "title"), [({}, "Luma"), ({"clips": "fal"}, "fal")])
def test_clips_are_counted_at_the_provider_that_is_asked(tmp_path: Path, named: dict[str, str], title: str) -> None:
    some = preflight(plan(tmp_path, kinds=("clips",), named=named, clips=4), Providers(_LUMA))
    assert some.problems == ()
    assert some.taken["clips"].startswith(title)
    assert some.cost["clips"] > 0
    more = preflight(plan(tmp_path, kinds=("clips",), named=named, clips=12), Providers(_LUMA))
    assert more.cost["clips"] == pytest.approx(3 * some.cost["clips"])


@pytest.mark.parametrize("named", [{}, {"clips": "runway"}, {"clips": "nobody"}])
def test_clips_nobody_can_make_are_a_problem(tmp_path: Path, named: dict[str, str]) -> None:
    keys = _LUMA if named else {}
    assert subjects(preflight(plan(tmp_path, kinds=("clips",), named=named, clips=4), Providers(keys))) == ["clips"]


@pytest.mark.parametrize(("clips_for", "count"), [("sentences", 12), ("sections", 5)])
def test_an_estimate_counts_clips(clips_for: Any, count: int) -> None:
    providers = Providers({"REELWRIGHT_LUMA_API_KEY": "k" * 12})
    without = estimate_make(MakeAsked(text="Rice grows.", duration=60), providers)
    asked = MakeAsked(text="Rice grows.", duration=60, clips="auto", clips_for=clips_for)
    found = estimate_make(asked, providers)
    one = preflight(plan(Path(), kinds=("clips",), clips=1), providers).cost["clips"]
    assert found.cost - without.cost == pytest.approx(count * one)
    named = estimate_make(asked.model_copy(update={"clips": "luma"}), providers)
    assert named.cost == found.cost
