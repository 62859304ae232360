"""The arguments of any hosted model, from a template the user can change: no code is needed for a new model."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reelwright.errors import InvalidInput, ProviderFailed
from reelwright.providers.access import Access
from reelwright.providers.clips import ClipRequest, ReferencesNotTaken
from reelwright.vendors.clip_shapes import nearest_lines, nearest_seconds, nearest_shape
from reelwright.vendors.clip_work import Picture, described


@dataclass(frozen=True)
class Template:
    """How a request becomes arguments."""

    arguments: dict[str, Any]
    seconds: tuple[int, ...]
    resolutions: tuple[str, ...]
    aspects: tuple[str, ...]
    rate: int

    @staticmethod
    def of(access: Access) -> Template:
        """From the options. Raises ``InvalidInput`` for some that cannot be read."""
        try:
            arguments = json.loads(access.option("clip_arguments"))
            if not isinstance(arguments, dict):
                raise ValueError
        except ValueError:
            raise _unreadable(access, "clip_arguments", "a JSON object") from None
        try:
            return Template(
                arguments,
                _whole_numbers(access.option("clip_seconds")),
                tuple(_words(access.option("clip_resolutions"))),
                tuple(_words(access.option("clip_aspects"))),
                int(access.number("clip_rate")),
            )
        except ValueError:
            raise _unreadable(access, "clip_seconds", "numbers such as 5,10 or 3-10") from None

    def seconds_for(self, request: ClipRequest) -> int:
        return nearest_seconds(request.seconds, self.seconds)

    def filled(self, request: ClipRequest, picture: Picture) -> dict[str, Any]:
        """The arguments. Raises ``ProviderFailed`` for a picture that the model has no argument for."""
        values = self._values(request, picture)
        text = json.dumps(self.arguments)
        for name in ("first", "last", "references"):
            if values[name] and f"{{{name}}}" not in text:
                error = ReferencesNotTaken if name == "references" else ProviderFailed
                raise error(f"the model takes no picture as {name!r}", hint="leave it out, or choose a model that does")
        filled = {key: _filled(value, values) for key, value in self.arguments.items()}
        return {key: value for key, value in filled.items() if value is not None}

    def _values(self, request: ClipRequest, picture: Picture) -> dict[str, Any]:
        seconds = self.seconds_for(request)

        def uri(path: Path | None) -> str | None:
            return picture(path).uri if path else None

        return {
            "prompt": described(request), "avoid": request.avoid or None, "seconds": seconds, "seconds_text": str(seconds),
            "frames": seconds * self.rate + 1, "aspect": nearest_shape(request.aspect, self.aspects) if self.aspects else None,
            "resolution": nearest_lines(request.height, self.resolutions) if self.resolutions else None,
            "first": uri(request.first), "last": uri(request.last), "references": [uri(path) for path in request.references] or None,
            "seed": request.seed, "sound": request.with_sound,
        }  # fmt: skip


def _filled(value: Any, values: dict[str, Any]) -> Any:
    """A value of the template with the names in braces replaced: alone they keep their type, inside text they become text."""
    if not isinstance(value, str):
        return value
    for name, filled in values.items():
        if value == f"{{{name}}}":
            return filled
    for name, filled in values.items():
        value = value.replace(f"{{{name}}}", "" if filled is None else str(filled))
    return value


def _whole_numbers(told: str) -> tuple[int, ...]:
    found: list[int] = []
    for word in _words(told):
        first, dash, last = word.partition("-")
        found += range(int(first), int(last) + 1) if dash else [int(first)]
    if not found or min(found) < 1 or max(found) > 600:
        raise ValueError
    return tuple(found)


def _words(told: str) -> list[str]:
    return [word.strip() for word in told.split(",") if word.strip()]


def _unreadable(access: Access, name: str, wanted: str) -> InvalidInput:
    return InvalidInput(f"{access.offer.vendor.variable(name)} cannot be read", hint=f"it should be {wanted}")
