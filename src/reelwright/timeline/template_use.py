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


def samples_for(variables: Mapping[str, Any], *, with_files: bool) -> dict[str, Any]:
    """A value for every variable that has no default and whose kind has an obvious one; lists and objects have none.

    ``with_files`` names files that are not there: enough to check a document, not to draw it.
    """
    found: dict[str, Any] = {}
    for name, told in variables.items():
        row = cast("dict[str, Any]", told) if isinstance(told, dict) else None
        if row is not None and row.get("default") is None:
            value = _sample(name, row, with_files)
            if value is not None:
                found[name] = value
    return found


def _sample(name: str, told: Mapping[str, Any], with_files: bool) -> Any:
    kind = told.get("type")
    if kind == "text":
        choices: list[Any] = told.get("choices") or []
        text = str(told.get("label") or name.replace("_", " ").capitalize())
        return choices[0] if choices else text.ljust(told.get("min_length") or 0, "x")[: told.get("max_length") or None]
    if kind in ("number", "integer"):
        least, most = told.get("min"), told.get("max")
        return least if least is not None else most if most is not None else 10
    if kind in ("image", "video", "audio"):
        return "sample" if with_files else None
    return {"boolean": False, "color": "#625ee8"}.get(str(kind))


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
