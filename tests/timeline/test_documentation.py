"""The documented examples are true."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from reelwright.timeline.easing import EASINGS
from reelwright.timeline.expression import FUNCTIONS
from reelwright.timeline.reading import read_document
from reelwright.timeline.resolve import resolve
from tests.timeline.facts import facts_of

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "reference" / "document.md").read_text()
EXAMPLES = re.findall(r"```json\n(.*?)```", PAGE + (ROOT / "docs" / "tour.md").read_text(), re.DOTALL)


@pytest.mark.parametrize("text", EXAMPLES, ids=range(len(EXAMPLES)))
def test_every_example_resolves(text: str) -> None:
    assert resolve(read_document(text), facts_of).frames > 0


def test_the_shipped_template_resolves_with_and_without_its_data() -> None:
    folder = ROOT / "examples" / "template"
    text, data = (folder / "template.json").read_text(), json.loads((folder / "data.json").read_text())
    assert resolve(read_document(text), facts_of).frames != resolve(read_document(text, data), facts_of).frames


def test_every_function_is_documented() -> None:
    assert all(re.search(rf"\b{name}\b", PAGE) for name in FUNCTIONS)
    assert len(EASINGS) > 30
