"""`reel transcribe`"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from reelwright.captions.formats.by_suffix import written
from reelwright.captions.styles import placement
from reelwright.cli.listening import ListenWish, listened
from reelwright.errors import InvalidInput
from reelwright.media.video_write import writing
from reelwright.productions.transcribe.written import transcript_cues, transcript_json, transcript_text
from reelwright.workflows.transcribe import Transcript

_SUFFIXES = (".txt", ".json", ".srt", ".vtt", ".ass")


def command(
    source: Annotated[Path, typer.Argument(metavar="FILE", help="A recording, or a video with sound.")],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Where to write: .txt, .json (words, speakers), .srt, .vtt or .ass."),
    ] = None,
    speakers: Annotated[
        int | None, typer.Option(help="Tell who says what: how many speakers there are, 0 to find out.", min=0, max=30)
    ] = None,
    language: Annotated[
        str | None, typer.Option(help="Language that is spoken (en, es …); found out if left out.")
    ] = None,
    vocabulary: Annotated[
        Path | None, typer.Option(help="A file of names and terms to expect, one in each line.")
    ] = None,
    text: Annotated[
        Path | None, typer.Option(help="A file with what is said: its words are timed, not recognised.")
    ] = None,
    budget: Annotated[
        float | None, typer.Option(min=0, help="Most US dollars ever to be spent at providers outside projects.")
    ] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print the transcript as JSON.")] = False,
) -> None:
    if output is not None and output.suffix.lower() not in _SUFFIXES:
        raise InvalidInput(f"the output {output.name} should end in {', '.join(_SUFFIXES)}")
    wanted = 0 if speakers is None else (speakers or -1)
    micros = None if budget is None else round(budget * 1_000_000)
    transcript = listened(source, ListenWish(language, wanted, vocabulary, text, micros))
    if output is not None:
        with writing(output):
            output.write_text(_written(transcript, output.suffix.lower()), "utf-8")
    if json_:
        row = json.loads(transcript_json(transcript.recognised, transcript.by, transcript.notes))
        typer.echo(json.dumps({"ok": True, "output": str(output) if output else None} | row, ensure_ascii=False))
    elif output is None:
        typer.echo(transcript_text(transcript.recognised), nl=False)
    else:
        heard = transcript.recognised
        typer.echo(
            f"{len(heard.words)} words in {heard.language or 'a language not told'} by {transcript.by}: {output}"
        )


def _written(transcript: Transcript, suffix: str) -> str:
    heard = transcript.recognised
    if suffix == ".txt":
        return transcript_text(heard)
    if suffix == ".json":
        return transcript_json(heard, transcript.by, transcript.notes)
    return written(heard.words, transcript_cues(heard, placement((1920, 1080), "classic").limits), suffix)
