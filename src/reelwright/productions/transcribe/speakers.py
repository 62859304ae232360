"""Words given to speakers by who is known to speak when."""

from __future__ import annotations

from collections.abc import Sequence

from reelwright.providers.heard_words import Heard, recognised
from reelwright.providers.recognition import Recognised
from reelwright.providers.speakers import Turn
from reelwright.transcript.words import Word


def with_speakers(heard: Recognised, turns: Sequence[Turn]) -> Recognised:
    """Each word is the speaker's whose turn overlaps it most, else the nearest one's. No turns leave it as it is."""
    if not turns:
        return heard
    rows = [
        Heard(
            word.text,
            word.start,
            word.end,
            _speaker(word, turns),
            heard.confidence[number] if heard.confidence else None,
        )
        for number, word in enumerate(heard.words)
    ]
    return recognised(rows, heard.seconds, heard.language)


def _speaker(word: Word, turns: Sequence[Turn]) -> str:
    def fit(turn: Turn) -> tuple[float, float]:
        overlap = min(word.end, turn.end) - max(word.start, turn.start)
        return (max(0.0, overlap), min(0.0, overlap))

    return max(turns, key=fit).speaker
