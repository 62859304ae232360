"""`reel make`"""

from __future__ import annotations

import json
import time
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from reelwright.app.make_ready import make_ready
from reelwright.app.own_books import own_providers
from reelwright.app.preflight import Preflight
from reelwright.app.wiring import tools
from reelwright.cli.lexicon_file import lexicon_for
from reelwright.cli.opening import open_file
from reelwright.cli.progress import StageBars
from reelwright.errors import NotReady
from reelwright.productions.narrate.brief import Brief
from reelwright.productions.narrate.presenting import GENDERS, Presenting, character_of
from reelwright.productions.project.atomic import write_atomically
from reelwright.workflows.make import make
from reelwright.workflows.make_request import MakeRequest, MakeResult
from reelwright.workflows.said_text import as_verse, text_or_file


class Aspect(StrEnum):
    wide = "16:9"
    tall = "9:16"
    square = "1:1"
    portrait = "4:5"


class Captions(StrEnum):
    none = "none"
    classic = "classic"
    highlight = "highlight"
    karaoke = "karaoke"
    pop = "pop"


class Music(StrEnum):
    calm = "calm"
    bright = "bright"
    tense = "tense"
    epic = "epic"
    none = "none"


class Pictures(StrEnum):
    auto = "auto"
    folder = "folder"
    stock = "stock"
    generated = "generated"
    designed = "designed"


class ClipsFor(StrEnum):
    sentences = "sentences"
    sections = "sections"


class Stop(StrEnum):
    script = "script"
    speech = "speech"
    visuals = "visuals"
    timeline = "timeline"


_LABELS = {"script": "Script", "speech": "Speech", "visuals": "Pictures", "timeline": "Timeline", "render": "Render"}


def command(
    source: Annotated[
        str, typer.Argument(metavar="INPUT", help="An article (.md, .txt, .html), a script, or a topic in quotes.")
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="The video to write (.mp4).")] = Path("video.mp4"),
    media: Annotated[
        Path | None, typer.Option(help="Folder of your pictures and clips, which come before those of stocks.")
    ] = None,
    pictures: Annotated[
        Pictures,
        typer.Option(help="Where pictures come from; auto: your folder, then a stock that is set up, else designed."),
    ] = Pictures.auto,
    stock_video: Annotated[bool, typer.Option("--stock-video", help="Moving shots of stocks, too.")] = False,
    clips: Annotated[
        str | None,
        typer.Option(
            metavar="auto|PROVIDER",
            help="Generated video clips in place of pictures, by the best provider that is configured or this one. They cost; "
            "--check says how much.",
        ),
    ] = None,
    clips_for: Annotated[
        ClipsFor, typer.Option("--clips-for", help="A clip for every shot, or to open each section.")
    ] = ClipsFor.sentences,
    style: Annotated[
        str | None, typer.Option(help="A line on how generated pictures look; kept with the project.")
    ] = None,
    reference: Annotated[
        list[Path] | None,
        typer.Option(help="A picture that generated ones should look like (repeatable); kept with the project."),
    ] = None,
    credit_line: Annotated[
        bool, typer.Option("--credit-line", help="End the chapters file with who made the pictures.")
    ] = False,
    aspect: Annotated[Aspect, typer.Option(help="Shape of the picture.")] = Aspect.wide,
    voice: Annotated[
        str | None, typer.Option(help="Who speaks; `reel voices` lists them. Chosen by language if left out.")
    ] = None,
    lang: Annotated[
        str | None, typer.Option(help="Language of the text (en, es, hi …); found out if left out.")
    ] = None,
    speed: Annotated[float, typer.Option(help="Pace of the voice, 0.5 to 2.")] = 1.0,
    pitch: Annotated[float, typer.Option(help="Voice higher or lower, -6 to 6 semitones.")] = 0.0,
    lexicon: Annotated[
        Path | None,
        typer.Option(help="Pronunciations, lines of: word = respelling. lexicon.txt beside INPUT if left out."),
    ] = None,
    cast: Annotated[
        list[str] | None, typer.Option(help="Who speaks in a dialogue: Anna=elevenlabs:Rachel; once for each speaker.")
    ] = None,
    captions: Annotated[Captions, typer.Option(help="Style of the captions in the picture.")] = Captions.highlight,
    music: Annotated[Music, typer.Option(help="Mood of the music below the voice.")] = Music.calm,
    music_prompt: Annotated[
        str | None,
        typer.Option(help="Describe the music, for a provider that reads; --music is the mood the others take."),
    ] = None,
    duration: Annotated[float, typer.Option(help="How long the narration should be, in seconds (about).")] = 60.0,
    verse: Annotated[
        bool,
        typer.Option("--verse", help="A poem or slokas: said line by line at the pace of the metre, above a drone."),
    ] = False,
    presenter: Annotated[
        str | None,
        typer.Option(help="A drawn presenter in a corner who says it: maya, leo, amara, kenji, ruth, omar, noor, tom."),
    ] = None,
    audience: Annotated[str, typer.Option(help="Whom the script is for, in words; a text model writes for them.")] = "",
    tone: Annotated[str, typer.Option(help="How the script should sound: playful, formal, dry …")] = "",
    no_cta: Annotated[bool, typer.Option("--no-cta", help="Let the script end without a call to action.")] = False,
    seed: Annotated[int, typer.Option(help="Another number gives other colours, layout and music.")] = 1,
    project: Annotated[
        Path | None, typer.Option(help="Folder for the script, speech and timeline; OUTPUT.reel by default.")
    ] = None,
    stop_after: Annotated[
        Stop | None, typer.Option(help="Stop there, to look at it or edit it; the same command goes on.")
    ] = None,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Write the script anew, even if it was edited by hand.")
    ] = False,
    budget: Annotated[
        float | None,
        typer.Option(min=0, help="Most US dollars this project may spend at providers; no limit if left out."),
    ] = None,
    check: Annotated[
        bool,
        typer.Option("--check", help="Only look whether everything is there, and what it may cost; spends nothing."),
    ] = False,
    jobs: Annotated[int, typer.Option(help="Processor cores to use; 0 is all.")] = 0,
    open_: Annotated[bool, typer.Option("--open", help="Open the video when it is done.")] = False,
    json_: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    if verse:
        source, music_prompt = (
            str(_verses(source, project or output.with_suffix(".reel"), lang)),
            music_prompt or "drone",
        )
    if presenter and voice is None:
        voice = GENDERS[character_of(presenter)]
    request = MakeRequest(
        source, output, project, media, aspect.value, voice, lang, speed, captions.value, music.value, duration, seed,
        stop_after.value if stop_after else "render", fresh, jobs, music_prompt=music_prompt or "",
        brief=Brief(audience, tone, has_call_to_action=not no_cta), pictures=pictures.value, stock_video=stock_video, style=style,
        references=tuple(reference) if reference else None, credit_line=credit_line,
        clips=clips.lower() if clips else None, clips_for=clips_for.value,
        pitch=pitch, lexicon=lexicon_for(source, lexicon), cast=tuple(cast or ()),
        presenter=Presenting(character_of(presenter), "corner", seed) if presenter else None,
    )  # fmt: skip
    micros = None if budget is None else round(budget * 1_000_000)
    providers = own_providers(request.folder, micros)
    if check:
        _tell_ready(make_ready(request, providers, budget), json_)
        return
    if not (request.folder / ".reel").is_dir():  # a run that goes on has been looked at
        found = make_ready(request, providers, budget)
        found.require()
        for note in found.notes:
            typer.echo(f"note: {note}", err=True)
    began = time.monotonic()
    with StageBars(_LABELS, fps=30) as bars:
        result = make(
            request,
            tools(providers),
            lambda progress: bars.show(progress.stage, progress.done, progress.total),
        )
    if json_:
        typer.echo(json.dumps({"ok": True} | _row(result), ensure_ascii=False))
    else:
        _print(result, time.monotonic() - began)
    if open_ and result.video:
        open_file(result.video)


