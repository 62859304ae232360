"""Translation by services that take texts and give texts: what the port asks for beyond that is done here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from reelwright.errors import OutcomeUnknown
from reelwright.providers.translation import Translated, TranslationRequest
from reelwright.vendors.kept_terms import hidden

Translate = Callable[[Sequence[str]], Sequence[str]]


def translated(request: TranslationRequest, translate: Translate) -> tuple[Translated, ...]:
    """Every passage, with the glossary's words kept. ``translate`` answers one text for each it is given, in order.

    A text that lost a glossary's code is translated once more without any, so the term is then as the service says it.
    Passages without a letter or digit pass as they are.
    """
    marked = {each.id: hidden(each.text, request.glossary) for each in request.passages if _says(each.text)}
    first = dict(zip(marked, translate([each.text for each in marked.values()]), strict=True)) if marked else {}
    found = {key: marked[key].shown(text) for key, text in first.items()}
    lost = [each for each in request.passages if each.id in found and found[each.id] is None]
    if lost:
        again = translate([each.text for each in lost])
        found |= {each.id: text for each, text in zip(lost, again, strict=True)}
    texts = {each.id: found.get(each.id, each.text) or "" for each in request.passages}
    return tuple(Translated(each.id, _answer(texts[each.id])) for each in request.passages)


def batches(texts: Sequence[str], most_texts: int, most_characters: int) -> Iterator[list[str]]:
    """The texts in order, so many in one call. One that is longer than allowed stands alone."""
    batch: list[str] = []
    size = 0
    for text in texts:
        if batch and (len(batch) == most_texts or size + len(text) > most_characters):
            yield batch
            batch, size = [], 0
        batch.append(text)
        size += len(text)
    if batch:
        yield batch


def as_many(found: object, sent: Sequence[str], title: str) -> list[str]:
    """The texts of an answer. Raises ``OutcomeUnknown`` when they are not strings, one for each sent: it was likely charged for."""
    if not isinstance(found, list) or len(found) != len(sent) or not all(isinstance(text, str) for text in found):
        raise OutcomeUnknown(f"{title} did not answer with one translation for each text", hint="try again later")
    return [str(text) for text in found]


def _says(text: str) -> bool:
    return any(sign.isalnum() for sign in text)


def _answer(text: str) -> tuple[str, ...]:
    return (text.strip(),) if text.strip() else ()
