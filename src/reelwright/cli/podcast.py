"""`reel podcast`"""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from reelwright.app.own_books import own_providers
from reelwright.app.wiring import tools
from reelwright.cli.lexicon_file import lexicon_for
from reelwright.cli.make import Aspect, Captions, Music
from reelwright.cli.progress import StageBars
from reelwright.errors import InvalidInput
from reelwright.productions.narrate.presenting import character_of
from reelwright.units.time import clock
from reelwright.workflows.podcast import PodcastMade, PodcastWish, podcast
from reelwright.workflows.said_text import text_or_file

_LABELS = {"script": "Script", "speech": "Voices", "sound": "Sound", "video": "Video"}


def command(
    source: Annotated[
        str,
        typer.Argument(
            metavar="SCRIPT|TOPIC", help="A dialogue (lines of NAME: …), an article (.md, .txt), or a topic in quotes."
        ),
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="The episode to write (.mp3).")] = Path("episode.mp3"),
    video: Annotated[
        bool, typer.Option("--video", help="A video beside it, in which presenters talk to each other.")
    ] = False,
    speakers: Annotated[int, typer.Option(help="How many voices, 2 to 4, where the text names none.")] = 2,
    cast: Annotated[
        list[str] | None, typer.Option(help="Who speaks: Ada=elevenlabs:Rachel; once for each speaker.")
    ] = None,
    presenter: Annotated[
        list[str] | None, typer.Option(help="Who is seen for a speaker: Ada=noor; once for each.")
    ] = None,
    show: Annotated[str, typer.Option(help="Name of the podcast.")] = "Podcast",
    url_base: Annotated[
        str, typer.Option("--url-base", help="Address of the folder the mp3 will lie in, for the feed entry.")
    ] = "",
    music: Annotated[Music, typer.Option(help="Mood of the music before and after the talk.")] = Music.calm,
    duration: Annotated[
        float, typer.Option(help="How long a conversation by a text model should be, in seconds.")
    ] = 180.0,
    lang: Annotated[str | None, typer.Option(help="Language; found out if left out.")] = None,
    aspect: Annotated[Aspect, typer.Option(help="Shape of the video.")] = Aspect.wide,
    captions: Annotated[Captions, typer.Option(help="Style of the captions in the video.")] = Captions.highlight,
    speed: Annotated[float, typer.Option(help="Pace of the voices, 0.5 to 2.")] = 1.0,
    lexicon: Annotated[Path | None, typer.Option(help="Pronunciations, lines of: word = respelling.")] = None,
    seed: Annotated[int, typer.Option(help="Another number gives other colours, movements and music.")] = 1,
    budget: Annotated[
        float | None,
        typer.Option(min=0, help="Most US dollars this episode may spend at providers; no limit if left out."),
    ] = None,
    project: Annotated[
        Path | None, typer.Option(help="Folder for what is made on the way; OUTPUT.reel by default.")
    ] = None,
    jobs: Annotated[int, typer.Option(help="Processor cores to use; 0 is all.")] = 0,
    json_: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    text, name = text_or_file(source)
    is_topic = name == "the text.txt" and "\n" not in text
    folder = project or output.with_suffix(".reel")
    providers = own_providers(folder, None if budget is None else round(budget * 1_000_000))
    seen = dict(_pair(row) for row in presenter or ())
    wish = PodcastWish(
        text, name, output, folder, datetime.now(UTC), output.with_suffix(".mp4") if video else None, is_topic, speakers, duration, lang,
        tuple(cast or ()), {who: character_of(character) for who, character in seen.items()}, music.value, show, url_base, aspect.value,
        captions.value, speed, seed, lexicon_for(source, lexicon), jobs,
    )  # fmt: skip
    began = time.monotonic()
    with StageBars(_LABELS, fps=30) as bars:
        made = podcast(wish, tools(providers), bars.show)
    if json_:
        row = {key: str(value) if isinstance(value, Path) else value for key, value in vars(made).items()}
        typer.echo(json.dumps({"ok": True} | row, ensure_ascii=False))
    else:
        _print(made, time.monotonic() - began)


def _pair(row: str) -> tuple[str, str]:
    who, mark, character = (part.strip() for part in row.partition("="))
    if not (who and mark and character):
        raise InvalidInput(f"{row!r} names no presenter", hint="write Ada=noor")
    return who, character


def _print(made: PodcastMade, seconds: float) -> None:
    for note in made.notes:
        typer.echo(f"note: {note}", err=True)
    for title, start in made.chapters:
        typer.echo(f"{clock(start)[:8]} {title}")
    who = ", ".join(f"{name} {voice}" for name, voice in made.cast.items())
    sound = f", {made.loudness:.1f} LUFS" if made.loudness is not None else ""
    typer.echo(f"{made.seconds:.1f} s{sound}: {who}; made in {seconds:.0f} s")
    beside = [made.cover, made.item, made.subtitles, *([made.video] if made.video else [])]
    typer.echo("beside it: " + ", ".join(path.name for path in beside))
    typer.echo(str(made.mp3))
