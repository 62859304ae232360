"""`reel schema`"""

from __future__ import annotations

import json

import typer

from reelwright.timeline.schema import document_schema


def command() -> None:
    typer.echo(json.dumps(document_schema(), indent=2, ensure_ascii=False))
