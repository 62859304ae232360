"""A model's input as a template: JSON with ``{name}`` where a value belongs, as operators write it for models of their choice."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from reelwright.errors import InvalidInput

_PLACE = re.compile(r"\{([a-z_]+)\}")


def filled(template: Any, values: Mapping[str, Any]) -> Any:
    """The template with its values. A string that is one place alone takes the value with its type; entries of an object
    whose value is ``None`` are left out; places of names that are not among ``values`` stay as they are."""
    if isinstance(template, dict):
        rows = {name: filled(value, values) for name, value in template.items()}
        return {name: value for name, value in rows.items() if value is not None}
    if isinstance(template, list):
        return [value for value in (filled(each, values) for each in template) if value is not None]
    if not isinstance(template, str):
        return template
    alone = _PLACE.fullmatch(template.strip())
    if alone and alone[1] in values:
        return values[alone[1]]
    return _PLACE.sub(lambda place: _text(values, place), template)


def has_place(template: Any, *names: str) -> bool:
    """Whether any of the names has a place in the template."""
    return bool(set(_PLACE.findall(json.dumps(template))) & set(names))


def read_template(told: str, setting: str) -> dict[str, Any]:
    """A template from a setting: the JSON itself, or the path of a file. Raises ``InvalidInput``, which names the ``setting``."""
    try:
        text = told if told.lstrip().startswith("{") else Path(told).expanduser().read_text("utf-8")
        data = json.loads(text)
    except OSError as error:
        raise InvalidInput(f"{setting}: cannot read {told[:200]}: {error.strerror}") from None
    except ValueError as error:
        raise InvalidInput(f"{setting} is not JSON: {error}") from None
    if not isinstance(data, dict):
        raise InvalidInput(f"{setting} should hold a JSON object")
    return data


def _text(values: Mapping[str, Any], place: re.Match[str]) -> str:
    if place[1] not in values:
        return place[0]
    value = values[place[1]]
    return "" if value is None else str(value)
