"""Whether a text can be drawn with the fonts there are."""

from __future__ import annotations

import unicodedata

from reelwright.errors import FontMissing
from reelwright.typesetting.fonts import FontLibrary


def drawable(text: str, fonts: FontLibrary, family: str | None, language: str | None, pointer: str) -> str:
    """The text without symbols and emoji that no font has.

    Raises ``FontMissing`` when letters are missing: a video with boxes for words is worth nothing.
    """
    missing = fonts.missing(text, fonts.families(family, text, locale=language or ""))
    letters = sorted(char for char in missing if unicodedata.category(char)[0] in "LMN")
    if letters:
        script = unicodedata.name(letters[0], "these characters").split()[0].title()
        shown = "".join(letters[:8])
        raise FontMissing(
            f"no font has the {script} characters of this text ({shown})", pointer=pointer,
            hint=(
                "install one (Debian: fonts-noto-cjk for Chinese, Japanese and Korean, fonts-noto-core for others), "
                "or name a font file in the document's fonts"
            ),
        )  # fmt: skip
    return "".join(char for char in text if char not in missing)
