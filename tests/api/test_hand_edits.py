"""A timeline that was edited by hand is not laid out anew by accident, and the edits stay as a version."""

from __future__ import annotations

from pathlib import Path

import pytest

from reelwright.client import Client
from reelwright.errors import ReelwrightError
from tests.served import served

pytestmark = pytest.mark.slow
_SCRIPT = "---\nscript: 1\nlanguage: en\n---\n# Tea\n\n##\n\nTea is made of leaves.\n"


def test_an_earlier_step_done_again_asks_first_and_keeps_the_edits(tmp_path: Path) -> None:
    with served(tmp_path / "data", JOBS_PER_MINUTE="0") as url, Client(url) as reel:
        video = reel.post("/api/videos/drafts", {"text": _SCRIPT, "aspect": "1:1", "music": "none"})["videoId"]
        base = f"/api/videos/{video}"
        reel.wait(reel.post(f"{base}/draft/run", {"until": "timeline"}), until_approval=True)
        changed = [{"op": "replace", "path": "/canvas/background", "value": "#ff0000"}]
        answer = reel._http.patch(f"{base}/edit", json={"label": "Red", "patch": changed})
        assert answer.status_code == 200, answer.text
        reel._data(reel._http.patch(f"{base}/draft", json={"wishes": {"captions": "none"}}))
        with pytest.raises(ReelwrightError, match="by hand") as refused:
            reel.post(f"{base}/draft/run", {"until": "timeline"})
        assert "overwrite" in refused.value.hint
        assert len(reel.get(f"{base}/versions")) == 1, "nothing has happened yet"
        reel.wait(reel.post(f"{base}/draft/run", {"until": "timeline", "overwrite": True}), until_approval=True)
        first, kept, newest = reel.get(f"{base}/versions")
        assert [each["author"] for each in (newest, kept, first)] == ["made", "edited", "made"]
        assert kept["name"] == "Edited by hand, before it was made again"
        document = reel.get(f"{base}/document", version=kept["version"])["document"]
        assert document["canvas"]["background"] == "#ff0000"
        assert reel.get(f"{base}/edit")["document"]["canvas"].get("background") != "#ff0000"
        reel._data(reel._http.patch(f"{base}/draft", json={"wishes": {"captions": "classic"}}))
        reel.post(f"{base}/draft/run", {"until": "timeline"})  # made by nobody's hand: no question
