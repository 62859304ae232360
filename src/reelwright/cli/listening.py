"""Listening to a file on the command line, with a bar and notes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import typer

from reelwright.app.listening import listeners
from reelwright.app.own_books import own_providers
from reelwright.cli.progress import StageBars
from reelwright.errors import InvalidInput
from reelwright.providers.recognition import RecognitionRequest
from reelwright.workflows.transcribe import Transcript, time_text, transcribe

_MOST_TERMS = 1000


@dataclass(frozen=True)
class ListenWish:
    """``text`` is a file with what is said; ``vocabulary`` one with a name or term in each line."""

    language: str | None = None
    speakers: int = 0
    vocabulary: Path | None = None
    text: Path | None = None
    budget_micros: int | None = None


def listened(sound: Path, wish: ListenWish) -> Transcript:
    """Notes go to stderr. Raises what ``workflows.transcribe`` raises."""
    if not sound.exists():
        raise InvalidInput(f"there is no file {sound}", hint="check the path")
    who = listeners(own_providers(None, wish.budget_micros), wish.language, wish.speakers)
    with StageBars({"listen": "Listening"}) as bars:

        def show(part: float) -> None:
            bars.show("listen", round(part * 100), 100)

        show(0.0)
        if wish.text is not None:
            transcript = time_text(sound, _read(wish.text), wish.language, who, show)
        else:
            request = RecognitionRequest(sound, wish.language, wish.speakers, terms_of(wish.vocabulary))
            transcript = transcribe(request, who, show)
    for note in transcript.notes:
        typer.echo(f"note: {note}", err=True)
    return transcript


def terms_of(path: Path | None) -> tuple[str, ...]:
    """The lines of a vocabulary file. Raises ``InvalidInput`` for one that cannot be read, or for over a thousand."""
    if path is None:
        return ()
    terms = tuple(
        term for line in _read(path).splitlines() if (term := " ".join(line.split())) and not term.startswith("#")
    )
    if len(terms) > _MOST_TERMS:
        raise InvalidInput(f"{path} holds more than {_MOST_TERMS} terms")
    return terms


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except OSError as error:
        raise InvalidInput(f"cannot read {path}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise InvalidInput(f"{path} is not UTF-8 text") from None
