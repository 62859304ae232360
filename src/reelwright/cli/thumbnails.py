"""`reel thumbnails`"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Annotated

import typer

from reelwright.app.own_books import own_providers
from reelwright.app.wiring import tools
from reelwright.cli.progress import StageBars
from reelwright.errors import InvalidInput
from reelwright.workflows.thumbnails import Thumbnail, ThumbnailWish, make_thumbnails


def command(
    source: Annotated[Path, typer.Argument(metavar="VIDEO|DOCUMENT", help="A video, or a timeline document (.json).")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The folder to write to.")],
    title: Annotated[str | None, typer.Option(help="The video's title; the document's or the file's name if left out.")] = None,
    text: Annotated[list[str] | None, typer.Option(help="Words for one picture; give it several times for each its own.")] = None,
    design: Annotated[
        list[str] | None, typer.Option(help="panel, headline, marker, round or bold; several times for each its own.")
    ] = None,
    size: Annotated[
        list[str] | None, typer.Option(help="youtube (1280x720), vertical (1080x1920) or social (1200x630); several times for more.")
    ] = None,
    count: Annotated[int, typer.Option(help="How many to choose from.", min=1, max=12)] = 3,
    seed: Annotated[int, typer.Option(help="Another number gives other designs and colours.", min=0)] = 0,
    picture: Annotated[bool, typer.Option("--picture", help="Have a provider draw the last one's picture.")] = False,
    json_: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:  # fmt: skip
    wish = ThumbnailWish(
        source, title or _title(source), tuple(text or ()), tuple(design or ()), tuple(size or ("youtube",)), count, seed, picture
    )  # fmt: skip
    makers = tools(own_providers()).image_makers if picture else ()
    with StageBars({"look": "Frames"}) as bars:
        made, notes = make_thumbnails(wish, output, makers, lambda done, total: bars.show("look", done, total))
    if json_:
        typer.echo(
            json.dumps({"ok": True, "thumbnails": [_row(each) for each in made], "notes": notes}, ensure_ascii=False)
        )
        return
    for note in notes:
        typer.echo(f"note: {note}", err=True)
    for each in made:
        frame = "drawn" if each.seconds is None else f"frame at {each.seconds:.1f} s"
        typer.echo(f"{each.path}  {each.design}, {frame}: {each.title}")


def _row(each: Thumbnail) -> dict[str, object]:
    return {
        "path": str(each.path), "size": each.size, "design": each.design, "title": each.title, "seconds": each.seconds,
        "contrast": each.contrast,
    }  # fmt: skip


def _title(source: Path) -> str:
    if not source.is_file():
        raise InvalidInput(f"there is no file {source}", hint="check the path")
    if source.suffix.lower() == ".json":
        try:
            told = json.loads(source.read_text("utf-8-sig")).get("title")
        except (OSError, ValueError, AttributeError):
            told = None
        if told:
            return str(told)
    return re.sub(r"[-_]+", " ", source.stem).strip().capitalize()
