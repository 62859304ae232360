"""The page of the API's documentation comes whole from the server itself."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tests.served import served

_CHROMIUM = shutil.which("chromium")


def test_the_page_names_only_files_of_this_server(client: TestClient) -> None:
    page = client.get("/api/docs")
    assert page.status_code == 200
    named = re.findall(r"""(?:src|href)=["']([^"']+)""", page.text)
    assert {"/api/docs/swagger-ui-bundle.js", "/api/docs/swagger-ui.css"} <= set(named)
    assert all(address.startswith("/") for address in named)
    assert "http" not in page.headers["content-security-policy"]
    for address in named:
        if address != "/favicon.ico":  # the studio's
            answer = client.get(address)
            assert answer.status_code == 200
            assert len(answer.content) > 100_000
            assert answer.headers["cache-control"].startswith("public")


def test_no_other_file_of_the_package_is_told(client: TestClient) -> None:
    assert client.get("/api/docs/favicon.png").status_code == 404
    assert client.get("/api/docs/..%2Fcore.py").status_code == 404


@pytest.mark.skipif(_CHROMIUM is None, reason="Debian's package chromium is not installed")
def test_a_browser_shows_it_and_asks_nobody_else(tmp_path: Path) -> None:
    playwright = pytest.importorskip("playwright.sync_api")
    with served(tmp_path / "data", "--no-worker") as url, playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=_CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        asked: list[str] = []
        complaints: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{url}/api/docs")
        page.get_by_text("Make a video of an article, a script or a topic").first.wait_for(timeout=60_000)
        page.locator("#operations-jobs-list_jobs_api_jobs_get").get_by_role("button").first.click()
        page.get_by_role("button", name="Try it out").first.click()
        page.get_by_role("button", name="Execute").click()
        page.get_by_text('"success": true').first.wait_for(timeout=60_000)
        browser.close()
    assert [address for address in asked if not address.startswith((f"{url}/", "data:"))] == []
    assert complaints == []
