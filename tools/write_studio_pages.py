"""Takes pictures of every page of the studio, at two widths, light and dark, and writes docs/studio-pages.md, which shows them.

Needs Debian's package chromium. The studio is filled as the tests fill it; nothing is made meanwhile.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from playwright.sync_api import sync_playwright
from tests.studio.chromium import CHROMIUM
from tests.studio.whole_studio import whole_studio

DOCS = Path(__file__).parents[1] / "docs"
FOLDER = DOCS / "images/studio"
PAGE = DOCS / "studio-pages.md"
VIEWS = ((1440, 900), (390, 844))
THEMES = ("light", "dark")
_SHRUNK = {1440: 720, 390: 240}
"""Widths in the docs: enough to read, and small to keep."""
_QUALITY = [cv2.IMWRITE_WEBP_QUALITY, 70]
GROUPS: dict[str, dict[str, str]] = {
    "The way in": {"landing": "The front page", "dashboard": "Home", "not-found": "A wrong address"},
    "Making a video": {
        "create": "Begin", "make-source": "The idea", "make-script": "The script", "make-voice": "The voice", "make-style": "The style",
        "make-review": "The review", "new": "All on one page",
    },
    "Videos": {
        "videos": "All videos", "video": "One video", "editor": "The editor", "thumbnails": "Thumbnails", "publish": "To YouTube",
        "projects": "Projects", "project": "One project", "project-new": "A new project",
    },
    "Tools": {
        "tools": "All tools", "tool-presenter": "Presenter", "tool-podcast": "Podcast", "tool-podcast-made": "An episode",
        "tool-music": "Music", "tool-music-made": "A piece of music", "tool-clip": "Clip", "tool-clip-made": "A clip being made",
    },
    "Templates and batches": {
        "templates": "Templates", "template": "One template", "template-import": "Import", "batch-new": "A table", "batches": "Batches",
        "batch": "One batch",
    },
    "Dubs, voices, files": {
        "dubs": "Dubs", "dub-new": "A new dub", "dub": "One dub", "dub-edit": "Its lines", "voices": "Voices", "voices-mine": "My voices",
        "assets": "Files", "asset": "One file",
    },
    "Work and settings": {
        "jobs": "Jobs", "job": "One job", "moderation": "What was refused", "settings": "Profile", "settings-defaults": "Defaults",
        "settings-providers": "Providers", "settings-tokens": "API tokens", "settings-webhooks": "Webhooks",
        "settings-channels": "Channels", "settings-plan": "Plan and credits",
    },
    "Administration": {
        "admin": "Overview", "admin-users": "Users", "admin-jobs": "Jobs", "admin-projects": "Projects", "admin-moderation": "Moderation",
        "admin-logs": "Logs", "admin-system": "System", "admin-settings": "Settings",
    },
}  # fmt: skip
"""Pages by group, with their words."""


def main() -> int:
    """All pages, or those whose names are given."""
    wanted = sys.argv[1:] or [name for group in GROUPS.values() for name in group]
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as held,
        whole_studio(Path(held)) as (address, places),
        sync_playwright() as running,
    ):
        browser = running.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for width, height in VIEWS:
            for theme in THEMES:
                context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=theme)
                for name in wanted:
                    take(context, f"{address}{places[name]}", FOLDER / f"{name}-{width}-{theme}.webp", _SHRUNK[width])
                context.close()
        browser.close()
    PAGE.write_text(text(), "utf-8")
    return 0


def take(context: Any, address: str, path: Path, wide: int) -> None:
    """A picture of the window once nothing is loaded any more."""
    page = context.new_page()
    page.goto(address, wait_until="networkidle")
    page.wait_for_timeout(300)
    shot = cv2.imdecode(np.frombuffer(page.screenshot(), np.uint8), cv2.IMREAD_COLOR)
    page.close()
    assert shot is not None
    small = cv2.resize(shot, (wide, round(shot.shape[0] * wide / shot.shape[1])), interpolation=cv2.INTER_AREA)
    path.write_bytes(bytes(cv2.imencode(".webp", small, _QUALITY)[1]))


def text() -> str:
    """The page: of each, the desk in light and dark, and the phone in both."""
    lines = [
        "# Every page of the studio", "",
        "As they are with some weeks of work in them, at a desk (1440 pixels wide) and on a phone (390), light and dark. What they do is in",
        "[the studio](studio.md). `python -m tools.write_studio_pages` takes the pictures anew.", "",
    ]  # fmt: skip
    for group, pages in GROUPS.items():
        lines += [f"## {group}", "", "| | At a desk | | On a phone | |", "|---|---|---|---|---|"]
        for name, word in pages.items():
            cells = [
                f"![{word}, {width} pixels, {theme}](images/studio/{name}-{width}-{theme}.webp)"
                for width, _ in VIEWS
                for theme in THEMES
            ]
            lines.append(f"| {word} | {' | '.join(cells)} |")
        lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
