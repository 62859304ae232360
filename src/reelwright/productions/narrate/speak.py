"""Speaking the script: one call per sentence, each kept; then everything at its place in time."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from math import ceil
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from reelwright.captions.breaking import ends_sentence
from reelwright.captions.spread import spread
from reelwright.errors import Cancelled, ProviderFailed
from reelwright.productions.narrate.lexicon import Lexicon, SaidText
from reelwright.productions.narrate.pace import SECTION_PAUSE, SENTENCE_PAUSE
from reelwright.productions.narrate.script import Script, Sentence
from reelwright.productions.project.store import Store
from reelwright.providers.speech import SpeechRequest, SpeechSynthesis
from reelwright.transcript import Word

LEAD_IN = 0.9
"""Seconds before the first word: the title arrives first."""
LEAD_OUT = 1.2
"""Seconds after the last word, at the least: the music comes to its end."""
WHOLE = 2.0
"""A video lasts a multiple of this, so that most edits of a sentence leave its music as it is."""
STEP = 0.1
"""Sentences begin on tenths of a second, which are whole frames at 30 fps: after an edit all that follows moves by whole
frames, looks the same frame by frame, and is not rendered again."""
_LEVEL_DB = -20.0
"""Root mean square of the narration's sounding parts; the master sets the final loudness."""


@dataclass(frozen=True, slots=True)
class SpokenSentence:
    """A sentence at its time: ``words`` as written, in seconds of the video; ``gain`` brings the voice to its level."""

    sentence: Sentence
    section: int
    wav: Path
    start: float
    end: float
    words: tuple[Word, ...]
    gain: float


@dataclass(frozen=True, slots=True)
class Narration:
    sentences: tuple[SpokenSentence, ...]
    duration: float
    calls: int
    """Speech made now; the rest was kept from before."""

    @property
    def words(self) -> list[Word]:
        """All words; a caption begins after a line that ends without a full stop (of a verse, of a list)."""
        found: list[Word] = []
        for sentence in self.sentences:
            own = list(sentence.words)
            if own and found and not ends_sentence(found[-1].text):
                own[0] = replace(own[0], cue="new")
            found += own
        return found


@dataclass(frozen=True, slots=True)
class Delivery:
    """Who speaks, and how. ``pitch`` is in semitones; ``cast`` are those who say the lines of a dialogue, by their names."""

    voice: str
    language: str
    speed: float
    pitch: float = 0.0
    lexicon: Lexicon = Lexicon()
    cast: Mapping[str, tuple[SpeechSynthesis, str]] = field(default_factory=dict[str, tuple[SpeechSynthesis, str]])


@dataclass(frozen=True, slots=True)
class _Take:
    sentence: Sentence
    section: int
    said: SaidText
    wav: Path
    facts: dict[str, Any]


def speak(
    script: Script, provider: SpeechSynthesis, delivery: Delivery, store: Store, on_sentence: Callable[[int, int], None]
) -> Narration:
    """Speak every sentence that has not been spoken so before. Raises ``ProviderFailed``; what was spoken is kept."""
    total, calls = len(script.sentences), 0
    takes: list[_Take] = []
    sentences = script.sentences
    sections = [index for index, section in enumerate(script.sections) for _ in section.sentences]
    for place, (sentence, index) in enumerate(zip(sentences, sections, strict=True)):
        voiced, voice = delivery.cast.get(sentence.speaker, (provider, delivery.voice))
        said = delivery.lexicon.said(sentence.text, delivery.language, reads_ipa=voiced.abilities.reads_ipa)
        if not said.text:
            continue
        around = _around(sentences, place) if voiced.abilities.hears_context else ("", "")
        request = SpeechRequest(
            said.text, voice, delivery.language, delivery.speed, delivery.pitch, said.ipa, around[0], around[1]
        )
        kept = store.keep(
            _slug(sentence.text), ".wav", _inputs(voiced, request), lambda part, a=voiced, b=request: _take(a, b, part)
        )
        calls += kept.is_new
        takes.append(_Take(sentence, index, said, kept.path, kept.facts))
        on_sentence(len(takes), total)
    if not takes:
        raise ProviderFailed("the script holds nothing that can be said", hint="write sentences into script.md")
    return _placed(takes, calls)


def _inputs(provider: SpeechSynthesis, request: SpeechRequest) -> dict[str, Any]:
    """All that a recording depends on; what is not asked for leaves no trace."""
    rare = {
        "pitch": request.pitch,
        "ipa": [list(row) for row in request.ipa],
        "before": request.before,
        "after": request.after,
    }
    return {
        "text": request.text,
        "voice": request.voice,
        "language": request.language,
        "speed": request.speed,
        "provider": f"{provider.abilities.name} {provider.abilities.version}",
    } | {name: value for name, value in rare.items() if value}


def _around(sentences: tuple[Sentence, ...], place: int) -> tuple[str, str]:
    before = sentences[place - 1].text if place else ""
    after = sentences[place + 1].text if place + 1 < len(sentences) else ""
    return before, after


def _take(provider: SpeechSynthesis, request: SpeechRequest, part: Path) -> dict[str, Any]:
    try:
        speech = provider.speak(request)
    except KeyboardInterrupt:
        raise Cancelled("stopped", hint="run the same command again to go on") from None
    part.write_bytes(speech.wav())
    samples = speech.samples()
    words = [[word.text, round(word.start, 4), round(word.end, 4)] for word in speech.words]
    level = _level(samples, speech.rate)
    return {
        "text": request.text,
        "seconds": speech.duration,
        "level_db": level,
        "peak": float(np.abs(samples).max(initial=0.0)),
        "words": words,
    }


def _level(samples: npt.NDArray[np.float32], rate: int) -> float:
    """Root mean square in dB of the louder half of the sound, so that pauses do not count."""
    size = max(1, rate // 50)
    squares = np.mean(np.pad(samples, (0, -len(samples) % size)).reshape(-1, size) ** 2, axis=1)
    loud = squares[squares >= np.median(squares)]
    return float(10 * np.log10(max(float(loud.mean()), 1e-9)))


def _placed(takes: list[_Take], calls: int) -> Narration:
    level = float(np.mean([take.facts["level_db"] for take in takes]))
    peak = max(take.facts["peak"] for take in takes)
    gain = round(min(10 ** ((_LEVEL_DB - level) / 20), 0.9 / max(peak, 1e-3) * 2), 4)
    now, sentences = LEAD_IN, []
    for place, take in enumerate(takes):
        sentence, facts, said = take.sentence, take.facts, take.said
        words = [Word(text, start, end) for text, start, end in facts["words"]]
        if len(words) != said.pieces:  # a voice that divides the text otherwise: its time by length
            words = spread(said.text, 0.0, facts["seconds"])
        written = (
            said.times_of_written(words)
            if len(words) == said.pieces
            else tuple(spread(sentence.text, 0.0, facts["seconds"]))
        )
        start, end = round(now, 3), round(now + facts["seconds"], 3)
        shifted = tuple(word.shifted(start) for word in written)
        sentences.append(SpokenSentence(sentence, take.section, take.wav, start, end, shifted, gain))
        if place + 1 < len(takes):
            usual = SECTION_PAUSE if takes[place + 1].section != take.section else SENTENCE_PAUSE
            now = ceil(round((end + (usual if sentence.pause is None else sentence.pause)) / STEP, 6)) * STEP
    duration = ceil((sentences[-1].end + LEAD_OUT) / WHOLE) * WHOLE
    return Narration(tuple(sentences), duration, calls)


def _slug(text: str) -> str:
    """The first words of a sentence as a file name."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain)[:5])[:40] or "sentence"
