"""Every page with something on it, in both themes, on a phone and at a desk: it is quiet, fits, can be used by all, and is light."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import pytest

from tests.studio.chromium import SHOTS, Watched, needs_chromium
from tests.studio.figures import OBSERVE, figures_of
from tests.studio.whole_studio import whole_studio

pytestmark = needs_chromium
_HEAVIEST, _MOST_SHIFT = 300_000, 0.02
_TABLE = "headline,price,new\nSourdough,4.50,yes\nRye,cheap,no\nBrioche,6,yes\n"


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Any:
    with whole_studio(tmp_path_factory.mktemp("studio")) as found:
        yield found


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(390, 844), (1440, 900)])
def test_every_page(chromium: Any, studio: Any, theme: str, width: int, height: int) -> None:
    address, places = studio
    axe = pytest.importorskip("axe_playwright_python")
    script = files(axe).joinpath("axe.min.js").read_text("utf-8")
    context = chromium.new_context(viewport={"width": width, "height": height}, color_scheme=theme, bypass_csp=True)
    context.add_init_script(OBSERVE)
    watched = Watched(context)
    wrong: list[str] = []
    for name, path in places.items():
        watched.page.goto(f"{address}{path}", wait_until="load")
        watched.page.wait_for_timeout(150)
        if SHOTS:
            watched.page.wait_for_load_state(
                "networkidle"
            )  # pictures of templates are drawn when they are first asked for
        figures = figures_of(watched.page)
        if name == "not-found":
            watched.complaints.clear()  # that the browser tells of the 404 itself is no fault of the page
        if name == "batch-new":
            watched.page.get_by_role("textbox", name="Table").fill(_TABLE)
            watched.page.get_by_role("button", name="Check the rows").click()
            watched.page.wait_for_selector("text=cannot be rendered")
            watched.complaints.clear()  # nor is the answer 422 to a form
        if figures.weight > _HEAVIEST or figures.shift > _MOST_SHIFT:
            wrong.append(f"{name}: {figures}")
        wrong += [f"{name}: {each}" for each in _violations(watched.page, script)]
        watched.check(f"{name}-{width}-{theme}")
    assert not wrong, "\n".join(wrong)


def _violations(page: Any, script: str) -> list[str]:
    page.evaluate(script)
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")["violations"]
    return [
        f"{each['id']}: {each['nodes'][0]['html'][:160]} {each['nodes'][0].get('failureSummary', '')[:200]}"
        for each in found
        if each["impact"] in ("serious", "critical")
    ]
