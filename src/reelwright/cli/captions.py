"""`reel captions`"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from reelwright.captions.cues import Cue
from reelwright.captions.formats.srt import cue_of
from reelwright.captions.reading import CUE_SUFFIXES, read_cues, read_words
from reelwright.cli.caption_files import CAPTION_SUFFIXES, CueWish, write_captions
from reelwright.cli.listening import ListenWish, listened
from reelwright.errors import InvalidInput
from reelwright.media.subtitle_read import read_subtitles
from reelwright.transcript import Word


def command(
    source: Annotated[
        Path,
        typer.Argument(
            metavar="VIDEO|WORDS", help="A video or recording, or words (.json of any recogniser, .srt, .vtt, .ass)."
        ),
    ],
    output: Annotated[
        Path, typer.Option("--output", "-o", help="Where to write: .srt, .vtt, .ass (karaoke) or .json (words).")
    ] = Path("captions.srt"),
    text: Annotated[
        Path | None, typer.Option(help="A file with what is said: its words are timed, not recognised.")
    ] = None,
    language: Annotated[str | None, typer.Option(help="Language that is spoken; found out if left out.")] = None,
    vocabulary: Annotated[
        Path | None, typer.Option(help="A file of names and terms to expect, one in each line.")
    ] = None,
    max_chars: Annotated[int | None, typer.Option(help="Most characters in a line.", min=4, max=200)] = None,
    max_words: Annotated[int | None, typer.Option(help="Most words in a caption.", min=1, max=100)] = None,
    max_lines: Annotated[int | None, typer.Option(help="Most lines in a caption.", min=1, max=4)] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    if output.suffix.lower() not in CAPTION_SUFFIXES:
        raise InvalidInput(f"the output {output.name} should end in .srt, .vtt, .ass or .json")
    words, cues = _words(source, ListenWish(language, 0, vocabulary, text))
    count = write_captions(words, output, CueWish(max_chars, max_words, max_lines), cues)
    if json_:
        typer.echo(json.dumps({"ok": True, "output": str(output), "words": len(words), "captions": count}))
    else:
        typer.echo(f"{len(words)} words in {count} captions: {output}")


def _words(source: Path, wish: ListenWish) -> tuple[Sequence[Word], Sequence[Cue] | None]:
    """Words of a caption file; of a video: its project's, those beside it, those inside it, else what is heard in it.

    With the captions they are divided into where somebody has divided them.
    """
    if not source.exists():
        raise InvalidInput(f"there is no file {source}", hint="check the path")
    if source.suffix.lower() in (".json", *CUE_SUFFIXES):
        return _of_file(source)
    if wish.text is not None:
        return listened(source, wish).recognised.words, None
    for beside in (
        source.with_suffix(".reel") / "words.json",
        source.with_suffix(".words.json"),
        source.with_suffix(".srt"),
        source.with_suffix(".vtt"),
    ):
        if beside.is_file():
            return _of_file(beside)
    inside = [cue_of(subtitle.lines, subtitle.start, subtitle.end) for subtitle in read_subtitles(source)]
    cues = [cue for cue in inside if cue]
    return _with_words(cues) if cues else (listened(source, wish).recognised.words, None)


def _of_file(path: Path) -> tuple[Sequence[Word], Sequence[Cue] | None]:
    return (read_words(path), None) if path.suffix.lower() == ".json" else _with_words(read_cues(path))


def _with_words(cues: Sequence[Cue]) -> tuple[Sequence[Word], Sequence[Cue]]:
    return [word for cue in cues for word in cue.words], cues
