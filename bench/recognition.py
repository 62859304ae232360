"""`python -m bench.recognition`: the word error rate of every recogniser that is configured here, on real speech whose words are known.

`--json FILE` writes the rows. What is spent at hosted ones is kept in the books of the user, so a second run costs nothing.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from reelwright.app.listening import listeners, ways_to_listen
from reelwright.app.own_books import own_providers
from reelwright.errors import ReelwrightError
from reelwright.media.probe import probe
from reelwright.providers.recognition import RecognitionRequest

SPEECH = Path(__file__).parent / "media" / "voice.wav"
"""J. F. Kennedy's inaugural address of 1961, one passage of it two times and its first part a third time: a real room, a large
crowd, a New England accent. See SOURCES.md beside it."""
_PASSAGE = (
    "And so, my fellow Americans, ask not what your country can do for you; ask what you can do for your country."
)
_FIRST_PART = 14
"""Words of the passage before the recording ends."""
_WORD = re.compile(r"[\w']+")


@dataclass(frozen=True)
class Row:
    """``errors`` of ``words`` were wrong, missing or too many; ``factor`` is time taken over the recording's length."""

    recogniser: str
    words: int
    errors: int
    factor: float
    heard: str

    @property
    def rate(self) -> float:
        return self.errors / self.words


def said() -> list[str]:
    """The words of the recording, in lower case and without punctuation."""
    passage = plain(_PASSAGE)
    return passage * 2 + passage[:_FIRST_PART]


def plain(text: str) -> list[str]:
    """The words of a text as they are compared."""
    return _WORD.findall(text.lower().replace("’", "'"))


def word_errors(said: Sequence[str], heard: Sequence[str]) -> int:
    """The fewest words to change, add and leave out that turn one into the other (Levenshtein's distance)."""
    row = list(range(len(heard) + 1))
    for number, word in enumerate(said, 1):
        diagonal, row[0] = row[0], number
        for place, other in enumerate(heard, 1):
            diagonal, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, diagonal + (word != other))
    return row[-1]


def rows() -> list[Row]:
    """One for each recogniser; those that fail are named on the way."""
    found: list[Row] = []
    seconds = float(probe(SPEECH).duration or 0)
    for each in listeners(own_providers(), "en").recognisers:
        began = time.monotonic()
        try:
            heard = each.port.recognise(RecognitionRequest(SPEECH, "en")).text
        except ReelwrightError as error:
            print(f"{each.title} could not: {error.message}")
            continue
        factor = (time.monotonic() - began) / seconds
        found.append(Row(each.title, len(said()), word_errors(said(), plain(heard)), factor, heard))
    return found


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--json", type=Path)
    told = asked.parse_args()
    try:
        table = rows()
    except ReelwrightError as error:
        print(f"no recogniser to measure: {error.message}; {error.hint}")
        return
    print(f"real speech, {len(said())} words: word error rate")
    for row in table:
        print(f"{row.recogniser:30}{row.rate:8.0%}  {row.factor:6.2f} x  {row.heard[:90]}")
    if not table:
        print(f"no recogniser is configured; {ways_to_listen(own_providers(), 'en')}")
    if told.json:
        told.json.write_text(json.dumps([asdict(row) | {"rate": row.rate} for row in table], indent=1))


if __name__ == "__main__":
    main()
