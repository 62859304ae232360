"""What a template asks for, and which of several fits best."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any, cast

_WORD = re.compile(r"\w{2,}")


def variables_of(tree: Mapping[str, Any]) -> dict[str, Any]:
    """The variables a document declares, as it declares them."""
    declared = tree.get("variables")
    return dict(cast("dict[str, Any]", declared)) if isinstance(declared, dict) else {}


def rank_templates(
    text: str, fields: Collection[str], templates: Sequence[tuple[str, Collection[str]]]
) -> list[tuple[int, float]]:
    """Places of fitting templates, best first, with scores from 0 to 1.

    Each template is its description and the names of its variables. Half of the score is the part of the text's words that the
    description has, half is how well the fields at hand cover the variables (Jaccard index).
    """
    wanted = _words(text)
    names = {_plain(field) for field in fields}
    scored: list[tuple[int, float]] = []
    for place, (description, variables) in enumerate(templates):
        shared = len(wanted & _words(description)) / len(wanted) if wanted else 0.0
        asked = {_plain(variable) for variable in variables}
        covered = len(names & asked) / len(names | asked) if names and asked else 0.0
        parts = [value for value, is_told in ((shared, bool(wanted)), (covered, bool(names))) if is_told]
        score = sum(parts) / len(parts) if parts else 0.0
        if score > 0:
            scored.append((place, round(score, 4)))
    return sorted(scored, key=lambda row: -row[1])


def _words(text: str) -> set[str]:
    return {word.lower().removesuffix("s") for word in _WORD.findall(text)}


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).lower()
