"""`reel script`"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
import typer.core

from reelwright.app.own_books import own_providers
from reelwright.app.wiring import tools
from reelwright.errors import InvalidInput
from reelwright.productions.narrate.article import read_text
from reelwright.productions.narrate.brief import Brief
from reelwright.productions.narrate.pace import narration_seconds
from reelwright.productions.narrate.review.analysis import Analysis, analyze
from reelwright.productions.narrate.script import Script
from reelwright.productions.narrate.script_file import parse_script
from reelwright.productions.narrate.sentence_changes import Change, Proposal
from reelwright.productions.project.atomic import write_atomically
from reelwright.productions.project.authored import set_aside
from reelwright.providers.text import TextGeneration
from reelwright.workflows.make_request import MakeRequest
from reelwright.workflows.script_source import script_text, source_of
from reelwright.workflows.script_work import ProposalFile, proposed, read_script, take


class _WriteByDefault(typer.core.TyperGroup):
    """What is no command is a topic or a file to write a script of."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args and args[0] not in (*self.commands, "--help"):
            args = ["write", *args]
        return super().parse_args(ctx, args)


group = typer.Typer(
    cls=_WriteByDefault,
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    help="Write a script of a topic or an article; look at one, or improve it. "
    'reel script "How rice grows" -o script.md is short for reel script write …',
)

Json = Annotated[bool, typer.Option("--json", help="Print it as JSON.")]
Lang = Annotated[str | None, typer.Option(help="Language (en, es, hi …); found out if left out.")]
Seconds = Annotated[float | None, typer.Option(help="How long it should take to say.")]
File = Annotated[Path, typer.Argument(metavar="FILE", help="A script, as `reel script` writes it.")]


@group.command(help="Write a script of a topic (with a text model) or an article.")
def write(
    source: Annotated[str, typer.Argument(metavar="TOPIC|FILE", help="A topic in quotes, or an article (.md, .txt).")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Where to write it; printed if left out.")
    ] = None,
    audience: Annotated[str, typer.Option(help="Whom it is for, in words.")] = "",
    tone: Annotated[str, typer.Option(help="How it should sound: playful, formal, dry …")] = "",
    seconds: Annotated[float, typer.Option(help="How long it should take to say.", min=5, max=3600)] = 60.0,
    sections: Annotated[int | None, typer.Option(help="How many sections; chosen by length if left out.")] = None,
    lang: Lang = None,
    no_cta: Annotated[bool, typer.Option("--no-cta", help="End without a call to action.")] = False,
    json_: Json = False,
) -> None:
    brief = Brief(audience, tone, sections, has_call_to_action=not no_cta)
    model = _model()
    request = MakeRequest(source, output or Path("script.md"), language=lang, duration=seconds, brief=brief)
    found = source_of(request, model is not None)
    made = script_text(found, model)
    script = parse_script(made.text, "script.md", found.language)
    if output is not None:
        _put(output, made.text)
    if json_:
        row = {"title": script.title, "language": script.language, "seconds": round(narration_seconds(script), 1)}
        told = {
            "sentences": len(script.sentences),
            "notes": list(made.notes),
            "sources": [asdict(each) for each in script.sources],
        }
        typer.echo(json.dumps({"ok": True, "script": made.text} | row | told, ensure_ascii=False))
        return
    for note in made.notes:
        typer.echo(f"note: {note}", err=True)
    typer.echo(made.text if output is None else _summary(script, output), nl=output is not None)


@group.command("analyze", help="Reading time, difficulty, weak places and a score; no model is needed.")
def analyze_(file: File, seconds: Seconds = None, lang: Lang = None, json_: Json = False) -> None:
    script = read_script(read_text(file), file.name, lang)
    found = analyze(script, seconds)
    if json_:
        typer.echo(json.dumps({"ok": True} | found.as_row(), ensure_ascii=False))
    else:
        _print(found, script)


