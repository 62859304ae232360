"""`reel clip`"""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import Annotated, Any

import typer

from reelwright.app.own_books import own_providers
from reelwright.app.providers.choosing import Choice, Providers
from reelwright.cli.make import Aspect
from reelwright.cli.waiting import WaitLine
from reelwright.errors import Cancelled, InvalidInput
from reelwright.media.probe import probe
from reelwright.providers.clips import ClipGeneration, ClipRequest
from reelwright.workflows.generated_clips import MadeClip, deliver, make_clip, stop_clip

_SUFFIXES = (".mp4", ".webm")


def command(
    prompt: Annotated[str, typer.Argument(help="What to see: subject, movement, camera, light.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The clip to write (.mp4).")] = Path("clip.mp4"),
    seconds: Annotated[float, typer.Option(help="How long, as nearly as the provider can.", min=1, max=60)] = 5.0,
    aspect: Annotated[Aspect, typer.Option(help="Shape of the picture.")] = Aspect.wide,
    height: Annotated[int, typer.Option(help="Shorter side in pixels; larger costs more.", min=240, max=2160)] = 720,
    style: Annotated[str, typer.Option(help="How it should look, said the same way for every clip of a project.")] = "",
    avoid: Annotated[str, typer.Option(help="What should not be seen.")] = "",
    first: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Picture to begin with.", exists=True, dir_okay=False)
    ] = None,
    last: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Picture to end with.", exists=True, dir_okay=False)
    ] = None,
    reference: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE", help="Picture whose character or style to keep. Repeatable.", exists=True, dir_okay=False
        ),
    ] = None,
    seed: Annotated[
        int | None, typer.Option(help="Another number gives another clip; the same one is paid for once.", min=0)
    ] = None,
    sound: Annotated[
        bool, typer.Option("--sound", help="With sound, where the provider can; it may cost more.")
    ] = False,
    provider: Annotated[str | None, typer.Option(help="Who makes it; the best that is configured if left out.")] = None,
    budget: Annotated[
        float | None,
        typer.Option(min=0, help="Most US dollars that may be spent without a project; no limit if left out."),
    ] = None,
    cancel: Annotated[
        bool, typer.Option("--cancel", help="Stop the work that this command left at the provider, and make nothing.")
    ] = False,
    json_: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    if output.suffix.lower() not in _SUFFIXES:
        raise InvalidInput(f"the output {output.name} should end in .mp4")
    request = ClipRequest(
        prompt, seconds, aspect.value, height, style, avoid, first, last, tuple(reference or ()), seed, sound
    )
    providers = own_providers(None, None if budget is None else round(budget * 1_000_000))
    choices = [providers.choice("clips", provider)] if provider else providers.ranked("clips")
    makers = _connected(providers, choices)
    if cancel:
        told = stop_clip(makers, request)
        typer.echo(json.dumps({"ok": True, "stopped": told}) if json_ else "\n".join(told) or "there is no provider")
        return
    began = time.monotonic()
    made = _made(makers, request)
    deliver(made, output)
    _tell(made, output, time.monotonic() - began, json_)


def _connected(providers: Providers, choices: list[Choice]) -> list[ClipGeneration]:
    return [providers.connect(choice) for choice in choices]


def _made(makers: list[ClipGeneration], request: ClipRequest) -> MadeClip:
    with WaitLine() as line:
        try:
            return make_clip(makers, request, line.show)
        except KeyboardInterrupt:
            if not line.has_begun:
                raise
            raise Cancelled(
                "stopped waiting; the provider goes on with the clip, and it is charged for",
                hint="run the same command again to fetch it, or with --cancel to stop it there",
            ) from None


def _tell(made: MadeClip, output: Path, seconds: float, is_json: bool) -> None:
    info = probe(output)
    row: dict[str, Any] = {
        "ok": True, "output": os.fspath(output), "provider": made.by, "model": made.version, "reference": made.clip.reference,
        "duration": round(float(info.duration or 0), 3), "width": info.video.width if info.video else 0,
        "height": info.video.height if info.video else 0, "sound": info.audio is not None, "note": made.note,
    }  # fmt: skip
    if is_json:
        typer.echo(json.dumps(row, ensure_ascii=False))
        return
    if made.note:
        typer.echo(f"note: {made.note}", err=True)
    size = f"{row['width']}x{row['height']}, {row['duration']:.1f} s"
    typer.echo(f"{size} by {made.by} ({made.version}) in {seconds:.0f} s", err=True)
    typer.echo(str(output))
