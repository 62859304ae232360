"""`reel captions`"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from reelwright.captions.formats.srt import cue_of
from reelwright.cli.caption_files import CAPTION_SUFFIXES, CueWish, read_words, write_captions
from reelwright.errors import InvalidInput, ProviderNeeded
from reelwright.media.subtitle_read import read_subtitles
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
    if output.suffix.lower() not in CAPTION_SUFFIXES:
        raise InvalidInput(f"the output {output.name} should end in .srt, .vtt, .ass or .json")
    words = _words(source)
    count = write_captions(words, output, CueWish(max_chars, max_words, max_lines))
    if json_:
        typer.echo(json.dumps({"ok": True, "output": str(output), "words": len(words), "captions": count}))
    else:
        typer.echo(f"{len(words)} words in {count} captions: {output}")


def _words(source: Path) -> list[Word]:
    """Words of a caption file; of a video: its project's, those beside it, or those inside it."""
    if not source.exists():
        raise InvalidInput(f"there is no file {source}", hint="check the path")
    if source.suffix.lower() in CAPTION_SUFFIXES:
        return read_words(source)
    for beside in (
        source.with_suffix(".reel") / "words.json",
        source.with_suffix(".words.json"),
        source.with_suffix(".srt"),
        source.with_suffix(".vtt"),
    ):
        if beside.is_file():
            return read_words(beside)
    cues = [cue_of(subtitle.lines, subtitle.start, subtitle.end) for subtitle in read_subtitles(source)]
    words = [word for cue in cues if cue for word in cue.words]
    if not words:
        raise ProviderNeeded(
            f"nothing tells what is said in {source.name}",
            hint="give its words instead (.json, .srt or .vtt): recognising speech is not part of this version",
        )
    return words
