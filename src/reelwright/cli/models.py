"""`reel models`"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

from reelwright.app.cache_folder import models_folder
from reelwright.app.models import fetching
from reelwright.app.models.known import known_models
from reelwright.app.models.wishes import Wish, name_of, this_hub, wanted
from reelwright.http.client import provider_client
from reelwright.providers.models import ModelStore, StoredModel

group = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    help="List models that run on this machine, fetch one, or make one of yours known.",
)
Json = Annotated[bool, typer.Option("--json", help="Print it as JSON.")]


@group.command("list", help="List the models that are here, and those that can be fetched by name.")
def list_(json_: Json = False) -> None:
    here = _store().models()
    names = {model.name for model in here}
    others = [model for model in known_models() if model.name not in names]
    if json_:
        rows = [_row(model) for model in here]
        rows += [
            {
                "name": model.name,
                "isHere": False,
                "title": model.title,
                "megabytes": model.megabytes,
                "licence": model.licence,
            }
            for model in others
        ]
        typer.echo(json.dumps(rows, ensure_ascii=False))
        return
    for model in here:
        typer.echo(f"{model.name:<34}{model.size / 1e6:>7.0f} MB  here  {model.path}")
    for model in others:
        typer.echo(f"{model.name:<34}{model.megabytes:>7} MB        {model.title}")


@group.command(
    help="Fetch a model: by name (kokoro), from a Hugging Face repository (owner/name), or an https address."
)
def get(
    what: Annotated[
        str, typer.Argument(help="A name of `reel models list`, any Piper voice, owner/name, or an address.")
    ],
    file: Annotated[
        list[str] | None, typer.Option(help="A file of the repository; once for each, * stands for any part of a name.")
    ] = None,
    name: Annotated[str, typer.Option(help="What to call it here.")] = "",
    revision: Annotated[str, typer.Option(help="Branch, tag or commit of the repository.")] = "main",
    sha256: Annotated[str, typer.Option(help="The checksum the file must have.")] = "",
    trust: Annotated[
        bool,
        typer.Option("--trust", help="Take a file whose checksum nobody tells; from then on it must stay the same."),
    ] = False,
    json_: Json = False,
) -> None:
    store = _store()
    wish = Wish(what, tuple(file or ()), name, revision, sha256, trust)
    model = store.model(name_of(wish))
    was_here = model is not None
    if model is None:
        with provider_client(timeout_seconds=60) as client, _Bar() as bar:
            model = fetching.fetch(store, wanted(wish, client, this_hub()), client, bar.show)
    _tell(model, f"{model.name} is here{' already' if was_here else ''}: {model.path}", json_)


@group.command(help="Make a model's file or folder known by a name; it stays where it is.")
def add(
    path: Annotated[Path, typer.Argument(help="The model's file or folder.")],
    name: Annotated[str, typer.Option(help="What to call it; without it, its file's name.")] = "",
    json_: Json = False,
) -> None:
    model = fetching.add(_store(), path, name or path.expanduser().resolve().name.removesuffix(".onnx"))
    _tell(model, f"{model.name} is known: {model.path}", json_)


@group.command(help="Delete a model that was fetched, or forget one that was added.")
def remove(name: Annotated[str, typer.Argument(help="Its name.")], json_: Json = False) -> None:
    fetching.remove(_store(), name)
    typer.echo(json.dumps({"ok": True, "name": name}) if json_ else f"{name} is removed")


class _Bar:
    """Bytes, speed and time left on a terminal; nothing in pipes."""

    def __init__(self) -> None:
        self._progress = Progress(
            TextColumn("{task.description:<28.28}"), BarColumn(bar_width=28), DownloadColumn(), TransferSpeedColumn(),
            TimeRemainingColumn(compact=True), console=Console(stderr=True), disable=not sys.stderr.isatty(),
        )  # fmt: skip
        self._task = self._progress.add_task("asking", total=None)

    def __enter__(self) -> _Bar:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def show(self, file: str, done: int, total: int) -> None:
        self._progress.update(self._task, description=file.rpartition("/")[2], completed=done, total=total or None)


def _store() -> ModelStore:
    return ModelStore(models_folder())


def _tell(model: StoredModel, words: str, is_json: bool) -> None:
    typer.echo(json.dumps({"ok": True, "model": _row(model)}, ensure_ascii=False) if is_json else words)


def _row(model: StoredModel) -> dict[str, Any]:
    known = {
        key: model.record[key] for key in ("title", "licence", "repo", "commit", "url", "files") if key in model.record
    }
    return {"name": model.name, "isHere": True, "path": str(model.path), "size": model.size, **known}
