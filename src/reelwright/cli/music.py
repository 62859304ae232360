"""`reel music`"""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from reelwright.app.own_books import own_providers
from reelwright.app.wiring import tools
from reelwright.cli.progress import StageBars
from reelwright.errors import InvalidInput
from reelwright.workflows.music_file import MusicWish, write_music


class Moods(StrEnum):
    calm = "calm"
    bright = "bright"
    tense = "tense"
    epic = "epic"


class Styles(StrEnum):
    piano = "piano"
    acoustic = "acoustic"
    ambient = "ambient"
    strings = "strings"
    drone = "drone"
    chant = "chant"


_SUFFIXES = (".mp3", ".wav", ".m4a", ".flac")


def command(
    prompt: Annotated[
        str,
        typer.Argument(
            metavar='MOOD|"PROMPT"',
            help="calm, bright, tense or epic; a style such as drone; or a description, for a provider that reads.",
        ),
    ] = "calm",
    seconds: Annotated[float, typer.Option(help="How long, exactly.")] = 30.0,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="The file to write: .mp3, .wav, .m4a or .flac.")
    ] = Path("music.mp3"),
    mood: Annotated[Moods | None, typer.Option(help="The mood, where the words name a style or describe.")] = None,
    style: Annotated[Styles | None, typer.Option(help="Who plays; drone and chant suit verses.")] = None,
    tempo: Annotated[float | None, typer.Option(help="Beats a minute, 40 to 180.")] = None,
    key: Annotated[str | None, typer.Option(help="Such as 'A minor' or 'Eb'.")] = None,
    loop: Annotated[bool, typer.Option("--loop", help="Music that goes on from its end at its beginning.")] = False,
    seed: Annotated[int, typer.Option(help="Another number gives another piece.")] = 1,
    provider: Annotated[
        str | None, typer.Option(help="Who composes: composer (here), elevenlabs. Chosen if left out.")
    ] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    if output.suffix.lower() not in _SUFFIXES:
        raise InvalidInput(f"the output {output.name} should end in {', '.join(_SUFFIXES)}")
    with TemporaryDirectory(prefix="reelwright-") as folder, StageBars({"music": "Music"}) as bars:
        bars.show("music", 0, 1)
        wish = MusicWish(
            prompt, seconds, output, seed, provider, mood.value if mood else None, style.value if style else None, tempo, key, loop
        )  # fmt: skip
        result = write_music(wish, tools(own_providers()), Path(folder))
        bars.show("music", 1, 1)
    if json_:
        row = {
            "ok": True,
            "output": str(output),
            "seconds": result.seconds,
            "by": result.by,
            "loudness": result.loudness,
        }
        typer.echo(json.dumps(row | {"notes": list(result.notes)}, ensure_ascii=False))
        return
    for note in result.notes:
        typer.echo(f"note: {note}", err=True)
    typer.echo(f"{result.seconds:.1f} s by {result.by}")
    typer.echo(str(output))
