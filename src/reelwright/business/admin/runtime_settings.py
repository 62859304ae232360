"""Settings administrators change while the server runs. They stand before the environment's, in every process, within seconds."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import select

from reelwright.business.audit import Origin, record
from reelwright.database.columns import now
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import RuntimeSetting
from reelwright.errors import InvalidInput, ReelwrightError

_MOST = 2**53


class WorkPaused(ReelwrightError):
    """No new work is taken for now: come back later."""

    code = "PAUSED"


@dataclass(frozen=True)
class Choice:
    """One thing that can be set: ``kind`` says of what; ``field`` is the server setting it stands before, if there is one."""

    name: str
    kind: Literal["flag", "number", "text"]
    title: str
    help: str
    field: str = ""
    longest: int = 0
    scale: int = 1
    """The server setting is this many times the number."""


CHOICES: tuple[Choice, ...] = (
    Choice("registrationOpen", "flag", "Anybody may register", "When off, administrators add accounts.", "is_registration_open"),
    Choice("workPaused", "flag", "Take no new work", "Jobs that were started go on; new ones are refused with PAUSED."),
    Choice("announcement", "text", "Announcement", "Shown on every page until it is emptied.", longest=300),
    Choice("requestsPerMinute", "number", "Requests a minute", "Of each user or address; 0 is no limit.", "requests_per_minute"),
    Choice("storageQuota", "number", "Storage for each user, in bytes", "For users without a limit of their own.", "storage_quota"),
    Choice(
        "monthlyBudget", "number", "Monthly budget for each user, in US dollars", "Spent at providers; for users without one of their own.",
        "monthly_budget_micros", scale=1_000_000,
    ),
    Choice("voiceClones", "number", "Clones of voices for each user", "Those that are there stay.", "voice_clones"),
)  # fmt: skip
"""Only what can change at once and everywhere: addresses, secrets and sizes of workers stay in the environment."""
_BY_NAME = {choice.name: choice for choice in CHOICES}


def chosen(session: OwnedSession) -> dict[str, Any]:
    """What is set at run time, by name."""
    rows = session.scalars(select(RuntimeSetting))
    return {row.name: row.value.get("value") for row in rows if row.name in _BY_NAME}


def choose(session: OwnedSession, values: Mapping[str, Any], *, actor: uuid.UUID, origin: Origin) -> None:
    """Set some; ``None`` goes back to the environment's. Raises ``InvalidInput`` and then changes nothing."""
    for name, value in values.items():
        _check(name, value)
    before = chosen(session)
    for name, value in values.items():
        row = session.get(RuntimeSetting, name, with_for_update=True)
        if value is None:
            if row is not None:
                session.delete(row)
        elif row is None:
            session.add(RuntimeSetting(name=name, value={"value": value}, changed_at=now(), changed_by=actor))
        else:
            row.value, row.changed_at, row.changed_by = {"value": value}, now(), actor
        if value != before.get(name):
            record(
                session, "setting.changed", actor=actor, subject=name, origin=origin, old=before.get(name), new=value
            )
    session.flush()


def refuse_while_paused(session: OwnedSession) -> None:
    """Raises ``WorkPaused`` when an administrator stopped new work."""
    row = session.get(RuntimeSetting, "workPaused")
    if row is not None and row.value.get("value"):
        raise WorkPaused("the server takes no new work for now", hint="try it again in a while")


def standing_before(values: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of the server's settings and what they are instead."""
    return {
        choice.field: values[choice.name] * choice.scale if choice.kind == "number" else values[choice.name]
        for choice in CHOICES
        if choice.field and values.get(choice.name) is not None
    }


def _check(name: str, value: Any) -> None:
    choice = _BY_NAME.get(name)
    if choice is None:
        raise InvalidInput(f"{name} cannot be set here", hint=f"choose of {', '.join(_BY_NAME)}")
    fits = {
        "flag": isinstance(value, bool),
        "number": isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _MOST // choice.scale,
        "text": isinstance(value, str) and len(value) <= choice.longest,
    }
    if value is not None and not fits[choice.kind]:
        words = {
            "flag": "yes or no",
            "number": "a whole number from 0 on",
            "text": f"at most {choice.longest} characters",
        }
        raise InvalidInput(f"{name} is {words[choice.kind]}")
