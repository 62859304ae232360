"""The workflow `translate`: a file's words in another language, its shape as it was."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from reelwright.errors import InvalidInput, ProviderFailed, ProviderNeeded
from reelwright.productions.dub.glossary import read_glossary
from reelwright.productions.narrate.language import detect_language
from reelwright.productions.project.atomic import write_atomically
from reelwright.productions.translate.divide import divide
from reelwright.productions.translate.pieces import Piece
from reelwright.providers.fallback import first_that_delivers
from reelwright.providers.translation import Passage, TranslationProvider, TranslationRequest
from reelwright.transcript.text_file import read_text_file

_BATCH, _CONTEXT = 20, 4


@dataclass(frozen=True)
class TranslateRequest:
    """``language`` of the file is found out when it is ``None``; ``register`` such as ``formal``; ``about`` in a line."""

    source: Path
    output: Path
    target: str
    language: str | None = None
    glossary: Path | None = None
    register: str = ""
    about: str = ""


@dataclass(frozen=True)
class TranslateResult:
    """``by`` is the provider that did it; ``kept`` texts it gave no translation for, which stay as they were."""

    output: Path
    language: str
    by: str
    pieces: int
    kept: tuple[str, ...]
    notes: tuple[str, ...]


def translate_file(
    request: TranslateRequest, translators: Sequence[TranslationProvider], on_piece: Callable[[int, int], None]
) -> TranslateResult:
    """One provider translates the whole file: the first in order that can.

    Raises ``InvalidInput``, ``ProviderNeeded`` when nobody is configured, and the first one's failure when none could.
    """
    text = read_text_file(request.source)
    divided = divide(text, request.source.name)
    if request.output.suffix.lower() != request.source.suffix.lower():
        raise InvalidInput(
            f"{request.output.name} is another kind of file than {request.source.name}",
            hint="the translation has the format of its source; `reel captions` converts captions",
        )
    if request.output.absolute() == request.source.absolute():
        raise InvalidInput("the output would overwrite the source", hint="choose another name with -o")
    if not translators:
        raise ProviderNeeded(
            "no translator is configured",
            hint="set DEEPL_API_KEY or a language model's key, `reel models get opus-mt-en-es`, or install apertium",
        )
    language = request.language or detect_language(" ".join(piece.text for piece in divided.pieces))
    terms = tuple((term.source, term.target) for term in read_glossary(request.glossary)) if request.glossary else ()
    base = TranslationRequest(
        language, request.target, (), glossary=terms, register=request.register, about=request.about
    )
    done = first_that_delivers(translators, lambda each: _translated(each, base, divided.pieces, on_piece))
    told = [new or piece.text for new, piece in zip(done.result, divided.pieces, strict=True)]
    write_atomically(request.output, divided.rebuilt(told))
    notes = tuple(f"{error.message}; asked the next" for error in done.failures)
    kept = tuple(piece.text for new, piece in zip(done.result, divided.pieces, strict=True) if not new)
    return TranslateResult(request.output, language, translators[done.by].name, len(told), kept, notes)


def _translated(
    provider: TranslationProvider,
    base: TranslationRequest,
    pieces: Sequence[Piece],
    on_piece: Callable[[int, int], None],
) -> list[str]:
    """A text for each piece, empty where the provider gave none. Each different text is asked for once."""
    different = list(dict.fromkeys(pieces))
    found: dict[Piece, str] = {}
    for first in range(0, len(different), _BATCH):
        on_piece(first, len(different))
        batch = different[first : first + _BATCH]
        answers = provider.translate(_request(base, different, first, batch))
        found |= {piece: answer.texts[0] if answer.texts else "" for piece, answer in zip(batch, answers, strict=True)}
    on_piece(len(different), len(different))
    if not any(found.values()):
        raise ProviderFailed(
            f"{provider.name} gave no translation", hint="choose another provider: REELWRIGHT_TRANSLATION"
        )
    return [found[piece] for piece in pieces]


def _request(
    base: TranslationRequest, pieces: Sequence[Piece], first: int, batch: Sequence[Piece]
) -> TranslationRequest:
    """Only terms that occur are told; what stays as it is counts as a term."""
    text = " ".join(piece.text for piece in batch).casefold()
    kept = {word: "" for piece in batch for word in piece.kept}
    terms = {word: said for word, said in base.glossary if word.casefold() in text}
    last = first + len(batch)
    return replace(
        base,
        passages=tuple(Passage(f"t{first + place + 1}", piece.text) for place, piece in enumerate(batch)),
        before=tuple(piece.text for piece in pieces[max(0, first - _CONTEXT) : first]),
        after=tuple(piece.text for piece in pieces[last : last + _CONTEXT]),
        glossary=tuple((kept | terms).items()),
    )
