"""`reel export`"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from reelwright.cli.caption_files import CAPTION_SUFFIXES, write_captions
from reelwright.cli.document_source import AspectOption, DataOption, Opened, SetOption, open_document
from reelwright.errors import InvalidInput
from reelwright.media.video_write import writing
from reelwright.render.document_words import document_words
from reelwright.render.files import Files
from reelwright.timeline.interchange.otio.export import export_timeline
from reelwright.timeline.interchange.otio.written_item import Places
from reelwright.timeline.resolve import resolve


def command(
    document: Annotated[Path, typer.Argument(metavar="DOC.json", help="A timeline document or template.")],
    output: Annotated[
        Path,
        typer.Option(
            "--output",
            "-o",
            help="Where to write: .otio (a timeline for editing programs), or its captions as .srt, .vtt, .ass or .json (words).",
        ),
    ] = Path("document.otio"),
    set_: SetOption = None,
    data: DataOption = None,
    aspect: AspectOption = None,
    json_: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    suffix = output.suffix.lower()
    if suffix != ".otio" and suffix not in CAPTION_SUFFIXES:
        raise InvalidInput(f"the output {output.name} should end in .otio, .srt, .vtt, .ass or .json")
    opened = open_document(document, set_, data, aspect)
    if suffix in CAPTION_SUFFIXES:
        _captions(opened, output, json_)
    else:
        _timeline(opened, output, json_)


def _timeline(opened: Opened, output: Path, json_: bool) -> None:
    files = Files(opened.base)
    exported = export_timeline(opened.reading, Places(files.facts_of, files.text_of, opened.base, output.parent))
    with writing(output):
        output.write_text(json.dumps(exported.timeline, indent=4, ensure_ascii=False) + "\n", "utf-8")
    if json_:
        rows = [
            {"severity": note.severity, "pointer": note.pointer, "message": note.message} for note in exported.report
        ]
        typer.echo(json.dumps({"ok": True, "output": str(output), "report": rows}, ensure_ascii=False))
        return
    for message, count in Counter(note.message for note in exported.report).items():
        first = next(note.pointer for note in exported.report if note.message == message)
        typer.echo(f"{first}{f' and {count - 1} more' if count > 1 else ''}: {message}", err=True)
    typer.echo(str(output))


def _captions(opened: Opened, output: Path, json_: bool) -> None:
    files = Files(opened.base)
    words = document_words(resolve(opened.reading, files.facts_of, files.text_of), files.path_of)
    if not words:
        raise InvalidInput("the document shows no captions", hint="only words of captions clips are written")
    count = write_captions(words, output)
    if json_:
        typer.echo(json.dumps({"ok": True, "output": str(output), "words": len(words), "captions": count}))
    else:
        typer.echo(f"{len(words)} words in {count} captions: {output}")
