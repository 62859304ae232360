"""What is AssemblyAI's own: work that is submitted once, and found again by its name."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from reelwright.errors import ProviderFailed, ProviderUnavailable
from reelwright.providers.recognition import RecognitionRequest
from reelwright.vendors.assemblyai.check import check
from reelwright.vendors.assemblyai.manifest import OFFERS
from reelwright.vendors.assemblyai.recognition import connect
from tests.vendors.faults import access_to, states
from tests.vendors.recognition.vendors import SOUND, TEXT, Assembly
from tests.vendors.vendor_server import Reply, VendorServer

REQUEST = RecognitionRequest(SOUND)


def _server(assembly: Assembly) -> VendorServer:
    return VendorServer([
        ("POST", "/v2/upload", assembly.upload), ("POST", "/v2/transcript", assembly.submit),
        ("GET", "/v2/transcript/.+", assembly.look), ("GET", "/v2/transcript", lambda asked: Reply({"transcripts": []})),
    ])  # fmt: skip


class _Killed(BaseException):
    pass


def test_work_that_was_submitted_is_found_again_by_another_life(tmp_path: Path) -> None:
    def killed(seconds: float) -> None:
        raise _Killed

    with _server(Assembly()) as server:
        with pytest.raises(_Killed):
            connect(replace(access_to(server.url, OFFERS[0], tmp_path), sleep=killed), 1.0).recognise(REQUEST)
        assert states(tmp_path) == ["submitted"]
        heard = connect(access_to(server.url, OFFERS[0], tmp_path), 1.0).recognise(REQUEST)
        assert heard.text == TEXT
        assert (server.count("POST", "/v2/upload"), server.count("POST", "/v2/transcript")) == (1, 1)


@pytest.mark.parametrize("reply", [Reply({"error": "down"}, 503), Reply(broken="cut", body={})])
def test_questions_that_stay_unanswered_lose_nothing(reply: Reply, tmp_path: Path) -> None:
    with _server(Assembly()) as server:
        server.fault, server.fault_on, server.faults_left = reply, ("GET", "/v2/transcript/.+"), 2
        assert connect(access_to(server.url, OFFERS[0], tmp_path), 1.0).recognise(REQUEST).text == TEXT
        assert server.count("POST", "/v2/transcript") == 1


def test_a_vendor_that_never_answers_again_keeps_the_work_for_later(tmp_path: Path) -> None:
    with _server(Assembly()) as server:
        server.fault, server.fault_on = Reply({"error": "down"}, 503), ("GET", "/v2/transcript/.+")
        with pytest.raises(ProviderUnavailable):
            connect(access_to(server.url, OFFERS[0], tmp_path), 1.0).recognise(REQUEST)
        assert states(tmp_path) == ["submitted"]
        server.fault = None
        assert connect(access_to(server.url, OFFERS[0], tmp_path), 1.0).recognise(REQUEST).text == TEXT
        assert server.count("POST", "/v2/transcript") == 1


def test_work_that_failed_says_why_and_may_be_asked_for_again(tmp_path: Path) -> None:
    assembly = Assembly()
    with _server(assembly) as server:
        said = Reply({"id": "work-1", "status": "error", "error": "Audio duration is too short."})
        server.fault, server.fault_on = said, ("GET", "/v2/transcript/.+")
        with pytest.raises(ProviderFailed, match="too short"):
            connect(access_to(server.url, OFFERS[0], tmp_path), 1.0).recognise(REQUEST)
        assert states(tmp_path) == ["failed"]
        server.fault = None
        assert connect(access_to(server.url, OFFERS[0], tmp_path), 1.0).recognise(REQUEST).text == TEXT


def test_an_upload_that_breaks_is_tried_again(tmp_path: Path) -> None:
    with _server(Assembly()) as server:
        server.fault, server.fault_on, server.faults_left = Reply(broken="cut", body={}), ("POST", "/v2/upload"), 1
        assert connect(access_to(server.url, OFFERS[0], tmp_path), 1.0).recognise(REQUEST).text == TEXT
        assert server.count("POST", "/v2/transcript") == 1


def test_the_key_is_checked_without_spending(tmp_path: Path) -> None:
    with _server(Assembly()) as server:
        assert check(access_to(server.url, OFFERS[0], tmp_path)) == "the key is good"
        server.fault = Reply({"error": "Authentication error, API token missing/invalid"}, 401)
        with pytest.raises(ProviderFailed, match="token missing"):
            check(access_to(server.url, OFFERS[0], tmp_path))
