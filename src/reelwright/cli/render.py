"""`reel render`"""

from __future__ import annotations

import json
import time
from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated, Any

import typer

from reelwright.app.cache_folder import chunk_folder, usable
from reelwright.captions.reading import CUE_SUFFIXES
from reelwright.cli.document_source import AspectOption, DataOption, SetOption, open_document
from reelwright.cli.output_names import output_wishes, parse_bytes
from reelwright.cli.progress import StageBars
from reelwright.errors import InvalidInput, OutputUnwritable
from reelwright.render.frame_range import parse_range
from reelwright.render.isolated import IsolatedRender, Limits, render_isolated
from reelwright.render.job import RenderWish, render_outputs
from reelwright.render.output_plan import OutputWish
from reelwright.timeline.reading import Reading
from reelwright.units.time import parse_rate


def command(
    document: Annotated[
        Path,
        typer.Argument(
            metavar="DOC.json", help="A timeline document or template, a Shotstack edit, or an .otio timeline."
        ),
    ],
    output: Annotated[
        list[str] | None,
        typer.Option(
            "--output",
            "-o",
            metavar="NAME[@HEIGHTp]",
            help="A file to write; its suffix is its format (video.mp4 without it). Repeatable: frames are drawn once for all. "
            "Pictures go to frames/%05d.png, HLS to show.m3u8; small.mp4@480p is less high.",
        ),
    ] = None,
    format_: Annotated[
        str | None,
        typer.Option(
            "--format", help="mp4, webm, mov, gif, png, jpg, mp3, m4a, wav, flac or hls, where no suffix says it."
        ),
    ] = None,
    quality: Annotated[
        str | None, typer.Option(help="draft, standard, high or best, instead of what the document says.")
    ] = None,
    set_: SetOption = None,
    data: DataOption = None,
    aspect: AspectOption = None,
    jobs: Annotated[
        int, typer.Option(help="Processor cores to use; 0 is all. The pictures are the same with any number.")
    ] = 0,
    range_: Annotated[
        str | None,
        typer.Option("--range", metavar="A:B", help="Render frames A up to B only (30:90), or seconds (1s:3s)."),
    ] = None,
    cache: Annotated[
        bool, typer.Option("--cache/--no-cache", help="Use again what an earlier render has drawn and encoded alike.")
    ] = True,
    cache_folder: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Where it is kept; the user's cache folder without it.")
    ] = None,
    cache_size: Annotated[str, typer.Option(help="How much may be kept; the least recently used goes first.")] = "2GB",
    isolated: Annotated[
        bool, typer.Option("--isolated", help="Render in a process of its own with limits, for documents of strangers.")
    ] = False,
    memory: Annotated[str, typer.Option(help="With --isolated: the most memory.")] = "4GB",
    seconds_: Annotated[
        float, typer.Option("--seconds", help="With --isolated: the longest it may take.", min=1)
    ] = 7200,
    json_: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    if jobs < 0:
        raise InvalidInput("--jobs counts cores: 0 for all, or 1 and more")
    opened = open_document(document, set_, data, aspect)
    reading = opened.reading
    outputs = output_wishes(output, format_, quality, reading.document.output)
    if document.suffix.lower() in CUE_SUFFIXES and all(_keeps_alpha(wish) for wish in outputs):
        reading = _transparent(reading)
    kept, most = _cache(cache_folder) if cache else None, parse_bytes(cache_size)
    fps = parse_rate(reading.document.canvas.fps)
    part = parse_range(range_, fps) if range_ else None
    began = time.monotonic()
    with StageBars({"render": "Render"}, fps=float(fps)) as bars:
        if isolated:
            tree = reading.document.model_dump(mode="json", by_alias=True, exclude_unset=True)
            limits = Limits(memory=parse_bytes(memory), seconds=seconds_)
            stranger = IsolatedRender(tree, opened.base, outputs, jobs=jobs, frames=part, cache=kept, limits=limits)
            row = _row(render_isolated(stranger, lambda done, total: bars.show("render", done, total)))
        else:
            wish = RenderWish(jobs, part, lambda done, total: bars.show("render", done, total), kept, most)
            report = render_outputs(reading, opened.base, outputs, wish)
            row = _row(vars(report) | {"outputs": [asdict(made) for made in report.outputs]})
    seconds = time.monotonic() - began
    if json_:
        typer.echo(json.dumps(row | {"seconds": round(seconds, 2)}, default=str))
    else:
        typer.echo(f"{row['frames']} frames at {row['fps']} fps ({row['duration']:.2f} s) in {seconds:.1f} s", err=True)
        for made in row["outputs"]:
            typer.echo(str(made["path"]))


def _keeps_alpha(wish: OutputWish) -> bool:
    return (wish.format or wish.path.suffix.lstrip(".").lower()) in ("mov", "webm", "png", "gif")


def _transparent(reading: Reading) -> Reading:
    """The document with what is transparent in it kept: captions alone are an overlay."""
    output = reading.document.output.model_copy(update={"alpha": True})
    return replace(reading, document=reading.document.model_copy(update={"output": output}))


def _cache(folder: Path | None) -> Path | None:
    """The folder for chunks; ``None`` where the user's own cannot be used, which only costs time."""
    chosen = folder or chunk_folder()
    if usable(chosen):
        return chosen
    if folder is not None:
        raise OutputUnwritable(f"nothing can be kept in {folder}", hint="choose another --cache-folder, or --no-cache")
    return None


def _row(report: dict[str, Any]) -> dict[str, Any]:
    """The report as JSON: the first output's facts beside those of every output."""
    outputs = [
        {"codec": made["video_codec"] or made["audio_codec"]}
        | made
        | {"loudness": report["loudness"] if made["audio_codec"] else None}
        for made in report["outputs"]
    ]
    return {"ok": True} | report | {"outputs": outputs}
