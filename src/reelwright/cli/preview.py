"""`reel preview`"""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Annotated

import typer

from reelwright.app.cache_folder import chunk_folder, usable
from reelwright.cli.document_source import AspectOption, DataOption, SetOption, open_document
from reelwright.cli.opening import open_file
from reelwright.cli.progress import StageBars
from reelwright.render.frame_range import parse_range
from reelwright.render.job import RenderWish, render_outputs
from reelwright.render.output_plan import OutputWish
from reelwright.units.time import parse_rate


def command(
    document: Annotated[Path, typer.Argument(metavar="DOC.json", help="A timeline document or template.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The small video.")] = Path("preview.mp4"),
    width: Annotated[int, typer.Option(help="Pixels across.", min=64, max=1920)] = 640,
    set_: SetOption = None,
    data: DataOption = None,
    aspect: AspectOption = None,
    range_: Annotated[
        str | None, typer.Option("--range", metavar="A:B", help="Frames (30:90) or seconds (1s:3s) only.")
    ] = None,
    show: Annotated[bool, typer.Option("--open", help="Open it when it is done.")] = False,
    json_: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    opened = open_document(document, set_, data, aspect)
    canvas = opened.reading.document.canvas
    fps = parse_rate(canvas.fps)
    part = parse_range(range_, fps) if range_ else None
    cache = chunk_folder() if usable(chunk_folder()) else None
    began = time.monotonic()
    with StageBars({"render": "Preview"}, fps=float(fps)) as bars:
        zoom = min(1.0, width / canvas.width)
        wish = RenderWish(0, part, lambda done, total: bars.show("render", done, total), cache, zoom=zoom)
        report = render_outputs(opened.reading, opened.base, [OutputWish(output, quality="draft")], wish)
    seconds = time.monotonic() - began
    if json_:
        facts = {"width": report.width, "height": report.height, "frames": report.frames, "duration": report.duration}
        typer.echo(json.dumps({"ok": True, "output": str(output), **facts, "seconds": round(seconds, 2)}))
    else:
        typer.echo(f"{report.frames} frames of {report.width} x {report.height} in {seconds:.1f} s", err=True)
        typer.echo(str(output))
    if show:
        open_file(output)
