"""The glossary file: one word a line, ``word = how it is said``, or the word alone to keep it as it is."""

from __future__ import annotations

from pathlib import Path

from reelwright.errors import InvalidInput
from reelwright.productions.dub.document import Term
from reelwright.transcript.text_file import read_text_file

_MOST = 2000


def read_glossary(path: Path) -> tuple[Term, ...]:
    """The terms of a text file (``=``, a tab or a comma between the two; ``#`` begins a comment). Raises ``InvalidInput``."""
    text = read_text_file(path)
    terms: dict[str, Term] = {}
    for number, line in enumerate(text.splitlines(), 1):
        told = line.partition("#")[0].strip()
        if not told:
            continue
        mark = next((sign for sign in ("=", "\t", ",") if sign in told), "")
        source, _, target = (each.strip() for each in told.partition(mark)) if mark else (told, "", "")
        if not source or len(source) > 200 or len(target) > 200:
            raise InvalidInput(f"{path}: line {number} holds no term", hint="write: word = how it is said")
        terms[source.casefold()] = Term(source, target)
    if len(terms) > _MOST:
        raise InvalidInput(f"{path} holds {len(terms)} terms; {_MOST} is the most")
    return tuple(terms.values())
