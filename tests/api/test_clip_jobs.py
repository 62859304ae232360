"""Generated clips as jobs, over HTTP, made by a vendor on loopback: delivered, refused, and stopped there when the job is."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from reelwright.client import Client
from reelwright.errors import ReelwrightError
from reelwright.media.probe import probe
from tests.served import served
from tests.vendors.clip_files import tiny_video, write_photo
from tests.vendors.clip_services import CASES, REFUSAL, Service
from tests.vendors.vendor_server import VendorServer

pytestmark = pytest.mark.slow
RUNWAY = next(case for case in CASES if case.name == "runway")


@pytest.fixture(scope="module")
def service() -> Service:
    return Service(tiny_video())


@pytest.fixture(scope="module")
def vendor(service: Service) -> Iterator[VendorServer]:
    with RUNWAY.serve(service) as server:
        yield server


@pytest.fixture(scope="module")
def reel(vendor: VendorServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    settings = {
        "RUNWAY_API_KEY": "key-of-the-test",
        "RUNWAY_BASE_URL": vendor.url,
        "RUNWAY_POLL_SECONDS": "0.1",
        "JOBS_PER_MINUTE": "0",
    }
    with served(tmp_path_factory.mktemp("data"), **settings) as url, Client(url) as client:
        yield client


@pytest.fixture(autouse=True)
def fresh(service: Service) -> None:
    service.seen, service.looks, service.ending = 0, 2, "done"
    service.cancelled.clear()


def test_a_clip_is_generated(reel: Client, vendor: VendorServer, tmp_path: Path) -> None:
    asset = reel.upload(write_photo(tmp_path / "a.png"))
    done = reel.wait(
        reel.post("/api/clips/generate", {"prompt": "a boat", "seconds": 4, "first": f"asset:{asset['id']}"})
    )
    assert done["result"]["provider"] == "runway"
    assert [row["name"] for row in done["result"]["outputs"]] == ["clip.mp4"]
    assert probe(reel.download(done, tmp_path / "clip.mp4")).video is not None
    assert vendor.count("POST", "/v1/image_to_video") == 1
    shown = reel.get(f"/api/veo3/status/{done['jobId']}")
    assert shown["status"] == "COMPLETED"
    assert "runway" in str(reel.get("/api/paid-calls"))


@pytest.mark.parametrize("path", ["/api/veo3/generate", "/api/ai/video-generate"])
def test_other_names_lead_to_the_same(reel: Client, vendor: VendorServer, path: str) -> None:
    before = vendor.count("POST")
    done = reel.wait(reel.post(path, {"prompt": f"a boat by {path}"}))
    assert done["status"] == "COMPLETED"
    assert vendor.count("POST") == before + 1


def test_a_refusal_ends_the_job_with_the_vendors_words(reel: Client, service: Service, vendor: VendorServer) -> None:
    service.ending = "refused"
    before = vendor.count("POST")
    job = reel.post("/api/clips/generate", {"prompt": "something forbidden"})
    with pytest.raises(ReelwrightError) as caught:
        reel.wait(job)
    assert caught.value.code == "CONTENT_REFUSED"
    assert REFUSAL in caught.value.message
    assert vendor.count("POST") == before + 1  # the same words would be refused again


def test_a_cancelled_job_is_stopped_at_the_vendor(reel: Client, service: Service, vendor: VendorServer) -> None:
    service.looks = 1_000_000
    job = reel.post("/api/clips/generate", {"prompt": "a very long boat"})
    until = time.monotonic() + 60
    while service.seen < 2 and time.monotonic() < until:
        time.sleep(0.05)
    assert reel._data(reel._http.delete(f"/api/clips/{job['jobId']}"))["status"] == "CANCELLED"
    while not service.cancelled and time.monotonic() < until:
        time.sleep(0.05)
    assert service.cancelled == ["task-1"]
    assert vendor.count("DELETE", "/v1/tasks/task-1") == 1


def test_a_provider_that_is_not_there_is_refused_at_the_door(reel: Client) -> None:
    for provider in ("nobody", "luma"):
        with pytest.raises(ReelwrightError):
            reel.post("/api/clips/generate", {"prompt": "a boat", "provider": provider})
    with pytest.raises(ReelwrightError):
        reel.post("/api/clips/generate", {"prompt": "a boat", "first": "/etc/passwd"})
