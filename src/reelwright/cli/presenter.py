"""`reel presenter`"""

from __future__ import annotations

import json
import time
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from reelwright.app.lip_wiring import check_lip_sync, lip_tools
from reelwright.app.own_books import own_providers
from reelwright.app.wiring import tools
from reelwright.cli.lexicon_file import lexicon_for
from reelwright.cli.make import Aspect, Captions, Music
from reelwright.cli.opening import open_file
from reelwright.cli.progress import StageBars
from reelwright.errors import InvalidInput
from reelwright.productions.narrate.language import detect_language
from reelwright.productions.narrate.presenting import GENDERS, Presenting, character_of
from reelwright.productions.narrate.script_file import parse_script
from reelwright.productions.project.atomic import write_atomically
from reelwright.workflows.make import make
from reelwright.workflows.make_request import MakeRequest
from reelwright.workflows.photo_presenter import PhotoWish, photo_presenter
from reelwright.workflows.said_text import as_script, as_verse, text_or_file


class Character(StrEnum):
    maya = "maya"
    leo = "leo"
    amara = "amara"
    kenji = "kenji"
    ruth = "ruth"
    omar = "omar"
    noor = "noor"
    tom = "tom"


_LABELS = {
    "script": "Script", "speech": "Speech", "visuals": "Pictures", "timeline": "Timeline", "faces": "Faces", "pictures": "Mouths",
    "render": "Render",
}  # fmt: skip


def command(
    said: Annotated[
        str,
        typer.Argument(
            metavar='SCRIPT|"TEXT"', help="A script or an article (.md, .txt), or the words to say in quotes."
        ),
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="The video to write (.mp4).")] = Path("presenter.mp4"),
    character: Annotated[Character, typer.Option(help="Who presents.")] = Character.maya,
    photo: Annotated[
        Path | None,
        typer.Option(help="A photo whose face says it instead, by a provider of lip-sync; docs/lip-sync.md."),
    ] = None,
    voice: Annotated[
        str | None, typer.Option(help="Who speaks; `reel voices` lists them. One that suits the presenter if left out.")
    ] = None,
    lang: Annotated[str | None, typer.Option(help="Language of the text; found out if left out.")] = None,
    aspect: Annotated[Aspect, typer.Option(help="Shape of the picture.")] = Aspect.wide,
    captions: Annotated[Captions, typer.Option(help="Style of the captions in the picture.")] = Captions.highlight,
    music: Annotated[Music, typer.Option(help="Mood of the music below the voice; a photo has none.")] = Music.calm,
    media: Annotated[
        Path | None, typer.Option(help="Folder of pictures and clips to show behind the presenter.")
    ] = None,
    verse: Annotated[
        bool,
        typer.Option("--verse", help="A poem or slokas: said line by line at the pace of the metre, above a drone."),
    ] = False,
    speed: Annotated[float, typer.Option(help="Pace of the voice, 0.5 to 2.")] = 1.0,
    lexicon: Annotated[Path | None, typer.Option(help="Pronunciations, lines of: word = respelling.")] = None,
    seed: Annotated[int, typer.Option(help="Another number gives other colours, movements and music.")] = 1,
    provider: Annotated[
        str | None, typer.Option(help="Who moves a photo's mouth: wav2lip (here), sync. Chosen if left out.")
    ] = None,
    budget: Annotated[
        float | None,
        typer.Option(min=0, help="Most US dollars this video may spend at providers; no limit if left out."),
    ] = None,
    project: Annotated[
        Path | None, typer.Option(help="Folder for what is made on the way; OUTPUT.reel by default.")
    ] = None,
    jobs: Annotated[int, typer.Option(help="Processor cores to use; 0 is all.")] = 0,
    open_: Annotated[bool, typer.Option("--open", help="Open the video when it is done.")] = False,
    json_: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    if output.suffix.lower() != ".mp4":
        raise InvalidInput(f"the output {output.name} should end in .mp4", hint="for example -o presenter.mp4")
    who = character_of(character.value)
    text, name = text_or_file(said)
    script = (as_verse if verse else as_script)(text, name, lang)
    folder = project or output.with_suffix(".reel")
    providers = own_providers(folder, None if budget is None else round(budget * 1_000_000))
    words = lexicon_for(said if name != "the text.txt" else ".", lexicon)
    began = time.monotonic()
    if photo is not None:
        if not photo.is_file():
            raise InvalidInput(f"there is no file {photo}", hint="check the path")
        check_lip_sync(providers, provider)
        told = parse_script(script, name, lang or detect_language(script))
        wish = PhotoWish(photo, told, output, folder, voice, aspect.value, captions.value, speed, words, provider, jobs)
        with StageBars(_LABELS, fps=25) as bars:
            shown = photo_presenter(wish, tools(providers), lip_tools(providers, provider), bars.show)
        row = {"duration": shown.report.duration, "voice": shown.voice, "lips": shown.lips, "notes": list(shown.notes)}
    else:
        source = folder / "said.md"
        write_atomically(source, script)
        request = MakeRequest(
            str(source), output, folder, media, aspect.value, voice or GENDERS[who], lang, speed, captions.value,
            music.value, seed=seed, jobs=jobs, lexicon=words, pictures="folder" if media else "designed",
            music_prompt="drone" if verse else "",
            presenter=Presenting(who, "full", seed),
        )  # fmt: skip
        with StageBars(_LABELS, fps=30) as bars:
            made = make(request, tools(providers), lambda told: bars.show(told.stage, told.done, told.total))
        row = {"duration": made.duration, "voice": made.voice, "character": character.value, "notes": made.notes}
    _tell(output, row, time.monotonic() - began, json_)
    if open_:
        open_file(output)


def _tell(output: Path, row: dict[str, object], seconds: float, is_json: bool) -> None:
    if is_json:
        typer.echo(json.dumps({"ok": True, "output": str(output)} | row, ensure_ascii=False))
        return
    for note in row["notes"]:  # type: ignore[union-attr]
        typer.echo(f"note: {note}", err=True)
    typer.echo(f"{row['duration']:.1f} s, voice {row['voice']}, made in {seconds:.0f} s")
    typer.echo(str(output))
