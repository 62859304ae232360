"""`reel doctor`"""

from __future__ import annotations

import json
from typing import Annotated

import typer

from reelwright.app.diagnosis import Finding, diagnose
from reelwright.app.providers.choosing import providers_here

_MARKS = {"good": "ok  ", "could be better": "    ", "broken": "FAIL"}
_HOW = """
to set one:  export NAME=VALUE, or `reel providers set openai` to keep a key in a file only you can read
to look on:  `reel providers list` names all there are and where keys come from, `reel providers test` asks them; neither spends"""


def command(json_: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False) -> None:
    findings = diagnose(providers_here())
    if json_:
        typer.echo(
            json.dumps(
                {"ok": not _is_broken(findings), "findings": [vars(finding) for finding in findings]},
                ensure_ascii=False,
            )
        )
    else:
        width = max(len(finding.subject) for finding in findings)
        for finding in findings:
            typer.echo(f"{_MARKS[finding.state]} {finding.subject:<{width}} {finding.found}")
            if finding.advice:
                typer.echo(f"        -> {finding.advice}")
        if any(finding.advice for finding in findings):
            typer.echo(_HOW)
    if _is_broken(findings):
        raise typer.Exit(1)


def _is_broken(findings: list[Finding]) -> bool:
    return any(finding.state == "broken" for finding in findings)
