"""The instructions to language models: files with a version, filled in before they are sent."""

from __future__ import annotations

import string
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Prompt:
    """``version`` is raised with every change of ``text``; ``mark`` goes into the keys of what was made by it."""

    name: str
    version: int
    text: str

    @property
    def mark(self) -> str:
        return f"{self.name} {self.version}"

    def filled(self, **values: object) -> str:
        """The text with its placeholders filled. Raises ``KeyError`` when one has no value or a value no place."""
        wanted = {field for _, field, _, _ in string.Formatter().parse(self.text) if field}
        if wanted != values.keys():
            raise KeyError(f"the prompt {self.name} takes {sorted(wanted)}, not {sorted(values)}")
        return self.text.format(**values)


@cache
def prompt(name: str) -> Prompt:
    """A file of ``prompts/``: ``version: 3``, a line ``---``, and the text."""
    told = files("reelwright.productions.narrate").joinpath(f"prompts/{name}.md").read_text("utf-8")
    head, mark, text = told.partition("\n---\n")
    key, _, version = head.partition(":")
    if not mark or key.strip() != "version" or not version.strip().isdigit():
        raise ValueError(f"the prompt {name} does not begin with its version")
    return Prompt(name, int(version), text.strip())
