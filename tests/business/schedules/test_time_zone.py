"""Which names are time zones."""

from __future__ import annotations

import pytest

from reelwright.business.schedules.time_zone import checked_time_zone
from reelwright.errors import InvalidInput


@pytest.mark.parametrize("name", ["UTC", "Europe/Berlin", "America/Argentina/Ushuaia", "Asia/Kolkata"])
def test_iana_names_are_known(name: str) -> None:
    assert checked_time_zone(name).key == name


@pytest.mark.parametrize(
    "name",
    ["", "Mars/Olympus", "europe/berlin ", "../../etc/passwd", "localtime", "Factory", "Europe", "\x00", "+02:00"],
)
def test_others_are_refused(name: str) -> None:
    with pytest.raises(InvalidInput, match="no time zone"):
        checked_time_zone(name)
