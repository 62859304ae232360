"""The command `reel`: one file per command (or group of them), each loaded when it is called."""

from __future__ import annotations

import importlib
import json
import os
import sys
from difflib import get_close_matches
from typing import Any

import typer
import typer.core
from typer.exceptions import TyperException
from typer.main import get_command

import reelwright
from reelwright.cli.failing import report_failure

# Help texts stand here so that `reel --help` loads no command.
COMMANDS = {
    "make": "Make a narrated, captioned video from an article, a script or a topic.",
    "presenter": "Make a video in which a drawn presenter, or the face in a photo, says a text.",
    "podcast": "Make a podcast of two to four voices: an mp3 with chapters, cover and feed entry; a video, too.",
    "script": "Write a script, look at one, or improve it.",
    "images": "Search stocks for pictures, or see and change the pictures of a project.",
    "render": "Render a timeline document (or template with data) to a video.",
    "dub": "Dub a video into other languages, in time and with everything editable.",
    "lip-sync": "Bring the mouths of a video in line with another sound.",
    "segments": "Look at the segments of a dub and edit them.",
    "translate": "Translate captions, words with times, Markdown or plain text into another language.",
    "frame": "Save single frames of a document as pictures.",
    "preview": "Render a small, quick version of a document.",
    "sheet": "Draw a contact sheet of a document or a video.",
    "import": "Turn another tool's document into one of ours, and say what was lost.",
    "export": "Write a document as a timeline for editing programs, or its captions.",
    "enhance": "Make a recording clearer, or the sound of a video.",
    "music": "Compose music of a mood or a description.",
    "clip": "Make a video clip from a description, by a provider that generates them.",
    "thumbnails": "Design pictures that stand for a video, three to choose from.",
    "publish": "Publish a video to a folder or to YouTube.",
    "captions": "Write subtitles for a video, or convert between subtitle formats.",
    "transcribe": "Write down what is said in a recording or a video, and by whom.",
    "probe": "Show what is in a media file.",
    "waveform": "Draw the outline of a sound, or write it as numbers.",
    "schema": "Print the JSON Schema of timeline documents.",
    "serve": "Serve the API, and work on its jobs, in one process.",
    "worker": "Work on jobs of a server, on this or another machine.",
    "jobs": "List jobs, show, stop or retry one.",
    "migrate": "Bring the server's database to this version's shape.",
    "providers": "List the providers of voices, words, pictures and more; set and test keys.",
    "voices": "List voices, hear them, and keep favourites.",
    "models": "List models that run on this machine, fetch one, or make one of yours known.",
    "user": "Add, list and shut out users of the platform, and make tokens for them.",
    "doctor": "Show what is available here, and how to add more.",
}
"""Every command and what it does."""


class _LazyGroup(typer.core.TyperGroup):
    """Loads a command's module when the command is called."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"reelwright.cli.{cmd_name.replace('-', '_')}")
        if hasattr(module, "group"):
            return get_command(module.group)
        app = typer.Typer(add_completion=False, rich_markup_mode=None)
        app.command(cmd_name, help=COMMANDS[cmd_name])(module.command)
        return get_command(app)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            near = get_close_matches(name, COMMANDS, n=1)
            other = f"make {name}" if name.lower().endswith((".md", ".txt")) else near[0] if near else ""
            ctx.fail(f"No such command '{name}'." + (f" Did you mean 'reel {other}'?" if other else ""))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"reelwright {reelwright.__version__}")
        raise typer.Exit


app = typer.Typer(
    cls=_LazyGroup, add_completion=False, rich_markup_mode=None, no_args_is_help=True, pretty_exceptions_enable=False
)


@app.callback(help="Videos from articles, templates and data. Start with: reel make article.md -o video.mp4")
def _root(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Print the version and exit."
    ),
) -> None:
    del version


def main() -> None:
    """Run `reel`; every error becomes one line and an exit code."""
    arguments: list[str] = sys.argv[1:]
    try:
        code: Any = get_command(app)(args=arguments, prog_name="reel", standalone_mode=False)
    except TyperException as error:  # a wrong option, a missing argument: typer's own words are clear
        if "--json" in arguments:
            told = {
                "code": "USAGE",
                "message": error.format_message(),
                "hint": "--help says what there is",
                "pointer": None,
            }  # type: ignore[attr-defined]
            print(json.dumps({"ok": False, "error": told}, ensure_ascii=False))
        else:
            error.show()  # type: ignore[attr-defined]
        code = error.exit_code  # type: ignore[attr-defined]
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except BaseException as error:  # the door: every failure is told here, once
        code = report_failure(error, is_json="--json" in arguments)
    sys.exit(code if isinstance(code, int) else 0)


if __name__ == "__main__":
    main()
