"""Every offer there is: ours, one manifest in each folder of ``vendors``, and those of installed packages."""

from __future__ import annotations

import logging
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from importlib.util import find_spec
from pkgutil import iter_modules

import reelwright.vendors
from reelwright.errors import InvalidInput
from reelwright.providers.manifest import KINDS, Kind, Offer, Vendor

ENTRY_POINTS = "reelwright.providers"
"""Group of entry points; each leads to a tuple of ``Offer``, as ``acme = acme_reelwright.manifest:OFFERS``."""
_log = logging.getLogger(__name__)


@cache
def offers(kind: Kind | None = None) -> tuple[Offer, ...]:
    """The offers of a kind (or all), best first; no adapter is imported for it."""
    found = [*_ours(), *_foreign()]
    wanted = [offer for offer in found if kind is None or offer.kind == kind]
    return tuple(sorted(wanted, key=lambda offer: (KINDS.index(offer.kind), -offer.quality, offer.vendor.name)))


def vendors() -> tuple[Vendor, ...]:
    """Every vendor of an offer, by name."""
    by_name = {offer.vendor.name: offer.vendor for offer in offers()}
    return tuple(by_name[name] for name in sorted(by_name))


def vendor_named(name: str) -> Vendor:
    """Raises ``InvalidInput`` for one there is not."""
    for vendor in vendors():
        if vendor.name == name:
            return vendor
    known = ", ".join(vendor.name for vendor in vendors())
    raise InvalidInput(f"there is no provider {name[:60]!r}", hint=f"known: {known}")


def _ours() -> list[Offer]:
    found: list[Offer] = []
    for module in iter_modules(reelwright.vendors.__path__):
        name = f"reelwright.vendors.{module.name}.manifest"
        if module.ispkg and find_spec(name) is not None:
            found += import_module(name).OFFERS
    return found


def _foreign() -> list[Offer]:
    """A package that is broken is left out, and said: it must not take ours away."""
    found: list[Offer] = []
    for point in entry_points(group=ENTRY_POINTS):
        try:
            loaded = point.load()
            found += [offer for offer in loaded if isinstance(offer, Offer)]
        except Exception as error:  # a door: anybody's code
            _log.warning("the providers of %s cannot be loaded: %s", point.value, type(error).__name__)
    return found
