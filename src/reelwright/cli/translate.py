"""`reel translate`"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from reelwright.app.dub_wiring import translators_of
from reelwright.app.own_books import own_providers
from reelwright.cli.progress import StageBars
from reelwright.workflows.translate_file import TranslateRequest, translate_file


def command(
    file: Annotated[
        Path, typer.Argument(help="Captions (.srt, .vtt, .ass), words with times (.json), Markdown or plain text.")
    ],
    to: Annotated[str, typer.Option("--to", help="The language to translate into: es, de, pt-BR …")],
    from_: Annotated[str | None, typer.Option("--from", help="Language of the file; found out if left out.")] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Where to write; FILE.LANGUAGE.SUFFIX by default.")
    ] = None,
    glossary: Annotated[
        Path | None, typer.Option(help="Words that are always said so: one `word = how it is said` a line.")
    ] = None,
    register: Annotated[str, typer.Option(help="How people are addressed: formal, informal …")] = "",
    about: Annotated[str, typer.Option(help="What it is about: one line helps the translator.")] = "",
    json_: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    target = output or Path(f"{file.stem}.{to}{file.suffix}")
    request = TranslateRequest(file, target, to, from_, glossary, register, about)
    providers = own_providers()
    with StageBars({"translation": "Translation"}) as bars:
        made = translate_file(
            request, translators_of(providers), lambda done, total: bars.show("translation", done, total)
        )
    if json_:
        row = {
            "ok": True, "output": str(made.output), "from": made.language, "to": to, "by": made.by, "pieces": made.pieces,
            "kept": list(made.kept), "notes": list(made.notes),
        }  # fmt: skip
        typer.echo(json.dumps(row, ensure_ascii=False))
        return
    for note in made.notes:
        typer.echo(f"note: {note}", err=True)
    for text in made.kept:
        typer.echo(f"not translated: {text[:80]}", err=True)
    typer.echo(f"{made.pieces} texts from {made.language} to {to} by {made.by}")
    typer.echo(str(made.output))