def _verses(source: str, folder: Path, language: str | None) -> Path:
    """The poem as a script, line by line."""
    text, name = text_or_file(source)
    path = folder / "verse.md"
    write_atomically(path, as_verse(text, name, language))
    return path


def _tell_ready(found: Preflight, is_json: bool) -> None:
    if is_json:
        row = {"ok": not found.problems, "problems": [vars(each) for each in found.problems], "notes": found.notes}
        typer.echo(
            json.dumps(row | {"taken": found.taken, "cost": found.cost, "total": found.total}, ensure_ascii=False)
        )
        if found.problems:
            raise typer.Exit(NotReady.exit_code)
        return
    for kind, told in found.taken.items():
        cost = found.cost.get(kind, 0.0)
        typer.echo(f"{kind:<12} {told}" + (f", up to ${cost:.4f}" if cost else ""))
    for note in found.notes:
        typer.echo(f"note: {note}", err=True)
    found.require()
    typer.echo(f"ready; up to ${found.total:.4f} at providers" if found.total else "ready; it costs nothing")


def _row(result: MakeResult) -> dict[str, Any]:
    return {name: str(value) if isinstance(value, Path) else value for name, value in vars(result).items()}


def _print(result: MakeResult, seconds: float) -> None:
    for note in result.notes:
        typer.echo(f"note: {note}", err=True)
    who = ", ".join(f"{name} {voice}" for name, voice in result.cast.items()) or f"voice {result.voice}"
    said = f"{result.sentences} sentences in {result.language}, {who} ({result.speech_calls} spoken now)"
    if result.video is None:
        edit = result.timeline or result.script
        typer.echo(f"{said}\n" if result.sentences else "", nl=False)
        typer.echo(f"stopped as asked; look at or edit {edit}, then run the same command without --stop-after")
        return
    sound = f", {result.loudness:.1f} LUFS" if result.loudness is not None else ""
    typer.echo(f"{said}\n{result.duration:.1f} s of video{sound}, made in {seconds:.0f} s; project in {result.project}")
    made = (result.subtitles, result.web_subtitles, result.thumbnail, result.chapters, result.credits_file)
    beside = [path for path in made if path]
    typer.echo("beside it: " + ", ".join(path.name for path in beside))
    typer.echo(str(result.video))
