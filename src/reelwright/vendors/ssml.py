"""Speech Synthesis Markup Language (W3C), as far as our vendors agree on it."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from reelwright.vendors.speech_pieces import Piece


def ssml_text(piece: Piece, *, with_marks: bool = False) -> str:
    """The piece's text with its pronunciations, and with ``<mark name="3"/>`` before the unit 3."""
    said = piece.said
    ipa = dict(piece.ipa)
    ends = [*said.starts[1:], len(said.text)]
    parts: list[str] = []
    token = 0
    for unit, start, end in zip(said.units, said.starts, ends, strict=True):
        shown = said.text[start:end]
        parts.append(f'<mark name="{unit}"/>' if with_marks else "")
        parts.append(_pronounced(shown, ipa[token]) if token in ipa else escape(shown))
        token += shown.endswith(" ")
    return "".join(parts)


def with_phonemes(piece: Piece) -> str:
    """The piece's text, plain but for its pronunciations."""
    return ssml_text(piece) if piece.ipa else piece.text


def percent(factor: float) -> str:
    """A factor as SSML writes a relative rate: 1.2 is ``+20%``."""
    return f"{round((factor - 1) * 100):+d}%"


def _pronounced(shown: str, ipa: str) -> str:
    """The marks around a word stay outside."""
    core = shown.strip("\"'“”‘’«»()[]¿¡ ,.;:!?…")
    if not core:
        return escape(shown)
    before, _, after = shown.partition(core)
    return f'{escape(before)}<phoneme alphabet="ipa" ph={quoteattr(ipa)}>{escape(core)}</phoneme>{escape(after)}'
