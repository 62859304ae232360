"""Which stretches of text are emoji, by Unicode Technical Standard 51.

An emoji stretch must meet the emoji font first: the digits of a keycap, the plain heart of a coloured heart and the
joined members of a family all have letters or symbols of their own in text fonts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# Characters shown as pictures without a variation selector (property Emoji_Presentation), with the pictograph planes
# taken whole: their few text-first members have no glyph in text fonts.
_PICTURE = (
    "[\u231a\u231b\u23e9-\u23ec\u23f0\u23f3\u25fd\u25fe\u2614\u2615\u2648-\u2653\u267f\u2693\u26a1\u26aa\u26ab"
    "\u26bd\u26be\u26c4\u26c5\u26ce\u26d4\u26ea\u26f2\u26f3\u26f5\u26fa\u26fd\u2705\u270a\u270b\u2728\u274c\u274e"
    "\u2753-\u2755\u2757\u2795-\u2797\u27b0\u27bf\u2b1b\u2b1c\u2b50\u2b55"
    "\U0001f004\U0001f0cf\U0001f18e\U0001f191-\U0001f19a\U0001f201\U0001f21a\U0001f22f\U0001f232-\U0001f236"
    "\U0001f238-\U0001f23a\U0001f250\U0001f251\U0001f300-\U0001f5ff\U0001f600-\U0001f64f\U0001f680-\U0001f6ff"
    "\U0001f7e0-\U0001f7eb\U0001f7f0\U0001f90c-\U0001f9ff\U0001fa70-\U0001faff]"
)
_TONE = "[\U0001f3fb-\U0001f3ff]"
_TAGS = "[\U000e0020-\U000e007f]*"
_MEMBER = f"(?:{_PICTURE}\ufe0f?|[^\\s\\w]\ufe0f)(?!\ufe0e){_TONE}?{_TAGS}"
_JOINED = f"(?:{_PICTURE}|[^\\s\\w])\ufe0f?{_TONE}?"
EMOJI = re.compile(f"[\U0001f1e6-\U0001f1ff]{{2}}|[0-9#*]\ufe0f?\u20e3|{_MEMBER}(?:\u200d{_JOINED})*")


def split_emoji(text: str) -> Iterator[tuple[str, bool]]:
    """The text in pieces, each with whether it is emoji; the pieces joined give the text."""
    end = 0
    for match in EMOJI.finditer(text):
        if match.start() > end:
            yield text[end : match.start()], False
        yield match.group(), True
        end = match.end()
    if end < len(text):
        yield text[end:], False
