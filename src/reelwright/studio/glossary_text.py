"""A glossary as a person writes it: a line for each word, ``word = how it is said``; a word alone stays as it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from reelwright.studio.form import FormErrors


def terms_of(text: str) -> list[dict[str, str]]:
    """Raises ``FormErrors`` for a line that begins with the sign."""
    terms: list[dict[str, str]] = []
    for number, line in enumerate(text.splitlines(), 1):
        source, _, target = line.partition("=")
        if line.strip() and not source.strip():
            raise FormErrors({"glossary": f"Line {number} has no word before its =."})
        if source.strip():
            terms.append({"source": source.strip(), "target": target.strip()})
    return terms


def text_of(terms: Iterable[Mapping[str, str]]) -> str:
    return "\n".join(f"{each['source']} = {each['target']}" if each["target"] else each["source"] for each in terms)
