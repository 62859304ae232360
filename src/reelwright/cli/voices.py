"""`reel voices`"""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from reelwright.app.favourite_voices import favourites_file, keep_favourite, read_favourites
from reelwright.app.own_books import own_providers
from reelwright.app.voice_list import VoiceFilter, all_voices
from reelwright.app.voice_sample import voice_sample
from reelwright.cli import cloned_voices
from reelwright.cli.opening import open_file
from reelwright.errors import InvalidInput, OutputUnwritable
from reelwright.productions.project.atomic import make_atomically

group = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    help="List voices, hear them, keep favourites, which come first, and clone the voices of people who agreed.",
)
_GENDERS = ("female", "male", "neutral")


@group.callback(invoke_without_command=True)
def list_(
    context: typer.Context,
    lang: Annotated[str | None, typer.Option(help="Only voices of this language (en, es, hi …).")] = None,
    gender: Annotated[str | None, typer.Option(help="Only female, male or neutral voices.")] = None,
    provider: Annotated[str | None, typer.Option(help="Only voices of this provider (espeak, elevenlabs …).")] = None,
    search: Annotated[str, typer.Option(help="Words in a voice's name, style or age.")] = "",
    json_: Annotated[bool, typer.Option("--json", help="Print the list as JSON.")] = False,
) -> None:
    if context.invoked_subcommand:
        return
    if gender is not None and gender not in _GENDERS:
        raise InvalidInput(f"there is no gender {gender!r} of voices", hint=f"choose one of {', '.join(_GENDERS)}")
    favourites = read_favourites(favourites_file())
    found = all_voices(own_providers(), VoiceFilter(lang, gender, provider, search), favourites)
    for note in found.notes:
        typer.echo(f"note: {note}", err=True)
    if json_:
        rows: list[dict[str, Any]] = [
            asdict(voice) | {"is_favourite": voice.id in favourites} for voice in found.voices
        ]
        typer.echo(json.dumps(rows, ensure_ascii=False))
        return
    for voice in found.voices:
        mark = "*" if voice.id in favourites else " "
        told = ", ".join(filter(None, [voice.age, voice.style]))
        typer.echo(f"{mark} {voice.id:<34} {voice.name:<32} {voice.language:<8} {voice.gender:<8} {told}".rstrip())
    if not found.voices:
        typer.echo("no voice is like that; `reel voices` lists all", err=True)
        raise typer.Exit(1)


@group.command("preview", help="Hear a voice: it says a sentence, which is written to a file.")
def preview(
    voice: Annotated[str, typer.Argument(help="A voice, as `reel voices` lists it.")],
    text: Annotated[str, typer.Option(help="What to say; a sentence of the voice's language if left out.")] = "",
    lang: Annotated[str, typer.Option(help="Language of the text; the voice's own, or found out.")] = "",
    output: Annotated[Path | None, typer.Option("--output", "-o", help="The .wav to write.")] = None,
    open_: Annotated[bool, typer.Option("--open", help="Play it when it is done.")] = False,
) -> None:
    target = output or Path(re.sub(r"[^A-Za-z0-9._-]+", "-", voice).strip("-") + ".wav")
    if target.suffix.lower() != ".wav":
        raise InvalidInput(f"{target} should end in .wav", hint="for example -o voice.wav")
    speech = voice_sample(own_providers(), voice, text, lang)
    try:
        make_atomically(target, lambda part: part.write_bytes(speech.wav()))
    except OSError as error:
        raise OutputUnwritable(f"{target} cannot be written: {error.strerror}") from None
    typer.echo(f"{speech.duration:.1f} s", err=True)
    typer.echo(str(target))
    if open_:
        open_file(target)


@group.command("favourite", help="Keep a voice among the favourites, or forget it.")
def favourite(
    voice: Annotated[str, typer.Argument(help="A voice, as `reel voices` lists it.")],
    forget: Annotated[bool, typer.Option("--forget", help="Take it out again.")] = False,
) -> None:
    if ":" not in voice:
        raise InvalidInput(f"{voice!r} is no voice's id", hint="for example espeak:en-gb")
    kept = keep_favourite(favourites_file(), voice, is_kept=not forget)
    typer.echo("\n".join(kept) or "no favourites")


group.command("clone", help="Clone a voice from a recording, with the consent of whoever is heard.")(
    cloned_voices.clone
)
group.command("list", help="Your clones: what they were made of, who agreed, and where they are.")(cloned_voices.list_)
group.command("delete", help="Delete a clone everywhere: here, and at every provider.")(cloned_voices.delete)
