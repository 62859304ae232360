"""Pictures as a form without scripts changes them: ``chosen-2``, ``start-2``, ``alt-2`` and their values before."""

from __future__ import annotations

from reelwright.app.picture_changes import PictureChange
from reelwright.studio.form import Form, FormErrors, asked_of

_NAMES = ("chosen", "start", "alt", "prompt")


def changes_of(form: Form) -> list[PictureChange]:
    """Only what differs from the value before. Raises ``FormErrors``."""
    shots = sorted({int(name[4:]) for name in form.values if name.startswith("was-") and name[4:].isdigit()})
    found: list[PictureChange] = []
    for shot in shots:
        was: dict[str, str] = dict(zip(_NAMES, form.values[f"was-{shot}"].split("\n"), strict=False))
        now = {name: form.text(f"{name}-{shot}") for name in _NAMES if f"{name}-{shot}" in form.values}
        told = {name: value for name, value in now.items() if value != was.get(name, "") and (value or name == "alt")}
        if not told:
            continue
        try:
            found.append(PictureChange.model_validate({"shot": shot} | told))
        except ValueError:
            asked_of(PictureChange, {"shot": shot} | told)
            raise FormErrors({"": f"Picture {shot} cannot be changed so."}) from None
    return found
