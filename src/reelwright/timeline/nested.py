"""Documents inside documents: read, resolved, and their sounds moved to where they are heard."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import PurePosixPath
from typing import Any, TypeVar, cast

from pydantic import BaseModel

from reelwright.errors import InvalidDocument
from reelwright.timeline.clips import CompositionClip
from reelwright.timeline.curve import Curve, Key
from reelwright.timeline.reading import Reading, read_document, read_tree
from reelwright.timeline.resolved import ResolvedSound, ResolvedTimeline, TextOf
from reelwright.units.time import sample_of

_Model = TypeVar("_Model", bound=BaseModel)

DEEPEST = 8
"""Documents inside each other."""


def read_inner(clip: CompositionClip, text_of: TextOf, pointer: str) -> Reading:
    """The inner document, filled with the clip's values; its files are named from the outer document's folder.

    Raises ``InvalidDocument`` at the clip.
    """
    try:
        if clip.document is not None:
            return read_tree(json.loads(json.dumps(clip.document)), clip.variables)
        assert clip.src is not None
        reading = read_document(text_of(clip.src), clip.variables)
    except InvalidDocument as error:
        inner = f" (in it: {error.pointer})" if error.pointer else ""
        place = f"{pointer}/{'document' if clip.src is None else 'src'}"
        raise InvalidDocument(
            f"the inner document cannot be used: {error.message}{inner}", pointer=place, hint=error.hint
        ) from None
    folder = PurePosixPath(clip.src).parent
    return Reading(relocated(reading.document, folder), reading.filled)


def relocated(model: _Model, folder: PurePosixPath) -> _Model:
    """The model with every relative ``src`` in it named from further out."""
    changes: dict[str, Any] = {}
    for name in type(model).model_fields:
        value = getattr(model, name)
        if name == "src" and isinstance(value, str):
            changes[name] = value if value.startswith(("/", "~")) or "://" in value else str(folder / value)
        else:
            moved = _moved(value, folder)
            if moved is not value:
                changes[name] = moved
    return model.model_copy(update=changes) if changes else model


def _moved(value: Any, folder: PurePosixPath) -> Any:
    if isinstance(value, BaseModel):
        return relocated(value, folder)
    if isinstance(value, tuple):
        items = cast("tuple[Any, ...]", value)
        moved = tuple(_moved(item, folder) for item in items)
        return moved if any(new is not old for new, old in zip(moved, items, strict=True)) else items
    return value


def inner_sounds(
    inner: ResolvedTimeline, name: str, pointer: str, span: tuple[int, int], fps: Fraction, clip: CompositionClip
) -> Iterator[ResolvedSound]:
    """The inner sounds between the outer samples ``span``; ``fps`` is the outer rate."""
    first, last = span
    length = sample_of(inner.frames, inner.fps)
    turns = -(-(last - first) // length) if clip.loop else 1
    for turn in range(turns):
        shift = first + turn * length
        for sound in inner.sounds:
            start, end = sound.start_sample + shift, min(sound.end_sample + shift, last)
            if end <= start:
                continue
            is_cut = end < sound.end_sample + shift
            under = sound.duck and replace(
                sound.duck, under=tuple(_within(name, turn, id_) for id_ in sound.duck.under)
            )
            yield replace(
                sound, id=_within(name, turn, sound.id), pointer=pointer, start_sample=start, end_sample=end,
                volume=_at_rate(sound.volume, fps / inner.fps).times(clip.volume), duck=under,
                pan=sound.pan and _at_rate(sound.pan, fps / inner.fps), fade_out=0 if is_cut else sound.fade_out,
            )  # fmt: skip


def _within(name: str, turn: int, inner: str) -> str:
    return f"{name}#{turn}/{inner}"


def _at_rate(curve: Curve, ratio: Fraction) -> Curve:
    return Curve(tuple(Key(key.frame * float(ratio), key.value, key.ease) for key in curve.keys))
