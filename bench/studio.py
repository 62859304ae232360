"""What the studio's pages cost a browser on loopback: when something is seen, how much it jumps, how heavy it is before media.

Targets: first contentful paint 0.5 s, largest 0.8 s, layout shift 0.02, 300 kB. Needs Debian's package chromium.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright
from tests.served import served
from tests.studio.chromium import CHROMIUM
from tests.studio.figures import OBSERVE, Figures, figures_of
from tests.studio.sample import fill
from tests.studio.site import site

_PAGES = {
    "landing": "/?stay", "dashboard": "/dashboard", "new": "/new", "videos": "/videos", "projects": "/projects", "templates": "/templates",
    "batches": "/batches", "dubs": "/dubs", "dub-new": "/dubs/new", "files": "/assets", "voices": "/voices", "jobs": "/jobs",
    "settings": "/settings",
}  # fmt: skip
_REPEATS = 5
_TARGETS = Figures(500, 800, 0.02, 300_000)


def main() -> int:
    """A line a page, the median of five visits with an empty cache; 1 when a target is missed."""
    with tempfile.TemporaryDirectory() as held:
        folder = Path(held)
        with site(folder / "data", accounts=False) as (platform, _):
            places = fill(platform, platform.local_owner(), folder / "in")
        with served(folder / "data", "--no-worker") as address, sync_playwright() as running:
            browser = running.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
            print(f"{'page':<12} {'first ms':>9} {'largest ms':>11} {'shift':>7} {'kB':>7}")
            rows = {name: _measured(browser, f"{address}{path}") for name, path in (_PAGES | places).items()}
            browser.close()
    for name, each in rows.items():
        print(f"{name:<12} {each.first:>9.0f} {each.largest:>11.0f} {each.shift:>7.3f} {each.weight / 1000:>7.1f}")
    return int(any(not _is_met(each) for each in rows.values()))


def _measured(browser: object, address: str) -> Figures:
    visits = [_visit(browser, address) for _ in range(_REPEATS + 1)][1:]  # the first one warms the server
    return Figures(
        statistics.median(each.first for each in visits), statistics.median(each.largest for each in visits),
        max(each.shift for each in visits), max(each.weight for each in visits),
    )  # fmt: skip


def _visit(browser: object, address: str) -> Figures:
    context = browser.new_context(viewport={"width": 1440, "height": 900})  # type: ignore[attr-defined]
    context.add_init_script(OBSERVE)
    page = context.new_page()
    page.goto(address, wait_until="load")
    page.wait_for_timeout(300)
    found = figures_of(page)
    context.close()
    return found


def _is_met(each: Figures) -> bool:
    return (
        each.first <= _TARGETS.first
        and each.largest <= _TARGETS.largest
        and each.shift <= _TARGETS.shift
        and each.weight <= _TARGETS.weight
    )


if __name__ == "__main__":
    sys.exit(main())
