"""The article with which a first video can be made without writing anything; in our own words."""

from __future__ import annotations

import json
from importlib.resources import files

EXAMPLE = (files("reelwright.studio") / "example.md").read_text("utf-8")
EXAMPLE_TITLE = EXAMPLE.partition("\n")[0].lstrip("# ")
EXAMPLE_TEMPLATE = json.loads((files("reelwright.studio") / "example_template.json").read_text("utf-8"))
"""A template with which the first form can be filled in; designed, with no picture to load."""
WELCOME = (files("reelwright.studio") / "example_presenter.md").read_text("utf-8")
"""What a presenter may say at first."""
CONVERSATION = (files("reelwright.studio") / "example_podcast.md").read_text("utf-8")
"""A dialogue with which a first episode can be made."""
