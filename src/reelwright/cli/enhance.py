"""`reel enhance`"""

from __future__ import annotations

import json
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from reelwright.app.own_books import own_providers
from reelwright.app.wiring import tools
from reelwright.cli.output_names import spare
from reelwright.cli.progress import StageBars
from reelwright.errors import InvalidInput
from reelwright.media.probe import probe
from reelwright.render.job import RenderWish
from reelwright.workflows.enhance import EnhanceWish, enhance

_SOUNDS, _VIDEOS = (".mp3", ".wav", ".m4a", ".flac"), (".mp4", ".mov", ".webm")


class Strength(StrEnum):
    light = "light"
    normal = "normal"
    strong = "strong"


def command(
    source: Annotated[Path, typer.Argument(metavar="INPUT", help="A recording, or a video with sound.")],
    output: Annotated[
        Path, typer.Option("--output", "-o", help="The file to write: .mp3, .wav, .m4a or .flac; of a video .mp4.")
    ],
    strength: Annotated[Strength, typer.Option(help="How much noise is taken away.")] = Strength.normal,
    voice_only: Annotated[
        bool, typer.Option("--voice-only", help="Take everything but voices away (by a hosted provider).")
    ] = False,
    provider: Annotated[
        str | None, typer.Option(help="Who does it: cleaner (here), auphonic, elevenlabs. Chosen if left out.")
    ] = None,
    jobs: Annotated[int, typer.Option(help="Processor cores to use; 0 is all.")] = 0,
    json_: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    suffixes = _SOUNDS + (_VIDEOS if probe(source).video is not None else ())
    if output.suffix.lower() not in suffixes:
        raise InvalidInput(
            f"the output {output.name} should end in {', '.join(suffixes)}", hint=f"for example -o clear{suffixes[-1]}"
        )
    spare(output, source)
    with TemporaryDirectory(prefix="reelwright-") as folder, StageBars({"enhance": "Sound"}) as bars:
        keep = "voice-only" if voice_only else "clean"
        wish = EnhanceWish(source, output, Path(folder), strength.value, keep, provider)
        render = RenderWish(jobs, on_progress=lambda done, total: bars.show("enhance", done, total))
        result = enhance(wish, tools(own_providers()), render)
    if json_:
        typer.echo(json.dumps({"ok": True, "output": str(output)} | asdict(result), ensure_ascii=False))
        return
    for note in result.notes:
        typer.echo(f"note: {note}", err=True)
    loudness = f", {result.loudness:.1f} LUFS" if result.loudness is not None else ""
    typer.echo(f"{result.duration:.1f} s by {result.by}{loudness}")
    typer.echo(str(output))
