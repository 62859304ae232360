"""The article with which a first video can be made without writing anything; in our own words."""

from __future__ import annotations

from importlib.resources import files

EXAMPLE = (files("reelwright.studio") / "example.md").read_text("utf-8")
EXAMPLE_TITLE = EXAMPLE.partition("\n")[0].lstrip("# ")
