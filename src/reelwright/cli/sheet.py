"""`reel sheet`"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from reelwright.cli.document_source import AspectOption, DataOption, SetOption, open_document
from reelwright.cli.frame import evenly
from reelwright.errors import InvalidInput
from reelwright.render.contact_sheet import Cell, draw_sheet, video_cells
from reelwright.render.still import Stills

_DOCUMENTS = (".json", ".srt", ".vtt", ".ass")


def command(
    source: Annotated[Path, typer.Argument(metavar="DOC.json|VIDEO", help="A timeline document, or any video.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="A .png or .jpg.")] = Path("sheet.png"),
    count: Annotated[int, typer.Option(help="Frames shown, evenly spread.", min=1, max=200)] = 16,
    columns: Annotated[int, typer.Option(help="Frames side by side.", min=1, max=20)] = 4,
    width: Annotated[int, typer.Option(help="Pixels across of each frame.", min=64, max=1920)] = 320,
    set_: SetOption = None,
    data: DataOption = None,
    aspect: AspectOption = None,
    json_: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    if output.suffix.lower() not in (".png", ".jpg", ".jpeg"):
        raise InvalidInput(f"the output {output.name} should end in .png or .jpg")
    if source.suffix.lower() in _DOCUMENTS:
        opened = open_document(source, set_, data, aspect)
        with Stills(opened.reading, opened.base, width) as stills:
            frames = list(dict.fromkeys(evenly(stills.timeline, count)))
            cells = [Cell(float(frame / stills.timeline.fps), stills.picture(frame)) for frame in frames]
    else:
        cells = video_cells(source, count, width)
    draw_sheet(cells, columns, output)
    if json_:
        typer.echo(
            json.dumps({"ok": True, "output": str(output), "seconds": [round(cell.seconds, 3) for cell in cells]})
        )
    else:
        typer.echo(str(output))
