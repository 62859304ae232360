"""The models that can be fetched by a name of ours: each vendor's manifest lists its own."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules

import reelwright.vendors
from reelwright.providers.models import KnownModel


@cache
def known_models() -> tuple[KnownModel, ...]:
    """All that are listed (``MODELS`` of a manifest), vendor by vendor."""
    return tuple(model for manifest in _manifests() for model in getattr(manifest, "MODELS", ()))


def known_model(name: str) -> KnownModel | None:
    """A listed model, or one of a vendor's collection (``known_model`` of a manifest), or nothing."""
    for model in known_models():
        if model.name == name:
            return model
    for manifest in _manifests():
        of_name = getattr(manifest, "known_model", None)
        if of_name is not None and (model := of_name(name)) is not None:
            return model
    return None


def _manifests() -> list[object]:
    found: list[object] = []
    for module in iter_modules(reelwright.vendors.__path__):
        name = f"reelwright.vendors.{module.name}.manifest"
        if module.ispkg and find_spec(name) is not None:
            found.append(import_module(name))
    return found
