"""The look of a project's generated pictures: a line of style, and pictures to look like. Set once, kept for every run."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reelwright.errors import InvalidInput
from reelwright.media.probe import probe
from reelwright.productions.project.atomic import make_atomically, write_atomically
from reelwright.productions.project.store import file_digest

_FILE, _FOLDER = "style.json", "references"


@dataclass(frozen=True, slots=True)
class ProjectStyle:
    """``references`` lie in the project."""

    line: str = ""
    references: tuple[Path, ...] = ()


def project_style(folder: Path, line: str | None, references: Sequence[Path] | None) -> ProjectStyle:
    """The style of a project, after taking over what is given now (``None`` leaves it as it was).

    Raises ``InvalidInput`` or ``MediaUnusable`` for a reference that is no picture.
    """
    before = _kept(folder)
    if line is None and references is None:
        return before
    named = before.references if references is None else tuple(_taken_over(folder, path) for path in references)
    style = ProjectStyle(before.line if line is None else " ".join(line.split()), named)
    row = {"style": style.line, "references": [path.relative_to(folder).as_posix() for path in style.references]}
    write_atomically(folder / _FILE, json.dumps(row, ensure_ascii=False, indent=1) + "\n")
    return style


def _kept(folder: Path) -> ProjectStyle:
    path = folder / _FILE
    try:
        row = json.loads(path.read_text("utf-8"))
        named = tuple(folder / str(name) for name in row.get("references", []))
        return ProjectStyle(str(row.get("style", "")), tuple(file for file in named if file.is_file()))
    except FileNotFoundError:
        return ProjectStyle()
    except (OSError, ValueError, AttributeError):
        raise InvalidInput(f"{path} cannot be read", hint="mend or delete it") from None


def _taken_over(folder: Path, path: Path) -> Path:
    """A copy in the project, so that it looks the same on another machine."""
    if not path.is_file():
        raise InvalidInput(f"there is no picture {path}", hint="check --reference")
    if probe(path).duration is not None:
        raise InvalidInput(f"{path} is no still picture", hint="name a JPEG or PNG with --reference")
    target = folder / _FOLDER / f"{path.stem[:40]}-{file_digest(path)[:8]}{path.suffix.lower()}"
    if not target.is_file():
        make_atomically(target, lambda part: shutil.copyfile(path, part))
    return target
