"""`reel voices`"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer

from reelwright.app.wiring import known_voices


def command(
    lang: Annotated[str | None, typer.Option(help="Only voices of this language (en, es, hi …).")] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print the list as JSON.")] = False,
) -> None:
    found = known_voices(lang)
    if json_:
        typer.echo(json.dumps([asdict(voice) for voice in found], ensure_ascii=False))
        return
    for voice in found:
        typer.echo(f"{voice.id:<22}{voice.name:<38}{voice.gender:<9}{voice.style}".rstrip())
    if not found:
        typer.echo(f"no voice speaks {lang}; `reel voices` lists all", err=True)
        raise typer.Exit(1)
