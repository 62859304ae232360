"""A mail's words: HTML and plain text of one template each, by Jinja2."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from reelwright.business.mails.kinds import KINDS

_environment = Environment(
    loader=PackageLoader("reelwright.business.mails"),
    autoescape=select_autoescape(("html",), default=False),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)


@dataclass(frozen=True)
class Letter:
    subject: str
    text: str
    html: str


def write_letter(kind: str, *, server: str, name: str, data: Mapping[str, Any]) -> Letter:
    """A letter to ``name`` from the server at ``server``. Raises ``KeyError`` for an unknown kind, jinja2's errors for missing data."""
    about = KINDS[kind]
    subject = " ".join(about.subject.format(**data).split())
    values = {"server": server, "name": name, "subject": subject, "may_stop": bool(about.choice), **data}
    text = _environment.get_template(f"{kind}.txt").render(values)
    return Letter(subject, text, _environment.get_template(f"{kind}.html").render(values))
