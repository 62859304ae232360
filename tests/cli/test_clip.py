"""`reel clip` against a vendor on loopback: made once, gone on with after Ctrl-C, stopped with --cancel."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from reelwright.media.probe import probe
from tests.cli.test_commands import reel
from tests.vendors.clip_files import tiny_video, write_photo
from tests.vendors.clip_services import CASES, Service
from tests.vendors.vendor_server import Reply, VendorServer

RUNWAY = next(case for case in CASES if case.name == "runway")
LUMA = next(case for case in CASES if case.name == "luma")


@pytest.fixture
def service() -> Service:
    return Service(tiny_video())


@pytest.fixture
def server(service: Service) -> Iterator[VendorServer]:
    with RUNWAY.serve(service) as server:
        yield server


def settings(server: VendorServer, folder: Path) -> dict[str, str]:
    return {
        "REELWRIGHT_RUNWAY_API_KEY": "key-of-the-test", "REELWRIGHT_RUNWAY_BASE_URL": server.url, "REELWRIGHT_RUNWAY_POLL_SECONDS": "0.1",
        "XDG_DATA_HOME": str(folder / "data"), "XDG_CONFIG_HOME": str(folder / "config"),
    }  # fmt: skip


def test_a_clip_is_made_and_told_as_json(server: VendorServer, tmp_path: Path) -> None:
    photo = write_photo(tmp_path / "a.png")
    arguments = ("clip", "a paper boat", "-o", tmp_path / "boat.mp4", "--first", photo, "--seconds", "3", "--json")
    done = reel(*arguments, **settings(server, tmp_path))
    assert done.returncode == 0, done.stderr
    row = json.loads(done.stdout)
    assert (row["ok"], row["provider"], row["model"], row["width"], row["note"]) == (True, "runway", "gen4.5", 64, "")
    assert probe(tmp_path / "boat.mp4").video is not None
    again = reel(*arguments, **settings(server, tmp_path))
    assert again.returncode == 0
    assert server.count("POST") == 1


def test_without_a_provider_it_says_what_to_set(tmp_path: Path) -> None:
    done = reel("clip", "a boat", "-o", tmp_path / "a.mp4", XDG_CONFIG_HOME=str(tmp_path), XDG_DATA_HOME=str(tmp_path))
    assert done.returncode == 5
    assert "nothing that makes a video" in done.stderr
    assert reel("clip", "a boat", "-o", tmp_path / "a.gif").returncode == 3


def test_the_next_provider_makes_it_and_a_note_says_so(server: VendorServer, tmp_path: Path) -> None:
    server.fault, server.fault_on = Reply({"error": "no credits left"}, 402), ("POST", ".*")
    with LUMA.serve(Service(tiny_video())) as luma:
        more = {
            "REELWRIGHT_LUMA_API_KEY": "key-of-the-test",
            "REELWRIGHT_LUMA_BASE_URL": luma.url,
            "REELWRIGHT_LUMA_POLL_SECONDS": "0.1",
        }
        done = reel("clip", "a boat", "-o", tmp_path / "a.mp4", **settings(server, tmp_path), **more)
    assert done.returncode == 0, done.stderr
    assert "note: made by luma, for Runway refused: no credits left" in done.stderr


def test_a_budget_is_held(server: VendorServer, tmp_path: Path) -> None:
    done = reel("clip", "a boat", "-o", tmp_path / "a.mp4", "--budget", "0.10", **settings(server, tmp_path))
    assert done.returncode == 8
    assert server.asked == []


def _interrupted(server: VendorServer, folder: Path) -> subprocess.CompletedProcess[str]:
    """The command, stopped with Ctrl-C while the vendor works."""
    command = [sys.executable, "-m", "reelwright.cli.main", "clip", "a boat", "-o", str(folder / "a.mp4")]
    process = subprocess.Popen(
        command, env=os.environ | settings(server, folder), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    until = time.monotonic() + 60
    while server.count("GET", "/v1/tasks/.*") < 2 and time.monotonic() < until:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=120)
    return subprocess.CompletedProcess(command, process.returncode, out, err)


def test_after_ctrl_c_the_same_command_goes_on(service: Service, server: VendorServer, tmp_path: Path) -> None:
    service.looks = 100_000
    stopped = _interrupted(server, tmp_path)
    assert stopped.returncode == 130
    assert "--cancel" in stopped.stderr
    assert server.count("DELETE") == 0
    service.looks = 0
    done = reel("clip", "a boat", "-o", tmp_path / "a.mp4", **settings(server, tmp_path))
    assert done.returncode == 0, done.stderr
    assert server.count("POST") == 1


def test_with_cancel_the_work_is_stopped_there(service: Service, server: VendorServer, tmp_path: Path) -> None:
    service.looks = 100_000
    _interrupted(server, tmp_path)
    done = reel("clip", "a boat", "-o", tmp_path / "a.mp4", "--cancel", **settings(server, tmp_path))
    assert done.returncode == 0, done.stderr
    assert "Runway stops the work task-1" in done.stdout
    assert service.cancelled == ["task-1"]
    nothing = reel("clip", "another boat", "-o", tmp_path / "a.mp4", "--cancel", **settings(server, tmp_path))
    assert "nothing was begun" in nothing.stdout
    assert server.count("POST") == 1