@group.command(help="Have a text model improve a script, and choose what to take of it.")
def improve(
    file: File,
    instruction: Annotated[str, typer.Option(help="What to change; what `analyze` finds if left out.")] = "",
    accept: Annotated[
        str | None,
        typer.Option(metavar="all|1,3|none", help="Changes to take; without it they are shown, and kept for later."),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Where to write the script; FILE itself if left out.")
    ] = None,
    json_: Json = False,
) -> None:
    text, kept = read_text(file), ProposalFile(file)
    proposal = _proposal(file, text, instruction, kept, is_shown=accept is None)
    if accept is None:
        if json_:
            typer.echo(json.dumps({"ok": True} | proposal.as_row(), ensure_ascii=False))
        else:
            _print_changes(proposal, file)
        return
    numbers = _numbers(accept)
    done = take(text, file.name, proposal, numbers)
    if done.applied:
        write_atomically(output or file, done.text)
    if numbers is None or not numbers:
        kept.forget()
    if json_:
        typer.echo(
            json.dumps(
                {"ok": True, "applied": done.applied, "unfit": done.unfit, "script": done.text}, ensure_ascii=False
            )
        )
        return
    for number in done.unfit:
        typer.echo(f"note: change {number} has no place any more: its sentence was edited meanwhile", err=True)
    typer.echo(
        f"{len(done.applied)} of {len(proposal.changes)} changes taken"
        + (f"; {output or file}" if done.applied else "")
    )


def _proposal(file: Path, text: str, instruction: str, kept: ProposalFile, *, is_shown: bool) -> Proposal:
    """The one kept beside the file, where it was asked for alike; else a new one."""
    found = kept.read()
    if found is not None and not is_shown and not instruction:
        return found[1]
    model = _model()
    key = kept.key(instruction, model)
    if found is not None and found[0] == key and not is_shown:
        return found[1]
    proposal = proposed(text, file.name, instruction, model)
    kept.write(key, proposal)
    return proposal


def _model() -> TextGeneration | None:
    return tools(own_providers()).text


def _numbers(accept: str) -> list[int] | None:
    told = accept.strip().lower()
    if told == "all":
        return None
    if told == "none":
        return []
    try:
        return [int(number) for number in told.split(",")]
    except ValueError:
        raise InvalidInput(
            f"{accept!r} names no changes", hint="say --accept all, --accept 1,3 or --accept none"
        ) from None


def _put(output: Path, text: str) -> None:
    """A file that is there and differs is kept under another name: it may have been edited."""
    if output.is_file() and (before := read_text(output)) != text:
        typer.echo(f"note: the {output.name} there was is kept as {set_aside(output, before).name}", err=True)
    write_atomically(output, text)


def _summary(script: Script, output: Path) -> str:
    return f"{len(script.sentences)} sentences, about {narration_seconds(script):.0f} s in {script.language}; {output}"


def _print(found: Analysis, script: Script) -> None:
    measures = found.measures
    words = f"{measures.words} words" if measures.words else f"{measures.characters} characters"
    typer.echo(f"score {found.score} of 100")
    for reason in found.reasons:
        typer.echo(f"  -{reason.points:<3} {reason.reason}")
    typer.echo(
        f"{measures.seconds:g} s, {words}, {measures.sentences} sentences in {script.language}; opening {found.hook.score} of 100"
    )
    value = "" if measures.reading.value is None else f" {measures.reading.value:g},"
    typer.echo(f"difficulty: {measures.reading.formula}{value} {measures.reading.meaning}")
    for row in measures.pace:
        unit = "words" if measures.words else "characters"
        typer.echo(f"  {row.start:6.1f} s  {row.words_per_minute:5.0f} {unit} a minute  {row.title}".rstrip())
    for each in found.findings:
        text = script.sections[each.section - 1].sentences[each.sentence - 1].text
        typer.echo(
            f"{each.section}.{each.sentence} [{each.start}-{each.end}] {each.kind}: {each.message}; {each.suggestion}"
        )
        typer.echo(f"    {text[:100]}")


def _print_changes(proposal: Proposal, file: Path) -> None:
    for change in proposal.changes:
        typer.echo(f"[{change.number}] {change.kind}, {_place(change)}")
        typer.echo(
            "".join(f"  {sign} {text}\n" for sign, text in (("-", change.before), ("+", change.after)) if text),
            nl=False,
        )
    if proposal.changes:
        typer.echo(f"take them with: reel script improve {file} --accept all (or 1,3, or none)")
    else:
        typer.echo("the model would change nothing")


def _place(change: Change) -> str:
    if change.kind == "title":
        return f"section {change.section}"
    if change.kind == "added":
        return f"section {change.section}, " + (
            f"after sentence {change.sentence}" if change.sentence else "at its beginning"
        )
    return f"sentence {change.section}.{change.sentence}"
