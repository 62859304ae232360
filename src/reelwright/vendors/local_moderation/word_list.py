"""Words looked up in a list: whole words, whatever their case and accents, in any language the list has."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import get_args

from reelwright.errors import InvalidInput, ProviderFailed
from reelwright.providers.access import Access
from reelwright.providers.moderation import Category, Flag, Verdict

_SPACELESS = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
"""Scripts that put no space between words: there a phrase is found anywhere."""
_SPACE = re.compile(r"[\s_\-\u200b-\u200d\ufeff]+")
Patterns = tuple[tuple[Category, re.Pattern[str]], ...]


class WordList:
    """``flag.where`` are the words as they were found, without their accents."""

    def __init__(self, name: str, patterns: Patterns) -> None:
        self.name = name
        self._patterns = patterns

    @property
    def judges_pictures(self) -> bool:
        return False

    def check(self, text: str, pictures: tuple[Path, ...] = ()) -> Verdict:
        """See ``providers.moderation.Moderation``. It cannot see, and says so when it is handed pictures."""
        if pictures:
            raise ProviderFailed("the word list cannot judge pictures", hint="name another in REELWRIGHT_MODERATION")
        plain = _plain(text)
        flags: list[Flag] = []
        for category, pattern in self._patterns:
            if match := pattern.search(plain):
                flags.append(Flag(category, 1.0, match[0]))
        return Verdict(tuple(flags))


def connect(access: Access) -> WordList:
    """See ``providers.manifest.Offer``."""
    text = "" if access.option("built_in") == "0" else _built_in()
    if own := access.option("file"):
        try:
            text += "\n" + Path(own).expanduser().read_text("utf-8-sig")
        except (OSError, UnicodeError) as error:
            setting = access.offer.vendor.variable("file")
            raise InvalidInput(
                f"{setting}: {own} cannot be read: {getattr(error, 'strerror', None) or error}"
            ) from None
    return WordList(access.name, _compiled(text))


@cache
def _built_in() -> str:
    return files("reelwright.vendors.local_moderation").joinpath("words.txt").read_text("utf-8")


@cache
def _compiled(text: str) -> Patterns:
    """A pattern for each category of a list. Raises ``InvalidInput`` for a category there is not."""
    phrases: dict[Category, list[str]] = {}
    known: dict[str, Category] = {name: name for name in get_args(Category)}
    category: Category = "other"
    for line in text.splitlines():
        row = line.partition("#")[0].strip()
        if row.startswith("[") and row.endswith("]"):
            if row[1:-1] not in known:
                raise InvalidInput(f"a word list has a category {row[:40]}", hint=f"known: {', '.join(known)}")
            category = known[row[1:-1]]
        elif row:
            phrases.setdefault(category, []).append(_pattern(row))
    return tuple((category, re.compile("|".join(rows))) for category, rows in phrases.items())


def _pattern(phrase: str) -> str:
    """``\\b`` will not do: it is found beside every letter of a script without spaces."""
    takes_endings = phrase.endswith("*")
    words = r"\w*\s".join(re.escape(part) for part in re.split(r"\*\s", _plain(phrase.rstrip("*")))).replace(
        r"\ ", r"\s"
    )
    before = "" if _SPACELESS.match(words) else r"(?<!\w)"
    after = r"\w*" if takes_endings else "" if _SPACELESS.search(words[-1:]) else r"(?!\w)"
    return before + words + after


def _plain(text: str) -> str:
    """Lower case, without accents, every gap one space. Marks of Indic and Thai scripts are letters there, and stay."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(sign for sign in apart if not ("\u0300" <= sign <= "\u036f" or "\u064b" <= sign <= "\u065f"))
    return _SPACE.sub(" ", unicodedata.normalize("NFC", bare)).strip()
