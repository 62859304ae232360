"""`reel user`"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Annotated, Any

import typer

from reelwright.app.opening import open_platform
from reelwright.app.platform import Platform
from reelwright.app.server_settings import read_server_settings
from reelwright.business.accounts.administration import (
    all_users,
    give_password,
    give_role,
    let_in,
    shut_out,
    user_of_address,
)
from reelwright.business.accounts.api_tokens import WantedToken, make_api_token
from reelwright.business.accounts.registration import NewAccount, add_user
from reelwright.business.audit import Origin
from reelwright.database.columns import now
from reelwright.database.tables import User
from reelwright.errors import InvalidInput

group = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    help="Add, list and shut out users of the platform, and make tokens for them.",
)

Email = Annotated[str, typer.Argument(help="The user's mail address.")]
Json = Annotated[bool, typer.Option("--json", help="Print it as JSON.")]
_HERE = Origin(address="command line")


@group.command(help="Add a user; the password is asked for, or read from standard input.")
def add(
    email: Email,
    name: Annotated[str, typer.Option(help="What to call them.")] = "",
    admin: Annotated[bool, typer.Option("--admin", help="Make them an administrator.")] = False,
    json_: Json = False,
) -> None:
    with _platform() as platform:
        wanted = NewAccount(email, _password(), name)
        user = add_user(platform.database, wanted, role="admin" if admin else "user", actor=None, origin=_HERE)
    _tell(user, f"added {user.email}", json_)


@group.command("list", help="List all users.")
def list_(json_: Json = False) -> None:
    with _platform() as platform:
        users = all_users(platform.database)
    if json_:
        typer.echo(json.dumps([_row(user) for user in users], ensure_ascii=False))
        return
    for user in users:
        state = "" if user.is_active else "shut out"
        typer.echo(f"{user.email:<40}{user.role:<8}{user.created_at:%Y-%m-%d}  {state:<9}{user.name}".rstrip())
    if not users:
        typer.echo("there are no users yet; `reel user add` makes one", err=True)


@group.command(help="Give a user a new password, asked for or read from standard input; ends all their sign-ins.")
def password(email: Email, json_: Json = False) -> None:
    with _platform() as platform:
        user = user_of_address(platform.database, email)
        give_password(platform.database, user.id, _password(), actor=None, origin=_HERE)
    _tell(user, f"{user.email} has a new password", json_)


@group.command(help="Shut a user out: no sign-in and no token of theirs is good from now on.")
def disable(email: Email, json_: Json = False) -> None:
    with _platform() as platform:
        found = user_of_address(platform.database, email)
        user = shut_out(platform.database, found.id, actor=None, origin=_HERE)
    _tell(user, f"{user.email} is shut out", json_)


@group.command(help="Let a user in again.")
def enable(email: Email, json_: Json = False) -> None:
    with _platform() as platform:
        found = user_of_address(platform.database, email)
        user = let_in(platform.database, found.id, actor=None, origin=_HERE)
    _tell(user, f"{user.email} may come in again", json_)


@group.command(help="Make a user an administrator, or, with --off, not any more.")
def admin(
    email: Email,
    off: Annotated[bool, typer.Option("--off", help="Not any more.")] = False,
    json_: Json = False,
) -> None:
    with _platform() as platform:
        found = user_of_address(platform.database, email)
        role = "user" if off else "admin"
        user = give_role(platform.database, found.id, role, actor=None, origin=_HERE)
    _tell(user, f"{user.email} is {'a user' if off else 'an administrator'}", json_)


@group.command(help="Make an API token for a user and print it: it is not shown again.")
def token(
    email: Email,
    name: Annotated[str, typer.Option(help="What it is for.")] = "command line",
    scopes: Annotated[str, typer.Option(help="read, write, render, admin; comma-separated.")] = "read,write,render",
    days: Annotated[
        int | None, typer.Option(min=1, max=3650, help="Days it is good for; without it, for good.")
    ] = None,
    json_: Json = False,
) -> None:
    if not 0 < len(name) <= 100:
        raise InvalidInput("the token's name has 1 to 100 characters")
    with _platform() as platform:
        user = user_of_address(platform.database, email)
        wanted = WantedToken(
            name, [part.strip() for part in scopes.split(",")], now() + timedelta(days=days) if days else None
        )
        made = make_api_token(platform.database, user.id, wanted, _HERE)
    if json_:
        facts = {"ok": True, "id": str(made.row.id), "scopes": made.row.scopes, "token": made.secret}
        typer.echo(json.dumps(facts))
    else:
        typer.echo(made.secret)


@contextmanager
def _platform() -> Iterator[Platform]:
    platform = open_platform(read_server_settings())
    try:
        yield platform
    finally:
        platform.close()


def _password() -> str:
    """Asked for twice at a terminal; else the first line of standard input."""
    if sys.stdin.isatty():
        return typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    line = sys.stdin.readline().rstrip("\r\n")
    if not line:
        raise InvalidInput("no password came on standard input", hint="type it, or: reel user add … < file")
    return line


def _tell(user: User, words: str, is_json: bool) -> None:
    typer.echo(json.dumps({"ok": True, "user": _row(user)}, ensure_ascii=False) if is_json else words)


def _row(user: User) -> dict[str, Any]:
    return {
        "id": str(user.id), "email": user.email, "name": user.name, "role": user.role, "isActive": user.is_active,
        "createdAt": user.created_at.isoformat(),
    }  # fmt: skip
