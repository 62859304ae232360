"""`reel captions`"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from reelwright.captions.cues import build_cues
from reelwright.captions.formats.by_suffix import SUFFIXES, written
from reelwright.captions.formats.srt import cue_of
from reelwright.captions.reading import words_of
from reelwright.captions.styles import placement
from reelwright.errors import InvalidInput, ProviderNeeded
from reelwright.media.subtitle_read import read_subtitles
from reelwright.media.video_write import writing
from reelwright.transcript import Word


def command(
    source: Annotated[
        Path,
        typer.Argument(
            metavar="VIDEO|WORDS", help="A video of ours, or words (.json of any recogniser, .srt, .vtt, .ass)."
        ),
    ],
    output: Annotated[
        Path, typer.Option("--output", "-o", help="Where to write: .srt, .vtt, .ass (karaoke) or .json (words).")
    ] = Path("captions.srt"),
    max_chars: Annotated[int | None, typer.Option(help="Most characters in a line.", min=4, max=200)] = None,
    max_words: Annotated[int | None, typer.Option(help="Most words in a caption.", min=1, max=100)] = None,
    max_lines: Annotated[int | None, typer.Option(help="Most lines in a caption.", min=1, max=4)] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    if output.suffix.lower() not in SUFFIXES:
        raise InvalidInput(f"the output {output.name} should end in .srt, .vtt, .ass or .json")
    words = _words(source)
    limits = placement((1920, 1080), "classic").limits
    given = {"max_chars": max_chars, "max_words": max_words, "max_lines": max_lines}
    cues = build_cues(words, replace(limits, **{name: value for name, value in given.items() if value is not None}))
    with writing(output):
        output.write_text(written(words, cues, output.suffix.lower()), "utf-8")
    if json_:
        typer.echo(json.dumps({"ok": True, "output": str(output), "words": len(words), "captions": len(cues)}))
    else:
        typer.echo(f"{len(words)} words in {len(cues)} captions: {output}")


def _words(source: Path) -> list[Word]:
    """Words of a caption file; of a video: its project's, those beside it, or those inside it."""
    if not source.exists():
        raise InvalidInput(f"there is no file {source}", hint="check the path")
    if source.suffix.lower() in SUFFIXES:
        return _read(source)
    for beside in (
        source.with_suffix(".reel") / "words.json",
        source.with_suffix(".words.json"),
        source.with_suffix(".srt"),
        source.with_suffix(".vtt"),
    ):
        if beside.is_file():
            return _read(beside)
    cues = [cue_of(subtitle.lines, subtitle.start, subtitle.end) for subtitle in read_subtitles(source)]
    words = [word for cue in cues if cue for word in cue.words]
    if not words:
        raise ProviderNeeded(
            f"nothing tells what is said in {source.name}",
            hint="give its words instead (.json, .srt or .vtt): recognising speech is not part of this version",
        )
    return words


def _read(path: Path) -> list[Word]:
    try:
        return words_of(path.read_text("utf-8-sig"), path.name)
    except OSError as error:
        raise InvalidInput(f"cannot read {path}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise InvalidInput(f"{path} is not UTF-8 text") from None
