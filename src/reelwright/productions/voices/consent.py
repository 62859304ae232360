"""Consent: nobody's voice is cloned unless that person agreed, and who says so is written down."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal, get_args

from reelwright.errors import ConsentNeeded, InvalidInput

How = Literal["own-voice", "written-permission"]
HOWS: tuple[How, ...] = get_args(How)
LONGEST_STATEMENT, LONGEST_NAME = 2000, 200
_STATEMENTS: dict[How, str] = {
    "own-voice": "This is my own voice. I agree that a copy of it is made and speaks texts for me.",
    "written-permission": "{person} has permitted in writing that a copy of their voice is made and used here. I keep that permission.",
}
_SAYINGS = ("own", "own voice", "own-voice", "written", "written permission", "written-permission")


@dataclass(frozen=True, slots=True)
class Consent:
    """``person`` is who is heard (empty for one's own voice where no name was told), ``statement`` what was declared by
    ``agreed_by`` (an account or a user of this machine) at ``agreed_at`` (ISO 8601, UTC)."""

    how: How
    person: str
    statement: str
    agreed_by: str
    agreed_at: str

    @property
    def digest(self) -> str:
        """SHA-256 of the record: proves what it said after it was removed."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    def tree(self) -> dict[str, Any]:
        return {
            "how": self.how, "person": self.person, "statement": self.statement, "agreedBy": self.agreed_by,
            "agreedAt": self.agreed_at,
        }  # fmt: skip


def consent_from(tree: Any) -> Consent:
    """A record from its JSON. Raises ``InvalidInput``."""
    try:
        how: How = tree["how"]
        if how not in HOWS:
            raise KeyError(how)
        return Consent(how, *(str(tree[name]) for name in ("person", "statement", "agreedBy", "agreedAt")))
    except (KeyError, TypeError):
        raise InvalidInput("a record of consent cannot be read") from None


@dataclass(frozen=True, slots=True)
class Declared:
    """What somebody declares before a voice is cloned. ``is_agreed``: they ticked it themselves."""

    how: str
    person: str = ""
    statement: str = ""
    is_agreed: bool = True


def consent_given(told: Declared | None, by: str, moment: datetime) -> Consent:
    """The record of a declaration. Raises ``ConsentNeeded`` without one, and for one that says too little."""
    if told is None or not told.is_agreed or not told.how.strip():
        raise ConsentNeeded(
            "a voice is not cloned without the consent of the person who is heard",
            hint='say that it is your own voice, or whose written permission you have: --consent own, or --consent "written: NAME"',
        )
    how: How | None = next((each for each in HOWS if each == told.how), None)
    if how is None:
        raise InvalidInput(f"{told.how[:60]!r} is no way to consent", hint=f"one of {', '.join(HOWS)}")
    person, statement = " ".join(told.person.split()), told.statement.strip()
    if how == "written-permission" and not person:
        raise ConsentNeeded("whose written permission it is was not told", hint="name the person who is heard")
    if len(person) > LONGEST_NAME or len(statement) > LONGEST_STATEMENT:
        raise InvalidInput(
            "the record of consent is too long",
            hint=f"{LONGEST_NAME} letters of a name, {LONGEST_STATEMENT} of a statement",
        )
    return Consent(how, person, statement or _STATEMENTS[how].format(person=person), by, moment.isoformat())


def declared(told: str) -> Declared:
    """A declaration in one line: ``own``, ``own: NAME`` or ``written: NAME``. Raises ``InvalidInput``."""
    how, _, person = told.partition(":")
    how = how.strip().lower()
    if how not in _SAYINGS:
        raise InvalidInput(
            f"--consent {told[:60]!r} is no declaration", hint='write own (your own voice), or "written: NAME" of whoever permitted it'
        )  # fmt: skip
    return Declared("own-voice" if how.startswith("own") else "written-permission", person.strip())


def declared_by_speaker(told: list[str]) -> dict[str, Declared]:
    """Declarations for a dub: ``SPEAKER=own``, ``SPEAKER=written: NAME``; without a speaker, for everybody (``*``)."""
    found: dict[str, Declared] = {}
    for each in told:
        name, sign, rest = each.partition("=")
        found[name.strip() if sign else "*"] = declared(rest if sign else each)
    return found
