"""What the forms of the steps sent, as wishes of a draft."""

from __future__ import annotations

from typing import Any

from reelwright.app.video_wishes import MakeWishes
from reelwright.errors import ReelwrightError
from reelwright.productions.narrate.script_file import is_script, write_script
from reelwright.studio.form import Form, FormErrors, asked_of
from reelwright.studio.own_numbers import seconds_of
from reelwright.workflows.script_work import read_script

_TAKEN: dict[str, tuple[str, ...]] = {
    "source": ("title", "language", "audience", "tone"),
    "voice": ("voice", "speed", "pitch", "lexicon"),
    "pictures": ("pictures", "aspect", "style"),
    "style": ("captions", "palette", "music", "music_level", "aspect"),
}
"""Fields of each step that are wishes of the same name; an empty one takes the wish away."""


def wishes_of(step: str, form: Form) -> MakeWishes | None:
    """``None`` for a step without wishes. Raises ``FormErrors``."""
    names = [name for name in _TAKEN.get(step, ()) if name in form.values]
    given: dict[str, object] = {name: form.text(name) for name in names}
    if step == "source":
        given |= _source(form)
    if step == "voice":
        given |= _cast(form)
    if not given:
        return None
    found = asked_of(MakeWishes, given)
    told = found.model_dump(exclude_unset=True)
    return MakeWishes.model_validate({**dict.fromkeys(given), **told})


def _source(form: Form) -> dict[str, object]:
    kind = "topic" if form.text("source") == "topic" else "text"
    if not form.text(kind):
        raise FormErrors({kind: "Say what the video is about." if kind == "topic" else "Paste or write a text."})
    text = form.text(kind)
    if form.text("source") == "script":
        text = as_script(text)
    told: dict[str, object] = {kind: text, "topic" if kind == "text" else "text": ""}
    told["duration"] = seconds_of(form.text("minutes")) if form.text("minutes") else ""
    return told


def _cast(form: Form) -> dict[str, Any]:
    voices = {name[5:]: form.text(name) for name in form.values if name.startswith("cast:")}
    return {"cast": {name: voice for name, voice in voices.items() if voice} or ""} if voices else {}


def as_script(text: str) -> str:
    """What its writer calls a script, in the form of one: sentence by sentence. Raises ``FormErrors``."""
    try:
        return text if is_script(text) else write_script(read_script(text, "the script"))
    except ReelwrightError as refusal:
        raise FormErrors({"text": f"{refusal.message[:1].upper()}{refusal.message[1:]}."}) from None
