"""`reel migrate`"""

from __future__ import annotations

import json
from typing import Annotated

import typer

from reelwright.app.server_settings import read_server_settings
from reelwright.database.migrate import current_revision, migrate, newest_revision
from reelwright.database.open import open_database, reachable
from reelwright.workflows.engine import prepare


def command(
    revision: Annotated[str, typer.Argument(help="Where to go: head, base, or a revision such as 0001.")] = "head",
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing; the exit code is 1 when something is to be done.")
    ] = False,
    json_: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    database = open_database(read_server_settings().database_url)
    reachable(database)
    before = current_revision(database)
    if not check:
        migrate(database, revision)
        if revision == "head":
            prepare(database)
    after = current_revision(database)
    database.close()
    if json_:
        typer.echo(json.dumps({"ok": True, "before": before, "after": after, "newest": newest_revision()}))
    else:
        typer.echo(
            f"at {after or 'nothing'}; newest is {newest_revision()}"
            if before == after
            else f"from {before or 'nothing'} to {after}"
        )
    if check and after != newest_revision():
        raise typer.Exit(1)
