"""`reel segments`"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from reelwright.errors import InvalidInput
from reelwright.productions.dub import edits
from reelwright.productions.dub.document import DubDocument, Segment, read_dub, same_video, write_dub
from reelwright.productions.dub.glossary import read_glossary
from reelwright.productions.dub.segment_table import read_rows, write_rows
from reelwright.productions.project.atomic import write_atomically
from reelwright.productions.project.folder import Project
from reelwright.transcript.text_file import read_text_file

group = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    help="Look at the segments of a dub and edit them; `reel dub` then makes what they touch anew.",
)
Folder = Annotated[Path, typer.Argument(help="The dub's project folder, such as talk.dub.")]
To = Annotated[str | None, typer.Option("--to", help="Which language; left out, the words of the source.")]
Json = Annotated[bool, typer.Option("--json", help="Print it as JSON.")]


@group.command("list", help="Every segment with its time, speaker, words and translation.")
def list_(project: Folder, to: To = None, json_: Json = False) -> None:
    document = _read(project)
    if json_:
        typer.echo(json.dumps(json.loads(write_dub(document)), ensure_ascii=False))
        return
    for each in document.segments:
        typer.echo(_line(document, each, to))


@group.command("export", help="Write the segments as .tsv, .srt, .vtt or .json, to be edited elsewhere.")
def export(
    project: Folder,
    output: Annotated[Path, typer.Option("--output", "-o", help="The file; its suffix says the format.")],
    to: To = None,
) -> None:
    document = _read(project)
    suffix = output.suffix.lower()
    write_atomically(output, write_dub(document) if suffix == ".json" else write_rows(document, to, suffix))
    typer.echo(str(output))


@group.command("import", help="Put an edited file back in; says which segments it changed.")
def import_(
    project: Folder, file: Annotated[Path, typer.Argument(help="What `export` wrote, edited.")], to: To = None
) -> None:
    text = read_text_file(file)

    def change(document: DubDocument) -> tuple[DubDocument, list[str]]:
        if file.suffix.lower() == ".json":
            new = same_video(document, read_dub(text, file.name), file.name)
            return new, edits.changed_between(document, new)
        return edits.with_rows(document, to, read_rows(text, file.name), file.name)

    changed = _edit(project, change)
    typer.echo(f"changed: {', '.join(changed)}" if changed else "nothing was changed")


@group.command("set", help="Change one segment: its words, translation, speaker, voice or times.")
def set_(
    project: Folder,
    segment: Annotated[str, typer.Argument(help="The segment's id.")],
    to: To = None,
    text: Annotated[str | None, typer.Option(help="The source's words, corrected.")] = None,
    translation: Annotated[
        str | None, typer.Option(help="Your own translation (with --to); empty asks for a new one.")
    ] = None,
    speaker: Annotated[str | None, typer.Option(help="Who says it.")] = None,
    voice: Annotated[
        str | None, typer.Option(help="Another voice for this segment (with --to); empty for its speaker's.")
    ] = None,
    start: Annotated[float | None, typer.Option(help="Where it begins, in seconds.")] = None,
    end: Annotated[float | None, typer.Option(help="Where it ends, in seconds.")] = None,
) -> None:
    if to is None and (translation is not None or voice is not None):
        raise InvalidInput("a translation and a voice are of a language", hint="add --to, for example --to es")

    def change(document: DubDocument) -> tuple[DubDocument, list[str]]:
        before = document
        if text is not None:
            document = edits.with_text(document, segment, text)
        if speaker is not None:
            document = edits.with_speaker(document, segment, speaker)
        if translation is not None and to is not None:
            document = edits.with_own_translation(document, to, segment, translation)
        if voice is not None and to is not None:
            document = edits.with_voice(document, to, segment, voice)
        if start is not None or end is not None:
            now = document.segment(segment)
            times = (
                now.start_ms if start is None else round(start * 1000),
                now.end_ms if end is None else round(end * 1000),
            )
            document = edits.with_times(document, segment, *times)
        document.segment(segment)
        return document, [] if document == before else [segment]

    _edit(project, change)
    document = _read(project)
    typer.echo(_line(document, document.segment(segment), to))


@group.command("split", help="Divide a segment at a moment.")
def split(
    project: Folder,
    segment: Annotated[str, typer.Argument(help="The segment's id.")],
    at: Annotated[float, typer.Option(help="Where, in seconds of the video.")],
) -> None:
    changed = _edit(project, lambda document: (edits.split_segment(document, segment, round(at * 1000)), [segment]))
    typer.echo(f"divided: {', '.join(changed)}")


@group.command("merge", help="Join a segment and the next of the same speaker.")
def merge(project: Folder, segment: Annotated[str, typer.Argument(help="The first segment's id.")]) -> None:
    changed = _edit(project, lambda document: (edits.merge_segments(document, segment), [segment]))
    typer.echo(f"joined: {', '.join(changed)}")


@group.command("replace", help="Find and replace; shows what it would touch, and changes it with --yes.")
def replace(
    project: Folder,
    find: Annotated[str, typer.Argument(help="What to look for; letter case does not matter.")],
    put: Annotated[str, typer.Argument(help="What to put in its place.")],
    to: To = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do it, instead of showing it only.")] = False,
    json_: Json = False,
) -> None:
    touched = edits.replacements(_read(project), find, put, to)
    if json_:
        rows = [{"id": each.id, "before": each.before, "after": each.after} for each in touched]
        typer.echo(json.dumps({"touched": rows, "done": yes}, ensure_ascii=False))
    else:
        for each in touched:
            typer.echo(f"{each.id}\n  - {each.before}\n  + {each.after}")
        typer.echo(f"{len(touched)} segments" + ("" if yes or not touched else "; add --yes to change them"))
    if yes and touched:
        _edit(project, lambda document: (edits.with_replacements(document, touched), [each.id for each in touched]))


@group.command(
    "glossary", help="Another glossary; shows which translations it would make anew, and takes it with --yes."
)
def glossary(
    project: Folder,
    file: Annotated[Path, typer.Argument(help="One `word = how it is said` in each line.")],
    yes: Annotated[bool, typer.Option("--yes", help="Take it, instead of showing what it touches only.")] = False,
    json_: Json = False,
) -> None:
    terms = read_glossary(file)
    touched = edits.glossary_touches(_read(project), terms)
    if yes:
        _edit(project, lambda document: (edits.with_glossary(document, terms), []))
    if json_:
        rows = [{"id": each.id, "language": each.language, "before": each.before} for each in touched]
        typer.echo(json.dumps({"touched": rows, "done": yes}, ensure_ascii=False))
        return
    for each in touched:
        typer.echo(f"{each.id} {each.language}\n  - {each.before}")
    told = "made anew by the next `reel dub`" if yes else "to be made anew; add --yes to take the glossary"
    typer.echo(f"{len(touched)} translation{'' if len(touched) == 1 else 's'} {told}")


def _read(project: Path) -> DubDocument:
    path = project / "dub.json"
    if not path.is_file():
        raise InvalidInput(
            f"{project} is not the project of a dub", hint="`reel dub` makes one beside its output, named VIDEO.dub"
        )
    return read_dub(read_text_file(path), str(path))


def _edit(project: Path, change: Callable[[DubDocument], tuple[DubDocument, list[str]]]) -> list[str]:
    """Change the document while nobody else works on the project."""
    _read(project)
    with Project(project).in_use():
        document, changed = change(_read(project))
        write_atomically(project / "dub.json", write_dub(document))
    return changed


def _line(document: DubDocument, each: Segment, language: str | None) -> str:
    have = document.translation(language, each.id) if language else None
    told = f"{each.id:<6} {each.start_ms / 1000:8.2f} {each.end_ms / 1000:8.2f}  {each.speaker}: {each.text}"
    return told + (f"\n{'':26}{language}: {have.text}" if have else "")
