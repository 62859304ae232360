"""`reel doctor`"""

from __future__ import annotations

import json
from typing import Annotated

import typer

from reelwright.app.diagnosis import Finding, diagnose
from reelwright.app.providers.choosing import providers_here

_MARKS = {"good": "ok  ", "could be better": "    ", "broken": "FAIL"}


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
        for finding in findings:
            typer.echo(f"{_MARKS[finding.state]} {finding.subject:<11} {finding.found}")
            if finding.advice:
                typer.echo(f"                 -> {finding.advice}")
    if _is_broken(findings):
        raise typer.Exit(1)


def _is_broken(findings: list[Finding]) -> bool:
    return any(finding.state == "broken" for finding in findings)
