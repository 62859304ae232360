"""Reelwright as a Python library: what the package exposes."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path
from threading import Event
from typing import Any

import numpy as np
import numpy.typing as npt

from reelwright.captions.file_opening import open_file
from reelwright.errors import InvalidDocument, InvalidInput
from reelwright.media import probe as media_probe
from reelwright.render.job import RenderReport, RenderWish, render_outputs
from reelwright.render.output_plan import OutputWish
from reelwright.render.still import Stills
from reelwright.timeline.reading import Reading, read_document
from reelwright.timeline.reshape import reshaped
from reelwright.timeline.schema import document_schema
from reelwright.units.time import exact

Document = Mapping[str, Any] | str | os.PathLike[str]
"""A document as a dict, as JSON text, or as the path of a file (ours, a Shotstack edit, or an .otio timeline)."""


def read(document: Document, data: Mapping[str, Any] | None = None, *, aspect: str | None = None) -> Reading:
    """Validate a document and fill its variables with ``data``; ``aspect`` ("9:16") puts it on another canvas.

    Raises ``InvalidDocument`` with the JSON pointer of the first fault.
    """
    tree, _ = _opened(document)
    if isinstance(tree, str):
        return read_document(tree, data)
    return read_document(_written(reshaped(tree, aspect) if aspect else tree), data)


def render(
    document: Document, output: str | os.PathLike[str] | list[str | os.PathLike[str]], *, data: Mapping[str, Any] | None = None,
    base: str | os.PathLike[str] | None = None, aspect: str | None = None, frames: tuple[int, int] | None = None, jobs: int = 0,
    cache: str | os.PathLike[str] | None = None, on_progress: Callable[[int, int], None] | None = None, cancel: Event | None = None,
) -> RenderReport:  # fmt: skip
    """Render to one file or several; each suffix names its format, and frames are drawn once for all.

    ``base`` is the folder the document's files are named from (a document file's own folder, else the current one).
    ``on_progress(done, total)`` counts frames and is called from worker threads; setting ``cancel`` ends the render at the next
    frame with ``Cancelled`` and leaves no file. ``cache`` is a folder for finished parts. Raises the errors of
    ``reelwright.errors``.
    """
    reading = read(document, data, aspect=aspect)
    folder = Path(base) if base is not None else _opened(document)[1]
    paths = output if isinstance(output, list) else [output]
    if not paths:
        raise InvalidInput("there is no output to render to")
    wish = RenderWish(jobs, frames, on_progress, None if cache is None else Path(cache), stop=cancel)
    return render_outputs(reading, folder, [OutputWish(Path(path)) for path in paths], wish)


def frame(
    document: Document, seconds: float, output: str | os.PathLike[str] | None = None, *, data: Mapping[str, Any] | None = None,
    base: str | os.PathLike[str] | None = None, aspect: str | None = None, width: int | None = None,
) -> npt.NDArray[np.uint8]:  # fmt: skip
    """The frame shown at ``seconds``: (height, width, 3) red, green, blue; also saved when ``output`` (.png, .jpg) is given."""
    reading = read(document, data, aspect=aspect)
    folder = Path(base) if base is not None else _opened(document)[1]
    with Stills(reading, folder, width) as stills:
        number = stills.frame_at(Fraction(exact(seconds)))
        if output is not None:
            stills.write(number, Path(output))
        return stills.picture(number)


def probe(path: str | os.PathLike[str]) -> media_probe.MediaInfo:
    """What is in a media file. Raises ``MediaUnusable``."""
    return media_probe.probe(Path(path))


def schema() -> dict[str, Any]:
    """The JSON Schema of documents."""
    return document_schema()


def _written(tree: Mapping[str, Any]) -> str:
    """A document built in Python as the text it stands for."""
    try:
        return json.dumps(tree)
    except (TypeError, ValueError, RecursionError) as error:  # no JSON value, a circle, too deep
        reason = "it is nested too deeply" if isinstance(error, RecursionError) else str(error).splitlines()[0]
        raise InvalidDocument(f"the document cannot be written as JSON: {reason}") from None


def _opened(document: Document) -> tuple[Mapping[str, Any] | str, Path]:
    """The tree (or JSON text), and the folder its files are named from."""
    if isinstance(document, Mapping):
        return document, Path()
    if isinstance(document, str) and document.lstrip().startswith("{"):
        return document, Path()
    path = Path(document)
    return open_file(path).document, path.parent
