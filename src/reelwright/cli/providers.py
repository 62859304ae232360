"""`reel providers`"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from getpass import getpass
from typing import Annotated

import typer

from reelwright.app.providers.catalogue import vendor_named
from reelwright.app.providers.choosing import providers_here
from reelwright.app.providers.overview import OfferRow, answers, offer_rows
from reelwright.app.providers.providers_file import keep_option, own_providers_file
from reelwright.errors import InvalidInput
from reelwright.providers.manifest import KINDS, Kind, order_variable

group = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    help="List the providers of voices, words, pictures and more; set and test keys.",
)
Json = Annotated[bool, typer.Option("--json", help="Print it as JSON.")]
_MARKS = {"first": "*", "next": "+", "named-only": "o", "not-configured": " "}


@group.command("list", help="Every provider by kind, in the order in which they are asked, and what the others lack.")
def list_(
    kind: Annotated[str | None, typer.Argument(help=f"One of {', '.join(KINDS)}.")] = None, json_: Json = False
) -> None:
    wanted: Kind | None = next((each for each in KINDS if each == kind), None)
    if kind is not None and wanted is None:
        raise InvalidInput(f"there is no kind {kind!r} of provider", hint=f"choose one of {', '.join(KINDS)}")
    rows = offer_rows(providers_here(), wanted)
    if json_:
        typer.echo(json.dumps([asdict(row) for row in rows], ensure_ascii=False))
        return
    for each in KINDS:
        of_kind = [row for row in rows if row.kind == each]
        if of_kind:
            typer.echo(f"{each}  (order: {order_variable(each)})")
        for row in of_kind:
            typer.echo(f"  {_MARKS[row.state]} {row.vendor:<18} {row.title:<32} {_told(row)}".rstrip())
    typer.echo("* is asked first, + next when that fails, o only when named")


@group.command("test", help="Ask every configured provider (or one) whether the key is good; spends nothing.")
def ask(
    provider: Annotated[str, typer.Argument(help="A provider's name; all that are configured if left out.")] = "",
    json_: Json = False,
) -> None:
    if provider:
        vendor_named(provider)
    rows = answers(providers_here(), provider)
    if json_:
        typer.echo(json.dumps([asdict(row) for row in rows], ensure_ascii=False))
    else:
        for row in rows:
            typer.echo(f"{'ok  ' if row.is_good else 'FAIL'} {row.vendor:<18} {row.said}")
            if row.hint and not row.is_good:
                typer.echo(f"     -> {row.hint}")
        if not rows:
            typer.echo(
                "nothing to test: no provider with a key or an address is configured; `reel doctor` says what to set"
                if not provider
                else f"{provider} cannot be asked"
            )
    if any(not row.is_good for row in rows):
        raise typer.Exit(1)


@group.command("set", help="Keep an option of a provider, such as its key, in a file only you can read.")
def set_(
    provider: Annotated[str, typer.Argument(help="A provider's name, as `reel providers list` shows it.")],
    option: Annotated[str, typer.Argument(help="Which option; its key if left out.")] = "api_key",
    value: Annotated[
        str | None,
        typer.Argument(
            help="Its value, empty to forget it. Keys are asked for, or read from standard input, not written here."
        ),
    ] = None,
) -> None:
    vendor = vendor_named(provider)
    known = {each.name: each for each in vendor.options}
    if option not in known:
        raise InvalidInput(f"{vendor.title} has no option {option!r}", hint=f"it has: {', '.join(known)}")
    told = (_asked(f"{vendor.title}, {option}: ") if value is None else value).strip()
    if any(ord(sign) < 32 for sign in told):
        raise InvalidInput("the value holds signs that cannot be seen", hint="paste it again")
    path, variable = own_providers_file(), vendor.variable(option)
    keep_option(path, vendor.name, option, told)
    typer.echo(f"{'kept in' if told else 'forgotten in'} {path}")
    if providers_here().options(vendor).get(option, "") != told:
        typer.echo(f"note: {variable} is set in the environment, too, and comes first", err=True)


def _asked(prompt: str) -> str:
    return getpass(prompt) if sys.stdin.isatty() else sys.stdin.readline()


def _told(row: OfferRow) -> str:
    if row.missing:
        return "; ".join(row.missing) + (f"  ({row.site})" if row.site and not row.is_local else "")
    told = [] if row.is_local else ["hosted"]
    told += [row.terms] if row.terms and row.state == "named-only" else []
    return ", ".join([*told, *row.abilities])
