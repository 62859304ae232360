"""When a failed message is tried again."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from reelwright.business.webhooks.retrying import MOST_ATTEMPTS, next_attempt

NOW = datetime(2026, 5, 1, tzinfo=UTC)


@pytest.mark.parametrize(("attempts", "seconds"), [*enumerate((5, 30, 120, 600, 3600, 21600, 86400), 1)])
def test_each_wait_is_longer_and_a_little_random(attempts: int, seconds: int) -> None:
    waits = set()
    for _ in range(50):
        again = next_attempt(attempts, NOW)
        assert again is not None
        waits.add((again - NOW).total_seconds())
    assert all(seconds <= wait <= seconds * 1.2 for wait in waits)
    assert len(waits) > 1


def test_after_the_last_attempt_it_is_given_up() -> None:
    assert MOST_ATTEMPTS == 8
    assert next_attempt(MOST_ATTEMPTS, NOW) is None
