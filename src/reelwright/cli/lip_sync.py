"""`reel lip-sync`"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from reelwright.app.lip_wiring import check_lip_sync, lip_tools
from reelwright.app.own_books import own_providers
from reelwright.cli.output_names import spare
from reelwright.cli.progress import StageBars
from reelwright.errors import InvalidInput
from reelwright.productions.project.folder import Project
from reelwright.workflows.lip_sync import LipSynced, LipWish, lip_sync

LABELS = {"faces": "Faces", "pictures": "Pictures"}


def command(
    video: Annotated[Path, typer.Argument(help="The video: mp4, mkv, mov, webm …")],
    sound: Annotated[
        Path, typer.Argument(help="What the mouths shall say, from the first picture on; a video's sound, too.")
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="The video to write: .mp4, .mkv, .mov or .webm.")],
    provider: Annotated[str | None, typer.Option(help="Who does it: wav2lip (here), sync. Chosen if left out.")] = None,
    budget: Annotated[
        float | None,
        typer.Option(min=0, help="Most US dollars this video may spend at providers; no limit if left out."),
    ] = None,
    project: Annotated[
        Path | None,
        typer.Option(help="Folder for finished parts; OUTPUT.lips by default. The same command goes on there."),
    ] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    for each in (video, sound):
        if not each.is_file():
            raise InvalidInput(f"there is no file {each}", hint="check the path")
    spare(output, video, sound)
    folder = project or output.with_suffix(".lips")
    providers = own_providers(folder, None if budget is None else round(budget * 1_000_000))
    check_lip_sync(providers, provider)
    tools = lip_tools(providers, provider)
    with Project(folder).in_use(), StageBars(LABELS) as bars:
        wish = LipWish(video, sound, folder, webm=output.suffix.lower() == ".webm", provider=provider)
        made = lip_sync(wish, output, tools, bars.show)
    if json_:
        row: dict[str, Any] = {"ok": True, "output": str(output), "duration": made.duration, "lips": made.report}
        typer.echo(json.dumps(row | {"notes": list(made.notes)}, ensure_ascii=False))
        return
    for note in made.notes:
        typer.echo(f"note: {note}", err=True)
    typer.echo(told(made.report))
    _print_output(made)


def told(report: dict[str, Any]) -> str:
    """The numbers of lip-sync in a line."""
    line = f"{report['synced']} of {report['spoken']} pictures with speech synced by {report['by']}"
    if report["faceless"]:
        line += f", {report['faceless']} without a face"
    if report["cost"]:
        line += f", ${report['cost']:.2f}"
    if score := report.get("score"):
        before, after = score["before"], score["after"]
        line += (
            f"; confidence {before['confidence']:.2f} → {after['confidence']:.2f}, distance {before['distance']:.2f} → "
            f"{after['distance']:.2f}, sound {after['offsetMs']:+d} ms"
        )
    return line


def _print_output(made: LipSynced) -> None:
    typer.echo(str(made.output))
