"""The port for spoken words: text in, sound and word times out."""

from __future__ import annotations

import io
import wave
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, Protocol, runtime_checkable

from reelwright.errors import InvalidInput
from reelwright.transcript import Word

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SLOWEST, FASTEST = 0.5, 2.0
HIGHEST_PITCH = 6
"""Semitones up or down; beyond, voices sound broken."""
LONGEST_TEXT = 20_000
"""Characters in one request; callers speak sentence by sentence, so this only stops mistakes."""


@dataclass(frozen=True, slots=True)
class Voice:
    """One voice a person can choose. ``id`` is what they write (``espeak:en-us+f3``); ``language`` is a BCP 47 tag, ``mul`` for
    a voice that speaks every language of its provider. ``age`` and ``style`` are the provider's words; ``sample`` is the
    address of a recording of it.
    """

    id: str
    name: str
    language: str
    gender: Literal["female", "male", "neutral"]
    provider: str
    style: str = ""
    age: str = ""
    sample: str = ""

    def speaks(self, language: str) -> bool:
        """Whether it is a voice for a language: ``en`` covers ``en-GB`` and is covered by ``en-US``."""
        own, wanted = f"{self.language.lower()}-", f"{language.lower().replace('_', '-')}-"
        return own == "mul-" or own.startswith(wanted) or wanted.startswith(own)


@dataclass(frozen=True, slots=True)
class SpeechRequest:
    """What to say and how. ``speed`` is a factor (1 is the voice's narration pace), ``pitch`` is in semitones.

    ``ipa`` gives the pronunciation of single words in the International Phonetic Alphabet, by their place among the text's
    whitespace tokens, for providers whose abilities say ``reads_ipa``; others pass over it. ``before`` and ``after`` are what
    is said around the text, for providers that speak a sentence differently for it (``hears_context``).

    Raises ``InvalidInput`` for a speed outside 0.5 to 2, a pitch beyond 6 semitones, or a text too long for one call.
    """

    text: str
    voice: str
    language: str
    speed: float = 1.0
    pitch: float = 0.0
    ipa: tuple[tuple[int, str], ...] = ()
    before: str = ""
    after: str = ""

    def __post_init__(self) -> None:
        if not SLOWEST <= self.speed <= FASTEST:
            raise InvalidInput(
                f"speech speed {self.speed:g} is outside {SLOWEST:g} to {FASTEST:g}", hint="1 is the normal pace"
            )
        if not -HIGHEST_PITCH <= self.pitch <= HIGHEST_PITCH:
            raise InvalidInput(
                f"voice pitch {self.pitch:g} is outside -{HIGHEST_PITCH} to {HIGHEST_PITCH} semitones",
                hint="0 keeps the voice as it is",
            )
        if len(self.text) > LONGEST_TEXT:
            raise InvalidInput(
                f"the text to speak is {len(self.text)} characters long; {LONGEST_TEXT} is the most in one piece",
                hint="split it into sentences",
            )


@dataclass(frozen=True, slots=True)
class Speech:
    """Spoken sound with its words.

    ``pcm`` is signed 16-bit little-endian mono at ``rate`` Hz, without silence at either end. ``words`` follow the
    request's text: one per whitespace token, spelt as written; scripts without spaces give pieces that join to the
    text (its spaces left out). ``exact_times`` is false when the times are estimates that alignment could improve.
    """

    pcm: bytes
    rate: int
    words: tuple[Word, ...]
    exact_times: bool

    @property
    def duration(self) -> float:
        """Seconds."""
        return len(self.pcm) / 2 / self.rate

    def wav(self) -> bytes:
        """The sound as a WAV file; the same speech gives the same bytes."""
        buffer = io.BytesIO()
        with wave.open(buffer, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(self.rate)
            file.writeframes(self.pcm)
        return buffer.getvalue()

    def samples(self) -> NDArray[np.float32]:
        """The sound as float32 in -1 to 1, shape (samples,)."""
        import numpy as np  # noqa: PLC0415  heavy: most callers only store the file

        return np.frombuffer(self.pcm, dtype="<i2").astype(np.float32) * np.float32(1 / 32768)

    def respelt(self, texts: tuple[str, ...]) -> Speech:
        """The same times under other spellings, one for each word. Raises ``ValueError`` when the counts differ."""
        if len(texts) != len(self.words):
            raise ValueError(f"{len(texts)} spellings for {len(self.words)} words")
        words = tuple(replace(word, text=text) for word, text in zip(self.words, texts, strict=True))
        return replace(self, words=words)


@dataclass(frozen=True, slots=True)
class SpeechAbilities:
    """What a synthesizer can do, as data. ``version`` belongs in cache keys: another version may sound different.

    ``languages`` are BCP 47 tags; a tag without region covers all its regions.
    """

    name: str
    version: str
    languages: tuple[str, ...]
    word_times: bool
    offline: bool
    sample_rate: int
    reads_ipa: bool = False
    hears_context: bool = False


class SpeechSynthesis(Protocol):
    """A speech provider."""

    @property
    def abilities(self) -> SpeechAbilities: ...

    def voices(self) -> tuple[Voice, ...]:
        """Every voice on offer, in a stable order. May ask the provider; its answer is kept for a day."""
        ...

    def speak(self, request: SpeechRequest) -> Speech:
        """Say the text.

        Raises ``InvalidInput`` for an unknown voice or language, ``ProviderFailed`` when the provider cannot deliver.
        """
        ...


@runtime_checkable
class KnowsVoices(Protocol):
    """A provider that knows some of its voices without asking: choices among them need no network and stay the same."""

    @property
    def usual(self) -> tuple[Voice, ...]:
        """Voices that are known to be there, the best of a language and gender first."""
        ...


def read_wav(data: bytes, name: str = "sound") -> tuple[bytes, int]:
    """``(pcm, rate)`` of a 16-bit PCM WAV file, mixed down to mono.

    Raises ``InvalidInput`` for anything else.
    """
    try:
        with wave.open(io.BytesIO(data), "rb") as file:
            channels, width, rate = file.getnchannels(), file.getsampwidth(), file.getframerate()
            pcm = file.readframes(file.getnframes())
    except (wave.Error, EOFError) as error:
        raise InvalidInput(f"{name} is not a WAV file: {error or 'it ends early'}") from None
    if width != 2 or channels < 1 or rate < 1:
        raise InvalidInput(f"{name} has {8 * width}-bit samples; 16-bit PCM is expected")
    if channels == 1:
        return pcm[: len(pcm) // 2 * 2], rate
    import numpy as np  # noqa: PLC0415  heavy, and needed only here

    whole = np.frombuffer(pcm[: len(pcm) // (2 * channels) * 2 * channels], dtype="<i2").reshape(-1, channels)
    return np.rint(whole.mean(axis=1)).astype("<i2").tobytes(), rate
