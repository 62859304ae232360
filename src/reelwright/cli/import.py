"""`reel import`"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from reelwright.captions.file_opening import open_file
from reelwright.errors import InvalidInput
from reelwright.media.video_write import writing
from reelwright.timeline.interchange.moved_sources import moved_sources
from reelwright.timeline.reading import read_tree

_HEADINGS = {"lost": "Lost", "approximated": "Approximated", "info": "To know"}


def command(
    source: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="A timeline of an editing program (.otio), a Shotstack edit (.json), or captions (.srt, .vtt, words).",
        ),
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="Where to write the document.")] = Path(
        "document.json"
    ),
    strict: Annotated[bool, typer.Option("--strict", help="Fail when anything was lost.")] = False,
    json_: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    imported = open_file(source)
    read_tree(imported.document)
    notes = sorted(imported.report, key=lambda note: list(_HEADINGS).index(note.severity))
    lost = [note for note in notes if note.severity == "lost"]
    if strict and lost:
        raise InvalidInput(
            f"{len(lost)} things would be lost, first {lost[0].pointer}: {lost[0].message}", pointer=lost[0].pointer
        )
    document = moved_sources(imported.document, source.parent, output.parent)
    with writing(output):
        output.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", "utf-8")
    if json_:
        rows = [{"severity": note.severity, "pointer": note.pointer, "message": note.message} for note in notes]
        typer.echo(json.dumps({"ok": True, "output": str(output), "report": rows}, ensure_ascii=False))
        return
    for severity, heading in _HEADINGS.items():
        found = [note for note in notes if note.severity == severity]
        if found:
            typer.echo(f"{heading} ({len(found)}):", err=True)
            for note in found:
                typer.echo(f"  {note.pointer}: {note.message}", err=True)
    typer.echo(str(output))
