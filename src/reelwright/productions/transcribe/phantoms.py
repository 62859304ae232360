"""Words that recognisers hear where nobody speaks: in silence, and in music."""

from __future__ import annotations

from pathlib import Path
from statistics import mean

import numpy as np

from reelwright.media.audio_read import AudioReader
from reelwright.providers.heard_words import Heard, recognised
from reelwright.providers.recognition import Recognised
from reelwright.units.time import SAMPLE_RATE

_SILENT = 10 ** (-66 / 20)
"""Peak below which nothing can be understood: two steps of 12 bits."""
_SLOW_WORDS = 1.1
_LONGEST_WORD = 3.0
"""Seconds. Words of speech last 0.2 to 0.5 on average; recognisers stretch those they make up over music: PocketSphinx, given
ten seconds of piano, "heard" words of 1.3 s, one of 4.7 s."""


def without_phantoms(sound: Path, heard: Recognised) -> Recognised:
    """What was heard, without the words that lie in silence. Raises ``MediaUnusable`` for a file without sound."""
    reader = AudioReader(sound)
    try:
        real = [_is_audible(reader, word.start, word.end) for word in heard.words]
    finally:
        reader.close()
    if all(real):
        return heard
    speakers = [part.speaker for part in heard.parts for _ in range(part.first, part.last)]
    rows = [
        Heard(word.text, word.start, word.end, speakers[place], heard.confidence[place] if heard.confidence else None)
        for place, word in enumerate(heard.words)
        if real[place]
    ]
    return recognised(rows, heard.seconds, heard.language)


def sounds_made_up(heard: Recognised) -> bool:
    """Whether words are so slow that it may be music or noise which a recogniser took for speech."""
    lengths = [word.end - word.start for word in heard.words]
    return bool(lengths) and (mean(lengths) > _SLOW_WORDS or max(lengths) > _LONGEST_WORD)


def _is_audible(reader: AudioReader, start: float, end: float) -> bool:
    first = round(start * SAMPLE_RATE)
    block = reader.read(first, max(1, round(end * SAMPLE_RATE) - first))
    return bool(np.abs(block).max() > _SILENT)
