"""`reel frame`"""

from __future__ import annotations

import json
import re
from fractions import Fraction
from pathlib import Path
from typing import Annotated

import typer

from reelwright.cli.document_source import AspectOption, DataOption, SetOption, open_document
from reelwright.errors import InvalidInput
from reelwright.render.still import Stills
from reelwright.timeline.resolved import ResolvedTimeline
from reelwright.units.time import exact

_TIME = re.compile(r"(\d+(?:\.\d+)?)\s*(s|f|%)?")


def command(
    document: Annotated[Path, typer.Argument(metavar="DOC.json", help="A timeline document or template.")],
    at: Annotated[
        list[str] | None, typer.Option("--at", metavar="TIME", help="Seconds (3.2), a frame (90f) or 50%. Repeatable.")
    ] = None,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="A .png or .jpg; several frames are numbered frame-001.png …")
    ] = Path("frame.png"),
    width: Annotated[
        int | None, typer.Option(help="Pixels across; the document's own width without it.", min=16, max=8192)
    ] = None,
    set_: SetOption = None,
    data: DataOption = None,
    aspect: AspectOption = None,
    json_: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    if output.suffix.lower() not in (".png", ".jpg", ".jpeg"):
        raise InvalidInput(f"the output {output.name} should end in .png or .jpg")
    opened = open_document(document, set_, data, aspect)
    rows: list[dict[str, object]] = []
    with Stills(opened.reading, opened.base, width) as stills:
        frames = [_frame(text, stills.timeline) for text in at or ["50%"]]
        for number, frame in enumerate(frames, 1):
            path = output if len(frames) == 1 else output.with_stem(f"{output.stem}-{number:03d}")
            stills.write(frame, path)
            rows.append({"path": str(path), "frame": frame, "seconds": float(frame / stills.timeline.fps)})
    if json_:
        typer.echo(json.dumps({"ok": True, "frames": rows}))
    else:
        for row in rows:
            typer.echo(str(row["path"]))


def _frame(text: str, timeline: ResolvedTimeline) -> int:
    """The frame that a time names. Raises ``InvalidInput`` past the end."""
    match = _TIME.fullmatch(text.strip())
    if match is None:
        raise InvalidInput(f"{text} is not a time", hint="write seconds such as 3.2, a frame such as 90f, or 50%")
    number = exact(match.group(1))
    last = timeline.frames - 1
    unit = match.group(2)
    frame = int(number) if unit == "f" else int(number * last / 100) if unit == "%" else int(number * timeline.fps)
    if frame > last and not (unit is None and number <= timeline.duration):
        raise InvalidInput(
            f"{text} is past the end: the document has {timeline.frames} frames, {float(timeline.duration):g} s"
        )
    return min(frame, last)


def evenly(timeline: ResolvedTimeline, count: int) -> list[int]:
    """``count`` frames spread over the document, each in the middle of its part."""
    return [int(Fraction(2 * n + 1, 2 * count) * timeline.frames) for n in range(count)]
