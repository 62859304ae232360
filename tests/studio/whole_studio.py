"""A served studio with something on every page, and where its pages are."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2

from tests.served import served
from tests.studio.edited import document, edited_video
from tests.studio.edited import files as named
from tests.studio.sample import fill
from tests.studio.site import site

_LISTS = {
    "landing": "/?stay", "dashboard": "/dashboard", "videos": "/videos", "new": "/new?example", "projects": "/projects",
    "project-new": "/projects/new", "templates": "/templates", "template-import": "/templates/import", "batches": "/batches", "dubs": "/dubs",
    "dub-new": "/dubs/new", "assets": "/assets", "voices": "/voices", "voices-mine": "/voices/mine", "tools": "/tools",
    "tool-presenter": "/tools/presenter?example", "tool-podcast": "/tools/podcast?example", "tool-music": "/tools/music",
    "tool-clip": "/tools/clip", "jobs": "/jobs", "settings": "/settings", "settings-defaults": "/settings/defaults",
    "settings-providers": "/settings/providers", "settings-tokens": "/settings/tokens", "settings-webhooks": "/settings/webhooks",
    "settings-channels": "/settings/channels", "settings-plan": "/settings/plan", "create": "/create", "moderation": "/moderation",
    "admin": "/admin", "admin-users": "/admin/users", "admin-jobs": "/admin/jobs", "admin-projects": "/admin/projects",
    "admin-moderation": "/admin/moderation", "admin-logs": "/admin/logs", "admin-system": "/admin/system",
    "admin-settings": "/admin/settings", "not-found": "/nothing-here",
}  # fmt: skip
_STEPS = ("source", "script", "voice", "style", "review")
_GOOGLE = {"YOUTUBE_CLIENT_ID": "client.apps.example", "YOUTUBE_CLIENT_SECRET": "client-secret"}


@contextmanager
def whole_studio(folder: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Its address, and the paths of all pages by name. Nothing is made while it is looked at."""
    with site(folder / "data", accounts=False) as (platform, _):
        places = fill(platform, platform.local_owner(), folder / "in")
        (folder / "edited").mkdir()
        edited = edited_video(platform, platform.local_owner(), folder / "edited", document(), named(folder / "edited"))
        places["editor"] = f"/videos/{edited.id}/edit"
    with served(folder / "data", "--no-worker", BILLING="1", **_GOOGLE) as address:
        text = "# Tea\n\nTea is made of leaves. Hot water draws them."
        begun = httpx2.post(f"{address}/api/videos/drafts", json={"text": text})
        draft = begun.json()["data"]["videoId"]
        yield address, _LISTS | places | {f"make-{step}": f"/videos/{draft}/make/{step}" for step in _STEPS}
