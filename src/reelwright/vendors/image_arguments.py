"""What a hosted model of the operator's choice is told to draw: its input is a template the user can change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from reelwright.errors import ProviderFailed
from reelwright.providers.access import Access
from reelwright.providers.images import ImageRequest
from reelwright.vendors.argument_template import filled, has_place, read_template
from reelwright.vendors.made_picture import whole_prompt
from reelwright.vendors.nearest_size import size_within
from reelwright.vendors.sent_picture import SentPicture


@dataclass(frozen=True, slots=True)
class Told:
    """``arguments`` are sent; ``booked`` is what the books know the wish by, pictures by their SHA-256."""

    arguments: dict[str, Any]
    booked: dict[str, Any]


@dataclass(frozen=True)
class ImageModel:
    """The template has places for prompt, avoid, width, height, reference, references, and what its vendor adds to them."""

    access: Access
    name: str
    template: dict[str, Any]

    @staticmethod
    def of(access: Access) -> ImageModel:
        """From the options. Raises ``InvalidInput`` for a template that cannot be read."""
        template = read_template(access.option("image_input"), access.offer.vendor.variable("image_input"))
        return ImageModel(access, access.option("image_model").strip("/"), template)

    def check(self, request: ImageRequest) -> None:
        """Raises ``ProviderFailed`` for pictures to look like that the template has no place for."""
        if request.references and not has_place(self.template, "reference", "references"):
            vendor = self.access.offer.vendor
            raise ProviderFailed(
                f"{self.name} at {vendor.title} is told of no picture to look like",
                hint=f'choose a model that takes one, and set {vendor.variable("image_input")}, with "{{reference}}" in it',
            )

    def told(self, request: ImageRequest, references: list[SentPicture], **own: Any) -> Told:
        """What to draw; ``own`` are the vendor's own values by the names of their places."""
        width, height = size_within(request.width, request.height, self.access.option("image_sides"))
        values: dict[str, Any] = {
            "prompt": whole_prompt(request, says_avoid=not has_place(self.template, "avoid")),
            "avoid": request.avoid or None, "width": width, "height": height, **own,
        }  # fmt: skip
        booked = values | {
            "model": self.name, "input": self.template, "references": [each.sha256 for each in references]
        }  # fmt: skip
        values["references"] = [each.data_url for each in references] or None
        values["reference"] = references[0].data_url if references else None
        return Told(filled(self.template, values), booked)
