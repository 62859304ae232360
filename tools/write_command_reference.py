"""Write docs/reference/cli.md from the commands' own help. `--check` only says whether it is up to date."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence
from pathlib import Path

from typer.main import get_command
from typer.testing import CliRunner

from reelwright.app.providers.catalogue import vendors
from reelwright.app.server_settings import SERVER_SETTINGS
from reelwright.app.settings import SETTINGS, Setting
from reelwright.cli.main import COMMANDS, app

TARGET = Path(__file__).resolve().parent.parent / "docs" / "reference" / "cli.md"


def reference() -> str:
    """The page: every command with its help, every setting, every exit code."""
    parts = ["# The command line\n\nWritten by `make docs` from the commands' own help.\n"]
    parts += [
        f"## reel {command}\n\n```text\n{help_of(command)}\n```\n" for name in COMMANDS for command in with_parts(name)
    ]
    parts.append("## Settings\n\n" + _table(SETTINGS))
    parts.append("## Settings of providers\n\n`reel providers set` keeps them, too.\n\n" + _table(_of_providers()))
    parts.append(
        "## Settings of a server\n\nRead by `serve`, `worker`, `jobs`, `user` and `migrate`.\n\n"
        + _table(SERVER_SETTINGS)
    )
    parts.append(EXIT_CODES)
    return "\n".join(parts)


def _of_providers() -> list[Setting]:
    return [
        Setting(vendor.variable(option.name), f"{vendor.title}: {option.meaning}" + _also(option.also))
        for vendor in vendors()
        for option in vendor.options
    ]


def _also(names: tuple[str, ...]) -> str:
    return f" (also read from {', '.join(f'`{name}`' for name in names)})" if names else ""


def _table(settings: Sequence[Setting]) -> str:
    rows = "\n".join(f"| `{setting.name}` | {setting.meaning} |" for setting in settings)
    return f"| environment | meaning |\n| --- | --- |\n{rows}\n"


EXIT_CODES = """## Exit codes

| code | meaning |
| --- | --- |
| 0 | done |
| 2 | the command was written wrongly |
| 3 | something handed in cannot be used: an option's value, an article, a document |
| 4 | a media file is missing, corrupt or over a limit |
| 5 | a provider (speech, text) failed or is not configured |
| 6 | the output cannot be written: permission, missing folder, full disk |
| 7 | no font has the text's characters |
| 8 | a limit of memory, time or room, a budget or a quota is used up |
| 9 | a library crashed while rendering in a process of its own |
| 70 | an error inside Reelwright: please report it |
| 130 | stopped by Ctrl-C; what was finished is kept |

With `--json` a failure is `{"ok": false, "error": {"code", "message", "hint", "pointer"}}` on standard output.
"""


def with_parts(command: str) -> list[str]:
    """The command itself, and those below it when it is a group."""
    module = importlib.import_module(f"reelwright.cli.{command.replace(chr(45), chr(95))}")
    below = get_command(module.group).commands if hasattr(module, "group") else ()  # type: ignore[attr-defined]
    return [command, *(f"{command} {name}" for name in below)]


def help_of(command: str) -> str:
    surroundings = {"COLUMNS": "110", "TERM": "dumb", "NO_COLOR": "1"}
    done = CliRunner().invoke(
        app, [*command.split(), "--help"], prog_name="reel", env=surroundings, catch_exceptions=False
    )
    return "\n".join(line.rstrip() for line in done.stdout.strip().splitlines())


def main() -> int:
    page = reference()
    if "--check" in sys.argv:
        return 0 if TARGET.is_file() and TARGET.read_text() == page else 1
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(page)
    return 0


if __name__ == "__main__":
    sys.exit(main())
