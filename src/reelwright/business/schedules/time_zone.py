"""Time zones by their IANA names."""

from __future__ import annotations

from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from reelwright.errors import InvalidInput


def checked_time_zone(name: str) -> ZoneInfo:
    """Raises ``InvalidInput`` for a name that is not in the time zone database of this machine."""
    if name not in _known():
        raise InvalidInput(
            f"there is no time zone {name[:60]!r}", hint="give an IANA name, such as Europe/Berlin or UTC"
        )
    return ZoneInfo(name)


@cache
def _known() -> frozenset[str]:
    return frozenset(available_timezones() - {"localtime", "Factory"})
