"""Speaking a dub's translations so that each fits its time: one call for each text, voice and rate, every one of them kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from reelwright.errors import (
    InvalidInput,
    NoBalance,
    OutcomeUnknown,
    ProviderFailed,
    ProviderRefused,
    ProviderUnavailable,
    UnclearPayment,
)
from reelwright.productions.dub.document import DubDocument, Segment, Translation
from reelwright.productions.dub.fit.ladder import Take, next_step
from reelwright.productions.dub.fit.length import VoiceRate, learnt_rate, letter_budget
from reelwright.productions.dub.fit.limits import DEFAULT, FitLimits
from reelwright.productions.dub.fit.slots import Slot, slots_of
from reelwright.productions.narrate.lexicon import Lexicon, SaidText
from reelwright.productions.project.store import Store
from reelwright.providers.speech import Speech, SpeechRequest, SpeechSynthesis
from reelwright.transcript import Word

Cast = Callable[[Segment], "CastVoice"]
"""The voice of a segment: its own, else its speaker's."""
Rewrite = Callable[[Segment, Translation, int, int], str | None]
"""Asks for a translation of least to most letters; ``None`` when nobody makes one."""
_CLOSING = (ProviderRefused, NoBalance, ProviderUnavailable)
"""What every further segment would meet, too."""


@dataclass(frozen=True, slots=True)
class CastVoice:
    """Who speaks: a provider's voice, so many semitones higher or lower than it is; ``then`` those who speak a segment when it
    fails, in order."""

    provider: SpeechSynthesis
    voice: str
    pitch: float = 0.0
    then: tuple[CastVoice, ...] = ()


@dataclass(frozen=True, slots=True)
class SpokenSegment:
    """``sound`` is a mono WAV without silence at its ends; ``words`` in seconds from its start, as spoken; ``said`` knows which
    written words they are."""

    id: str
    sound: Path
    voice: str
    take: Take
    words: tuple[Word, ...]
    said: SaidText


@dataclass(frozen=True)
class SpokenDub:
    """``document`` with translations as they were spoken (some shorter than before). ``failures`` by segment: why it is silent;
    ``reviews``: what a person should look at. ``calls`` were made now, for the segments ``new``; the rest was kept."""

    document: DubDocument
    slots: tuple[Slot, ...]
    spoken: Mapping[str, SpokenSegment]
    failures: Mapping[str, str]
    reviews: Mapping[str, str]
    calls: int
    new: tuple[str, ...] = ()

    @property
    def takes(self) -> dict[str, Take]:
        return {key: each.take for key, each in self.spoken.items()}


@dataclass(frozen=True)
class Speaking:
    """What speaking is done with. ``rates`` says whether a voice's provider can speak at other rates."""

    language: str
    cast: Cast
    store: Store
    rewrite: Rewrite = lambda segment, translation, least, most: None
    limits: FitLimits = DEFAULT
    can_rewrite: bool = False
    lexicon: Lexicon = Lexicon()


def speak_dub(document: DubDocument, how: Speaking, on_segment: Callable[[int, int], None]) -> SpokenDub:
    """Speak every translation. A segment that a provider refuses is spoken by who comes next; where nobody speaks it, it stays
    silent. Both are reported, and the rest is finished.

    Raises ``OutcomeUnknown`` and ``UnclearPayment`` (somebody must look), and ``ProviderFailed`` when no segment at all could be
    spoken. What was spoken is kept.
    """
    run = _Run(document, how)
    slots = slots_of(document.segments, document.duration_ms, how.limits)
    for number, (segment, slot) in enumerate(zip(document.segments, slots, strict=True)):
        on_segment(number, len(slots))
        run.do(segment, slot)
    on_segment(len(slots), len(slots))
    if run.failures and not run.spoken and run.last_error is not None:
        raise run.last_error
    return SpokenDub(run.document, slots, run.spoken, run.failures, run.reviews, run.calls, tuple(run.new))


