"""`reel waveform`"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Annotated

import cv2
import numpy as np
import typer

from reelwright.errors import InvalidInput
from reelwright.media.picture_write import write_pixels
from reelwright.media.video_write import writing
from reelwright.media.waveform import MOST_PIXELS_ACROSS, drawn, waveform_of
from reelwright.units.color import parse_color

_SIZE = re.compile(r"(\d{1,6})\s*[xX×]\s*(\d{1,4})")


def command(
    file: Annotated[Path, typer.Argument(help="A sound, or a video with sound.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The picture to write (.png).")] = Path("wave.png"),
    size: Annotated[str, typer.Option(metavar="WxH", help="Pixels across and down.")] = "1200x200",
    color: Annotated[str, typer.Option(help="The colour of the wave; around it nothing is drawn.")] = "#3b82f6",
    peaks: Annotated[
        Path | None,
        typer.Option(metavar="FILE.json", help="Also write the lowest, highest and mean level of each pixel."),
    ] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    width, height = _size(size)
    try:
        paint = parse_color(color)
    except ValueError as error:
        raise InvalidInput(f"--color: {error}") from None
    if output.suffix.lower() != ".png":
        raise InvalidInput(f"the output {output.name} should end in .png")
    wave = waveform_of(file, width)
    picture = drawn(wave, height, (paint.red, paint.green, paint.blue))
    write_pixels(np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGBA2BGRA)), output)
    if peaks is not None:
        with writing(peaks):
            peaks.write_text(json.dumps(wave.as_json()), "utf-8")
    if json_:
        row = {"ok": True, "output": str(output), "seconds": float(wave.seconds), "width": width, "height": height}
        typer.echo(json.dumps(row | {"peaks": None if peaks is None else str(peaks)}))
    else:
        typer.echo(str(output))


def _size(text: str) -> tuple[int, int]:
    match = _SIZE.fullmatch(text.strip())
    width, height = (int(match[1]), int(match[2])) if match else (0, 0)
    if not (1 <= width <= MOST_PIXELS_ACROSS and 2 <= height <= 4096):
        raise InvalidInput(f"--size {text} is not a size", hint="write pixels across and down, for example 1200x200")
    return width, height
