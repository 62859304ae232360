"""`reel images`"""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from reelwright.app.own_books import own_providers
from reelwright.errors import InvalidInput, ProviderFailed, ProviderNeeded
from reelwright.productions.narrate.credits import Credited, credits_text
from reelwright.productions.narrate.language import detect_language
from reelwright.productions.narrate.visual_plan import (
    MADE,
    Change,
    Row,
    changed,
    name_of,
    parse_plan,
    shown_rows,
    write_plan,
)
from reelwright.productions.project.atomic import make_atomically, write_atomically
from reelwright.productions.project.folder import Project
from reelwright.providers.pictures import Stock, StockCandidate, StockQuery
from reelwright.workflows.choose_pictures import plan_file


class Kind(StrEnum):
    picture = "picture"
    video = "video"


class Orientation(StrEnum):
    landscape = "landscape"
    portrait = "portrait"
    square = "square"


def command(
    what: Annotated[str, typer.Argument(metavar="WORDS|PROJECT", help="What to search for, or a project's folder.")],
    kind: Annotated[Kind, typer.Option(help="What to search for.")] = Kind.picture,
    orientation: Annotated[Orientation, typer.Option(help="Shape of what is found.")] = Orientation.landscape,
    count: Annotated[int, typer.Option(min=1, max=80, help="How many of each stock.")] = 10,
    lang: Annotated[str | None, typer.Option(help="Language of the words; found out if left out.")] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Fetch what is found into this folder, with credits.txt.")
    ] = None,
    shot: Annotated[int | None, typer.Option(min=1, help="The shot of a project to show or change.")] = None,
    choose: Annotated[
        str | None,
        typer.Option(help="Take this candidate for the shot: its number, its id, a file, generated, clip or designed."),
    ] = None,
    focus: Annotated[
        str | None, typer.Option(help="The point that stays in view, as X,Y from 0 to 1 (0,0 is the top left).")
    ] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    if Path(what).is_dir():
        _project(Path(what), shot, choose, focus, json_)
        return
    if shot is not None or choose is not None or focus is not None:
        raise InvalidInput(f"there is no project folder {what}", hint="name the .reel folder beside the video")
    query = StockQuery(what, kind.value, orientation.value, count, lang or detect_language(what))
    found = _found(query, output)
    if json_:
        typer.echo(json.dumps({"ok": True, "found": found}, ensure_ascii=False))
        return
    for row in found:
        size = f"{row['width']}x{row['height']}" + (f" {row['seconds']:.0f} s" if row["seconds"] else "")
        typer.echo(
            f"{row['id']:<24}{size:<18}{row['words'][:60]}\n    {row['credit']['line']}  {row['credit']['source_url']}"
        )
        if row.get("file"):
            typer.echo(f"    {row['file']}")
    if not found:
        typer.echo("nothing was found; try fewer or other words", err=True)
        raise typer.Exit(1)


def _found(query: StockQuery, output: Path | None) -> list[dict[str, Any]]:
    providers = own_providers()
    stocks: list[Stock] = providers.ports("stock")
    if not stocks:
        raise ProviderNeeded(
            "no stock of pictures is configured",
            hint="set REELWRIGHT_PEXELS_API_KEY or REELWRIGHT_PIXABAY_API_KEY; both keys cost nothing",
        )
    rows: list[dict[str, Any]] = []
    fetched: list[Credited] = []
    failures: list[ProviderFailed] = []
    for stock in stocks:
        try:
            for candidate in stock.search(query):
                row = _plain(candidate)
                if output is not None:
                    row["file"] = str(_fetched(stock, candidate, output))
                    fetched.append(Credited(0, 0, candidate.credit))
                rows.append(row)
        except ProviderFailed as error:
            failures.append(error)
            typer.echo(f"note: {error.message}", err=True)
    if failures and len(failures) == len(stocks):
        raise failures[0]
    if output is not None and fetched:
        write_atomically(output / "credits.txt", credits_text(fetched))
    return rows


def _fetched(stock: Stock, candidate: StockCandidate, output: Path) -> Path:
    path = stock.fetch(candidate)
    target = output / f"{name_of(candidate).replace(':', '-')}{path.suffix}"
    make_atomically(target, lambda part: shutil.copyfile(path, part))
    return target


def _plain(candidate: StockCandidate) -> dict[str, Any]:
    row = asdict(candidate)
    del row["facts"]
    return row | {"id": name_of(candidate)}


def _project(folder: Path, shot: int | None, choose: str | None, focus: str | None, is_json: bool) -> None:
    path = plan_file(folder)
    if not path.is_file():
        raise InvalidInput(
            f"{folder} has no pictures to choose from",
            hint="make it with --pictures stock or --media, or name a project's folder (OUTPUT.reel)",
        )
    with Project(folder).in_use():
        rows = parse_plan(path.read_text("utf-8-sig"), str(path))
        if choose is not None or focus is not None:
            rows = _changed(rows, shot, choose, focus)
            write_atomically(path, write_plan(rows))
    if shot is not None and not 1 <= shot <= len(rows):
        raise InvalidInput(f"there is no shot {shot}", hint=f"choose 1 to {len(rows)}")
    if is_json:
        plain = shown_rows(rows)
        typer.echo(json.dumps({"ok": True, "shots": plain if shot is None else [plain[shot - 1]]}, ensure_ascii=False))
        return
    for number, row in enumerate(rows, 1):
        if shot is None or number == shot:
            _print(number, row, all_candidates=shot is not None)
    if choose is not None or focus is not None:
        typer.echo("run the same `reel make` again to see it in the video")


def _changed(rows: list[Row], shot: int | None, choose: str | None, focus: str | None) -> list[Row]:
    if shot is None:
        raise InvalidInput("which shot is it?", hint="name it with --shot; `reel images PROJECT` lists them")
    chosen = choose
    if choose is not None and 1 <= shot <= len(rows):
        options = rows[shot - 1].candidates
        is_known = choose in MADE or rows[shot - 1].option(choose) is not None
        if choose.isdigit():
            if not 1 <= int(choose) <= len(options):
                raise InvalidInput(f"shot {shot} has no candidate {choose}", hint=f"it has {len(options)}")
            chosen = options[int(choose) - 1].id
        elif not is_known:
            if not Path(choose).is_file():
                raise InvalidInput(f"{choose} is neither a candidate of shot {shot} nor a file", hint="check --choose")
            chosen = str(Path(choose).resolve())
    return changed(rows, [Change(shot, chosen, _point(focus))], own_files=True)


def _point(focus: str | None) -> tuple[float, float] | None:
    if focus is None:
        return None
    try:
        x, y = (float(part) for part in focus.split(","))
    except ValueError:
        raise InvalidInput(f"{focus!r} is no point", hint="for example --focus 0.4,0.3") from None
    return x, y


def _print(number: int, row: Row, *, all_candidates: bool) -> None:
    at = f" at {row.focus[0]:g},{row.focus[1]:g}" if row.focus else ""
    typer.echo(f"{number:>3}  {row.start:7.1f}–{row.end:.1f} s  {row.chosen}{at}  {row.text[:70]}")
    options = row.candidates if all_candidates else row.candidates[:3]
    for place, option in enumerate(options, 1):
        mark = "*" if option.id == row.chosen else " "
        size = f"{option.candidate.width}x{option.candidate.height}"
        typer.echo(f"     {mark}{place:>2} {option.score:.2f}  {option.id:<24}{size:<12}{option.candidate.words[:50]}")
