"""Which of Apertium's pairs takes one language to another."""

from __future__ import annotations

from collections.abc import Sequence

from langcodes import Language

_MACRO = {"sr": "SR", "hr": "HR", "bs": "BS"}
"""Apertium's ``hbs`` is one language with three ways of writing it."""


def pair_of(known: Sequence[str], source: str, target: str) -> str | None:
    """``eng-spa`` for ``en-GB`` to ``es``; a variant (``por_BR``) where one fits better. ``None`` when there is none."""
    for left in _names(source):
        for right in _names(target):
            if f"{left}-{right}" in known:
                return f"{left}-{right}"
    return None


def _names(tag: str) -> list[str]:
    """Names a language may have in a pair, the exact ones first."""
    language = Language.get(tag)
    short = language.language or tag
    try:
        long = language.to_alpha3()
    except LookupError:
        long = short
    names = [long, short] if long != short else [short]
    if short in _MACRO:
        return [f"hbs_{_MACRO[short]}", "hbs", *names]
    return [*(f"{name}_{language.territory}" for name in names if language.territory), *names]
