"""The document a command works on: a file of ours or of another tool, filled with data, in the shape asked for."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from reelwright.app.cache_folder import chunk_folder
from reelwright.captions.file_opening import open_file
from reelwright.cli.lexicon_file import lexicon_for
from reelwright.cli.progress import StageBars
from reelwright.errors import InvalidInput
from reelwright.timeline.interchange.imported import Note
from reelwright.timeline.made import is_complete
from reelwright.timeline.reading import Reading, read_tree
from reelwright.timeline.reshape import reshaped

SetOption = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="NAME=VALUE", help="A variable's value; JSON or plain text. Repeatable."),
]
DataOption = Annotated[
    Path | None, typer.Option(metavar="DATA.json", help="Values of the variables, as a JSON object.")
]
AspectOption = Annotated[
    str | None,
    typer.Option(metavar="W:H", help="Another shape of canvas: 9:16, 1:1, 4:5 … or a size such as 1080x1350."),
]


_DATA_HINT = 'write an object such as {"headline": "Rice", "year": 2026}'


@dataclass(frozen=True)
class Opened:
    """A valid document, the folder its files are named from, and what another tool's document lost on the way."""

    reading: Reading
    base: Path
    notes: tuple[Note, ...]


def open_document(path: Path, set_: list[str] | None, data: Path | None, aspect: str | None) -> Opened:
    """Read, reshape and fill. Notes about what was lost are told on stderr."""
    imported = open_file(path)
    tree = reshaped(imported.document, aspect) if aspect else imported.document
    reading = read_tree(tree, _data(data) | dict(_assignment(text) for text in set_ or []))
    for note in imported.report:
        if note.severity != "info":
            typer.echo(f"{note.severity}: {note.pointer}: {note.message}", err=True)
    return Opened(_made(reading, path), path.parent, imported.report)


def _made(reading: Reading, path: Path) -> Reading:
    """The document with its speech and music made, when it asks for any."""
    if is_complete(reading.document):
        return reading
    from reelwright.app.own_books import own_providers  # noqa: PLC0415  # providers, which most documents do not need
    from reelwright.app.wiring import tools  # noqa: PLC0415
    from reelwright.workflows.materials import with_materials  # noqa: PLC0415

    folder = chunk_folder().with_name("materials")
    with StageBars({"materials": "Voices"}) as bars:
        return with_materials(
            reading,
            tools(own_providers()),
            folder,
            lambda done, total: bars.show("materials", done, total),
            lexicon_for(path),
        )


def _data(path: Path | None) -> dict[str, Any]:
    if path is None:
        return {}
    try:
        data = json.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise InvalidInput(f"cannot read {path}: {error.strerror}", hint="check the path") from None
    except ValueError as error:
        table = "; each row of a table is a video of its own: give it by --set, or the table to the studio's batches"
        raise InvalidInput(
            f"{path} is not JSON: {error}",
            hint=_DATA_HINT + (table if path.suffix.lower() in (".csv", ".tsv") else ""),
        ) from None
    if not isinstance(data, dict):
        raise InvalidInput(f"{path} should hold a JSON object: the variables' names and values", hint=_DATA_HINT)
    return data


def _assignment(text: str) -> tuple[str, Any]:
    """``name=value``; the value is JSON where it reads as JSON (numbers, true, lists), else the text itself."""
    name, mark, value = text.partition("=")
    if not mark or not name.strip():
        raise InvalidInput(f"--set {text} is not NAME=VALUE", hint='for example --set headline="Rice"')
    try:
        return name.strip(), json.loads(value)
    except ValueError:
        return name.strip(), value
