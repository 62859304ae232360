"""`reel voices clone`, `list` and `delete`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from reelwright.app.own_books import own_providers
from reelwright.app.providers.choosing import Providers
from reelwright.app.voice_clones import NEEDED, cloner_of, cloners
from reelwright.errors import InvalidInput, NotFound, ProviderFailed
from reelwright.productions.dub.language_tags import language_tag
from reelwright.productions.voices.clone import PREFIX, VoiceClone, clone_tree, name_asked
from reelwright.productions.voices.cloning import NewClone, delete_everywhere, make_clone, try_to_leave, voice_at
from reelwright.productions.voices.consent import declared
from reelwright.productions.voices.folder_library import user_here
from reelwright.productions.voices.library import clone_named

_CONSENT = 'Whose voice it is, and that they agreed: own, or "written: NAME".'


def clone(
    name: Annotated[str, typer.Argument(help="What to call the clone.")],
    sample: Annotated[Path, typer.Argument(help="A recording (or video) of one person speaking, 10 seconds or more.")],
    consent: Annotated[str | None, typer.Option(help=_CONSENT)] = None,
    lang: Annotated[str, typer.Option(help="Language spoken in the sample.")] = "en",
    provider: Annotated[
        str, typer.Option(help="Who clones it: auto, a provider's name, or later (when it first speaks).")
    ] = "auto",
    json_: Annotated[bool, typer.Option("--json", help="Print the clone as JSON.")] = False,
) -> None:
    providers = own_providers()
    told = declared(consent) if consent is not None else None
    ready = cloners(providers, provider) if provider not in ("auto", "later") else []  # a name nobody has: told at once
    wish = NewClone(name, sample, language_tag(lang), told)
    made = make_clone(providers.voices, wish, user_here(), providers.ports("speakers"))
    notes = [*(made.facts.notes if made.facts else ()), *_brought(providers, made, provider, ready)]
    made = clone_named(providers.voices, made.name)
    for note in notes:
        typer.echo(f"note: {note}", err=True)
    typer.echo(json.dumps(clone_tree(made), ensure_ascii=False) if json_ else f"{PREFIX}{made.name}")


def list_(json_: Annotated[bool, typer.Option("--json", help="Print the list as JSON.")] = False) -> None:
    found = own_providers().voices.clones()
    if json_:
        typer.echo(json.dumps([clone_tree(each) for each in found], ensure_ascii=False))
        return
    for each in found:
        where = ", ".join(sorted({one.provider for one in each.references})) or "no provider yet"
        if each.state == "removing":
            errors = "; ".join(sorted({one.error for one in each.references if one.error}))
            typer.echo(f"{each.id}  deleted, still at {where}: {errors or 'to be removed there'}")
            continue
        consent = each.consent
        whose = (
            "" if consent is None else "own voice" if consent.how == "own-voice" else f"permitted by {consent.person}"
        )
        seconds = f"{each.facts.seconds:.0f} s" if each.facts else ""
        typer.echo(f"{PREFIX}{each.name:<30} {each.language:<8} {seconds:<6} {whose:<30} {where}".rstrip())
    if not found:
        typer.echo("no clones; `reel voices clone NAME RECORDING --consent own` makes one", err=True)


def delete(
    name: Annotated[str, typer.Argument(help="The clone's name; of one that is still to leave a provider, its id.")],
    json_: Annotated[bool, typer.Option("--json", help="Print what is left as JSON.")] = False,
) -> None:
    providers = own_providers()
    library = providers.voices
    wanted = name_asked(name)
    waiting = next((each for each in library.clones() if each.state == "removing" and each.id == wanted), None)
    if waiting is not None:
        left = try_to_leave(library, waiting.id, cloner_of(providers))
    else:
        left = delete_everywhere(library, clone_named(library, wanted), cloner_of(providers))
    if json_:
        typer.echo(json.dumps(clone_tree(left), ensure_ascii=False))
    for each in left.references:
        typer.echo(f"still at {each.provider}: {each.error}", err=True)
    if left.references:
        typer.echo(f"deleted here; run `reel voices delete {left.id}` to try there again", err=True)
        raise typer.Exit(ProviderFailed.exit_code)
    if not json_:
        typer.echo("deleted everywhere")


def _brought(providers: Providers, made: VoiceClone, provider: str, ready: list[Any]) -> list[str]:
    """The clone at its first provider; what stands in the way is a note, for the sample is kept."""
    if provider == "later":
        return []
    try:
        found = ready or cloners(providers)
        if not found:
            return [f"nobody here can speak with it yet: {NEEDED}"]
        voice_at(providers.voices, made, found[0], made.language)
    except (ProviderFailed, InvalidInput) as error:
        if isinstance(error, NotFound):
            raise
        return [f"not cloned yet: {error.message}; it is tried again when it first speaks"]
    return []
