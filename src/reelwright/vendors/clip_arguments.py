"""What a hosted model of the operator's choice is told to film: its input is a template the user can change, so that no code is
needed for a new model."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reelwright.errors import InvalidInput, ProviderFailed
from reelwright.providers.access import Access
from reelwright.providers.clips import ClipRequest, ReferencesNotTaken
from reelwright.vendors.argument_template import filled, has_place, read_template
from reelwright.vendors.clip_shapes import nearest_lines, nearest_seconds, nearest_shape
from reelwright.vendors.clip_work import Order, Picture, described


@dataclass(frozen=True)
class ClipModel:
    """``image_name`` is the model for clips that begin with a picture. How a request becomes arguments."""

    name: str
    image_name: str
    arguments: dict[str, Any]
    seconds: tuple[int, ...]
    resolutions: tuple[str, ...]
    aspects: tuple[str, ...]
    rate: int

    @staticmethod
    def of(access: Access) -> ClipModel:
        """From the options. Raises ``InvalidInput`` for some that cannot be read."""
        name, vendor = access.option("clip_model"), access.offer.vendor
        try:
            return ClipModel(
                name,
                access.option("clip_image_model") or name,
                read_template(access.option("clip_arguments"), vendor.variable("clip_arguments")),
                _whole_numbers(access.option("clip_seconds")),
                tuple(_words(access.option("clip_resolutions"))),
                tuple(_words(access.option("clip_aspects"))),
                int(access.number("clip_rate")),
            )
        except ValueError:
            raise InvalidInput(
                f"{vendor.variable('clip_seconds')} cannot be read", hint="it should be numbers such as 5,10 or 3-10"
            ) from None

    def order(self, request: ClipRequest, picture: Picture) -> Order:
        """Its path is the model. Raises ``ProviderFailed`` for a picture that the model has no argument for."""
        seconds = nearest_seconds(request.seconds, self.seconds)
        values = self._values(request, picture, seconds)
        for name in ("first", "last", "references"):
            if values[name] and not has_place(self.arguments, name):
                error = ReferencesNotTaken if name == "references" else ProviderFailed
                raise error(f"the model takes no picture as {name!r}", hint="leave it out, or choose a model that does")
        model = self.image_name if request.first else self.name
        return Order(model, filled(self.arguments, values), {"seconds": seconds})

    def _values(self, request: ClipRequest, picture: Picture, seconds: int) -> dict[str, Any]:
        def uri(path: Path | None) -> str | None:
            return picture(path).uri if path else None

        return {
            "prompt": described(request), "avoid": request.avoid or None, "seconds": seconds, "seconds_text": str(seconds),
            "frames": seconds * self.rate + 1, "aspect": nearest_shape(request.aspect, self.aspects) if self.aspects else None,
            "resolution": nearest_lines(request.height, self.resolutions) if self.resolutions else None,
            "first": uri(request.first), "last": uri(request.last), "references": [uri(path) for path in request.references] or None,
            "seed": request.seed, "sound": request.with_sound,
        }  # fmt: skip


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
