"""`reel render`"""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Annotated, Any

import typer

from reelwright.cli.progress import StageBars
from reelwright.errors import InvalidInput
from reelwright.render.frame_range import parse_range
from reelwright.render.job import RenderWish, load_document, render_reading
from reelwright.units.time import parse_rate


def command(
    document: Annotated[Path, typer.Argument(metavar="DOC.json", help="A timeline document or template.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The video to write (.mp4).")] = Path("video.mp4"),
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=VALUE", help="A variable's value; JSON or plain text. Repeatable."),
    ] = None,
    data: Annotated[
        Path | None, typer.Option(metavar="DATA.json", help="Values of the variables, as a JSON object.")
    ] = None,
    jobs: Annotated[
        int, typer.Option(help="Processor cores to use; 0 is all. The pictures are the same with any number.")
    ] = 0,
    range_: Annotated[
        str | None,
        typer.Option("--range", metavar="A:B", help="Render frames A up to B only (30:90), or seconds (1s:3s)."),
    ] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    if jobs < 0:
        raise InvalidInput("--jobs counts cores: 0 for all, or 1 and more")
    reading = load_document(document, _data(data) | dict(_assignment(text) for text in set_ or []))
    fps = parse_rate(reading.document.canvas.fps)
    part = parse_range(range_, fps) if range_ else None
    began = time.monotonic()
    with StageBars({"render": "Render"}, fps=float(fps)) as bars:
        wish = RenderWish(jobs, part, lambda done, total: bars.show("render", done, total))
        report = render_reading(reading, document.parent, output, wish)
    seconds = time.monotonic() - began
    row: dict[str, Any] = {"ok": True} | vars(report) | {"output": str(report.output), "seconds": round(seconds, 2)}
    if json_:
        typer.echo(json.dumps(row))
    else:
        typer.echo(f"{report.frames} frames at {report.fps} fps ({report.duration:.2f} s) in {seconds:.1f} s", err=True)
        typer.echo(str(report.output))


def _data(path: Path | None) -> dict[str, Any]:
    if path is None:
        return {}
    try:
        data = json.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise InvalidInput(f"cannot read {path}: {error.strerror}", hint="check the path") from None
    except ValueError as error:
        raise InvalidInput(f"{path} is not JSON: {error}") from None
    if not isinstance(data, dict):
        raise InvalidInput(f"{path} should hold a JSON object: the variables' names and values")
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