class _Run:
    def __init__(self, document: DubDocument, how: Speaking) -> None:
        self.document = document
        self._how = how
        self.spoken: dict[str, SpokenSegment] = {}
        self.failures: dict[str, str] = {}
        self.reviews: dict[str, str] = {}
        self.calls = 0
        self.new: dict[str, None] = {}
        self.last_error: ProviderFailed | InvalidInput | None = None
        self._closed: dict[str, ProviderFailed] = {}
        """Providers that cannot speak in this run, by voice: they are not asked again for each segment."""
        self._heard: dict[str, list[tuple[str, int]]] = {}

    def do(self, segment: Segment, slot: Slot) -> None:
        translation = self.document.translation(self._how.language, segment.id)
        if translation is None or not translation.text.strip():
            return
        first: ProviderFailed | InvalidInput | None = None
        try:
            chosen = self._how.cast(segment)
        except (InvalidInput, ProviderFailed) as error:  # a voice that is not there (any more)
            self.failures[segment.id], self.last_error = _told(error), error
            return
        for cast in (chosen, *chosen.then):
            try:
                self._fit(segment, slot, translation, cast)
            except (OutcomeUnknown, UnclearPayment):
                raise
            except (InvalidInput, ProviderFailed) as error:
                first = first or error
                if isinstance(error, _CLOSING):
                    self._closed.setdefault(cast.voice, error)
                continue
            if first is not None:
                self._review(segment, f"spoken by {cast.voice}, for {chosen.voice} failed: {_told(first)}")
            return
        assert first is not None
        self.failures[segment.id] = _told(first)
        self.last_error = first

    def _review(self, segment: Segment, reason: str) -> None:
        known = self.reviews.get(segment.id)
        self.reviews[segment.id] = f"{known}; {reason}" if known else reason

    def _fit(self, segment: Segment, slot: Slot, translation: Translation, cast: CastVoice) -> None:
        """Up the ladder until a rung holds; the best take wins, also when its provider fails at a further one."""
        rate, takes, rewrites = 1.0, 0, 0
        best: SpokenSegment | None = None
        tried: Translation = translation
        kept = translation
        while True:
            takes += 1
            try:
                spoken = self._take(segment, tried.text, cast, rate)
            except (OutcomeUnknown, UnclearPayment):
                raise
            except ProviderFailed as error:
                if best is None:
                    raise
                if isinstance(error, _CLOSING):
                    self._closed.setdefault(cast.voice, error)
                break
            can_rewrite = self._how.can_rewrite and not translation.is_edited
            spoken = replace(spoken, take=replace(spoken.take, takes=takes, rewrites=rewrites, can_rewrite=can_rewrite))
            if best is None or _distance(spoken, slot) < _distance(best, slot):
                best, kept = spoken, tried
            step = next_step(slot, spoken.take, self._how.limits)
            if step.do == "speak-again":
                rate = step.rate
                continue
            if step.do == "rewrite":
                rewrites += 1
                again = self._rewritten(segment, slot, tried, cast.voice)
                if again is not None:
                    tried, rate, takes = again, 1.0, 0
                    continue
                rewrites = self._how.limits.most_rewrites
                step = next_step(slot, replace(spoken.take, rewrites=rewrites), self._how.limits)
                if step.do == "speak-again":
                    rate = step.rate
                    continue
            break
        assert best is not None
        self.spoken[segment.id] = best
        self.document = self.document.with_translation(self._how.language, segment.id, kept)
        final = next_step(slot, replace(best.take, takes=99, rewrites=99), self._how.limits)
        if final.do == "review":
            self._review(segment, final.reason)

    def _rewritten(self, segment: Segment, slot: Slot, tried: Translation, voice: str) -> Translation | None:
        least, most = letter_budget(self._rate(voice), slot.speech_ms, slot.room_ms)
        text = self._how.rewrite(segment, tried, least, most)
        if not text or not text.strip() or text.strip() == tried.text.strip():
            return None
        return replace(tried, text=text.strip(), full=tried.full or tried.text)

    def _rate(self, voice: str) -> VoiceRate:
        return learnt_rate(self._how.language, self._heard.get(voice, []))

    def _take(self, segment: Segment, text: str, cast: CastVoice, rate: float) -> SpokenSegment:
        provider, voice = cast.provider, cast.voice
        spelt = self._how.lexicon.said(text, self._how.language, reads_ipa=provider.abilities.reads_ipa)
        said = spelt.text or text
        inputs: dict[str, Any] = {
            "text": said, "voice": voice, "language": self._how.language, "speed": round(rate, 3),
            "provider": f"{provider.abilities.name} {provider.abilities.version}",
        }  # fmt: skip
        inputs |= {"pitch": cast.pitch} if cast.pitch else {}
        inputs |= {"ipa": [list(row) for row in spelt.ipa]} if spelt.ipa else {}
        request = SpeechRequest(said, voice, self._how.language, rate, cast.pitch, spelt.ipa)

        def make(part: Path) -> dict[str, Any]:
            if voice in self._closed:  # what it spoke before is found all the same
                raise self._closed[voice]
            return _spoken(provider.speak(request), part)

        kept = self._how.store.keep(segment.id, ".wav", inputs, make)
        if kept.is_new:
            self.calls += 1
            self.new[segment.id] = None
        length = round(kept.facts["seconds"] * 1000)
        if length <= 0:
            raise ProviderFailed(f"{provider.abilities.name} gave no sound for segment {segment.id}")
        self._heard.setdefault(voice, []).append((said, round(length * rate)))
        words = tuple(Word(*word) for word in kept.facts["words"])
        return SpokenSegment(segment.id, kept.path, voice, Take(length, rate), words, spelt)


def _told(error: ProviderFailed | InvalidInput) -> str:
    return f"{error.message} ({error.hint})" if error.hint else error.message


def _spoken(speech: Speech, part: Path) -> dict[str, Any]:
    part.write_bytes(speech.wav())
    words = [[word.text, round(word.start, 4), round(word.end, 4)] for word in speech.words]
    return {"seconds": speech.duration, "words": words}


def _distance(spoken: SpokenSegment, slot: Slot) -> float:
    """How far a take is from its time: too long weighs more than too short, another rate a little."""
    length, rate = spoken.take.duration_ms, spoken.take.rate
    over = max(0, length - slot.room_ms) / slot.speech_ms
    under = max(0, slot.speech_ms - length) / slot.speech_ms
    return 3 * over + under + 0.2 * abs(rate - 1)
