"""A document out of any file we read: our own JSON, or another tool's, told by what is in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast

from reelwright.errors import InvalidDocument, InvalidInput
from reelwright.timeline.interchange.imported import Imported
from reelwright.timeline.interchange.otio.timeline import import_timeline, is_timeline
from reelwright.timeline.interchange.shotstack.edit import import_edit, is_edit

CAPTION_SUFFIXES = (".srt", ".vtt", ".ass", ".ssa")
_LARGEST = 50_000_000


def open_any(path: Path) -> Imported:
    """The document, and what was lost on the way; our own documents lose nothing.

    Raises ``InvalidInput`` when the file cannot be read and ``InvalidDocument`` when it is not a document.
    """
    if path.suffix.lower() in CAPTION_SUFFIXES:
        return Imported(overlay_of(path), ())
    tree = _json(path)
    if is_timeline(tree):
        return import_timeline(tree)
    if is_edit(tree):
        return import_edit(tree)
    if isinstance(tree, list):
        words = cast("list[Any]", tree)
        if not words or not isinstance(words[0], dict):
            raise InvalidDocument(
                f"{path} holds a list, and a document is a JSON object",
                hint="see: reel schema; a list of words is rendered, too",
            )
        return Imported(overlay_of(path), ())
    if not isinstance(tree, dict):
        raise InvalidDocument(f"{path} is not a document", hint="see: reel schema")
    return Imported(cast("dict[str, Any]", tree), ())


def overlay_of(path: Path) -> dict[str, Any]:
    """A transparent document that shows the captions of a file; how long they are it does not say."""
    clip = {"type": "captions", "src": str(path.resolve()), "start": 0, "duration": "end"}
    return {"version": 1, "canvas": {"background": "transparent"}, "tracks": [{"clips": [clip]}]}


def _json(path: Path) -> Any:
    try:
        if path.stat().st_size > _LARGEST:
            raise InvalidInput(f"{path} is larger than {_LARGEST // 1_000_000} MB")
        return json.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise InvalidInput(f"cannot read {path}: {error.strerror}", hint="check the path") from None
    except UnicodeDecodeError:
        raise InvalidDocument(
            f"{path} is not UTF-8 text",
            hint="name a document (.json), an .otio timeline or captions; `reel make` takes pictures by --media",
        ) from None
    except json.JSONDecodeError as error:
        raise InvalidDocument(
            f"{path.name} is not JSON: {error.msg} at line {error.lineno}, column {error.colno}"
        ) from None
    except ValueError:  # a whole number of thousands of digits
        raise InvalidDocument("a number is too long") from None
    except RecursionError:
        raise InvalidDocument("the document is nested too deeply") from None
