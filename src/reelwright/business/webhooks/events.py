"""What can be told."""

from __future__ import annotations

from typing import Literal, get_args

Event = Literal["job.started", "job.waiting", "job.completed", "job.failed", "job.cancelled"]
EVENTS: tuple[Event, ...] = get_args(Event)

TEST_EVENT = "webhook.test"
"""Sent when asked for, to one webhook, whatever events it names."""
