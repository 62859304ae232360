"""The single sounds of spoken words and when each is made: for mouths that move with a voice.

eSpeak NG says the text once more, silently, and tells the length of each sound; inside every word these lengths are brought to
the time the word really took.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from reelwright.speaking.child_process import ask_child
from reelwright.speaking.engine_text import EngineText, engine_text, has_letters, speakable
from reelwright.speaking.espeak_library import ESPEAK_SCRIPT, engine_voices, espeak_paths
from reelwright.transcript.words import Word

_MOST_WORDS = 30
_WORDS_PER_MINUTE = 150
_SYLLABLE_SECONDS = 0.2
_OTHER_NAMES = {"en": "en-us", "zh": "cmn", "yue": "yue", "no": "nb", "nn": "nb", "iw": "he", "in": "id"}


@dataclass(frozen=True, slots=True)
class Sound:
    """``ipa`` may begin with a stress mark; ``start`` and ``end`` in seconds."""

    ipa: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class _Said:
    """A sound as the engine makes it; empty ``ipa`` is a pause. Seconds of the engine's own speech."""

    ipa: str
    start: float
    end: float


def spoken_sounds(words: Sequence[Word], language: str) -> list[Sound]:
    """The sounds of words at their times, in order; between them the mouth rests.

    A word the engine cannot read, and a language it does not know, gets a plain vowel for every fifth of a second.
    Raises ``ProviderFailed`` when the engine is not there.
    """
    voice = _voice_for(language)
    groups = list(_grouped(words))
    texts = [engine_text([[word.text] for word in group], speakable) for group in groups]
    told = _told([text.text for text in texts], voice) if voice else [None] * len(texts)
    sounds: list[Sound] = []
    for group, text, row in zip(groups, texts, told, strict=True):
        said = _by_word(row, text, len(group)) if row else [[] for _ in group]
        for word, parts in zip(group, said, strict=True):
            sounds += _fitted(parts, word) if any(part.ipa for part in parts) else _murmured(word)
    return sounds


def _voice_for(language: str) -> str:
    """The engine's file for a language; empty when it has none."""
    wanted = language.lower().replace("_", "-")
    base = wanted.partition("-")[0]
    files = {row.code: row.file for row in engine_voices()}
    for name in (wanted, _OTHER_NAMES.get(wanted, ""), _OTHER_NAMES.get(base, ""), base):
        if name in files:
            return files[name]
    return next((file for code, file in files.items() if code.startswith(f"{base}-")), "")


def _grouped(words: Sequence[Word]) -> Iterator[list[Word]]:
    """Words by sentences, long ones in parts."""
    group: list[Word] = []
    for word in words:
        group.append(word)
        if len(group) >= _MOST_WORDS or word.text.rstrip("\"')»”’").endswith((".", "!", "?", "।", "॥", "。")):
            yield group
            group = []
    if group:
        yield group


def _told(texts: list[str], voice: str) -> list[dict[str, Any] | None]:
    places = [place for place, text in enumerate(texts) if has_letters(text)]
    rows: list[dict[str, Any] | None] = [None] * len(texts)
    if places:
        said = [texts[place] for place in places]
        facts, _ = ask_child(
            ESPEAK_SCRIPT,
            {**espeak_paths(), "do": "sounds", "voice": voice, "rate": _WORDS_PER_MINUTE, "texts": said},
            timeout_s=20 + sum(map(len, said)) / 50,
            engine="eSpeak NG",
        )
        for place, row in zip(places, facts["sounds"], strict=True):
            rows[place] = row
    return rows


def _by_word(row: dict[str, Any], text: EngineText, count: int) -> list[list[_Said]]:
    """The engine's sounds and pauses of every word."""
    found: list[list[_Said]] = [[] for _ in range(count)]
    events: list[list[Any]] = row["events"]
    edges = [event[1] for event in events[1:]] + [row["seconds"]]
    word = 0
    for (position, start, ipa), end in zip(events, edges, strict=True):
        if position >= 0:
            word = max(word, text.unit_at(position))
        elif end > start:
            found[word].append(_Said(str(ipa).strip("_:"), float(start), float(end)))
    return found


def _fitted(parts: list[_Said], word: Word) -> list[Sound]:
    """The sounds in the word's own time. Its time may hold the pause after it, or not: what is nearer is taken."""
    last = max(place for place, part in enumerate(parts) if part.ipa)
    begin, spoken, paused = parts[0].start, parts[last].end, parts[-1].end
    length = word.end - word.start
    until = paused if length - (spoken - begin) > 0.5 * (paused - spoken) else spoken
    scale = length / max(until - begin, 1e-6)
    return [
        Sound(part.ipa, round(word.start + (part.start - begin) * scale, 4), round(word.start + (part.end - begin) * scale, 4))
        for part in parts[: last + 1]
        if part.ipa
    ]  # fmt: skip


def _murmured(word: Word) -> list[Sound]:
    if not has_letters(word.text) or word.end <= word.start:
        return []
    count = max(1, round((word.end - word.start) / _SYLLABLE_SECONDS))
    step = (word.end - word.start) / count
    return [
        Sound("ə", round(word.start + place * step, 4), round(word.start + (place + 0.6) * step, 4))
        for place in range(count)
    ]
