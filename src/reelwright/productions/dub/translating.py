"""Translating a dub's segments: in order, with the lines around as context, within the letters their time allows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from reelwright.errors import OutcomeUnknown, ProviderFailed, QuotaExceeded, UnclearPayment
from reelwright.productions.dub.document import DubDocument, Segment, Term, Translation
from reelwright.productions.dub.fit.length import VoiceRate, letter_budget, letters, usual_rate
from reelwright.productions.dub.fit.slots import Slot, slots_of
from reelwright.providers.translation import Passage, Translated, TranslationProvider, TranslationRequest

_BATCH, _CONTEXT = 12, 4


@dataclass(frozen=True)
class Translating:
    """``rate`` of the voices that will speak, as far as it is known; ``register`` such as ``formal``."""

    target: str
    provider: TranslationProvider
    register: str = ""
    about: str = ""
    rate: VoiceRate | None = None

    @property
    def pace(self) -> VoiceRate:
        return self.rate or usual_rate(self.target)


@dataclass(frozen=True)
class TranslatedDub:
    """``failures`` by segment: why it has no translation (now). ``calls`` to the provider."""

    document: DubDocument
    failures: Mapping[str, str] = field(default_factory=dict[str, str])
    calls: int = 0


def translate_dub(document: DubDocument, how: Translating, on_segment: Callable[[int, int], None]) -> TranslatedDub:
    """Translate what has no translation or an outdated one. A batch that fails is reported by segment, and the rest goes on.

    Raises ``OutcomeUnknown``, ``UnclearPayment``, ``QuotaExceeded``, and ``ProviderFailed`` when nothing could be translated.
    """
    wanted = document.outdated(how.target)
    failures: dict[str, str] = {}
    done, calls = 0, 0
    last: ProviderFailed | None = None
    for batch in _batches(document.segments, wanted):
        on_segment(done, len(wanted))
        try:
            calls += 1
            document = _batch_translated(document, how, batch, failures)
        except (OutcomeUnknown, UnclearPayment, QuotaExceeded):
            raise
        except ProviderFailed as error:
            last = error
            failures |= {segment.id: error.message for segment in batch}
        done += len(batch)
    on_segment(done, len(wanted))
    if last is not None and len(failures) == len(wanted):
        raise last
    return TranslatedDub(document, failures, calls)


def rewriter(document: DubDocument, how: Translating) -> Callable[[Segment, Translation, int, int], str | None]:
    """Asks for another length of one translation: for ``speaking.Speaking.rewrite``."""

    def rewrite(segment: Segment, translation: Translation, least: int, most: int) -> str | None:
        fitting = best_fitting((*translation.candidates,), least, most)
        if fitting and fitting != translation.text and least <= letters(fitting) <= most:
            return fitting  # one of the candidates of before: nothing to ask for
        passage = Passage(segment.id, segment.text, segment.speaker, least, most, translation.text)
        before, after = _around(document.segments, [segment])
        answer = how.provider.translate(_request(document, how, [passage], before, after))
        return best_fitting(answer[0].texts, least, most) if answer and answer[0].texts else None

    return rewrite


def best_fitting(texts: Sequence[str], least: int, most: int) -> str:
    """The first that fits the letters; with none, the nearest. The first is the most natural one."""
    fitting = [text for text in texts if least <= letters(text) <= most]
    if fitting:
        return fitting[0]
    return min(texts, key=lambda text: max(least - letters(text), letters(text) - most), default="")


def _batch_translated(
    document: DubDocument, how: Translating, batch: Sequence[Segment], failures: dict[str, str]
) -> DubDocument:
    slots = {slot.id: slot for slot in slots_of(document.segments, document.duration_ms)}
    budgets = {segment.id: _budget(slots[segment.id], how) for segment in batch}
    passages = [Passage(each.id, each.text, each.speaker, *budgets[each.id]) for each in batch]
    before, after = _around(document.segments, batch)
    answers = how.provider.translate(_request(document, how, passages, before, after))
    for segment, answer in zip(batch, answers, strict=True):
        if not answer.texts:
            failures[segment.id] = "the translator left it out"
            continue
        document = document.with_translation(
            how.target, segment.id, _chosen(document, how, segment, answer, budgets[segment.id])
        )
    return document


def _chosen(
    document: DubDocument, how: Translating, segment: Segment, answer: Translated, budget: tuple[int, int]
) -> Translation:
    text = best_fitting(answer.texts, *budget)
    earlier = document.translation(how.target, segment.id)
    full = answer.texts[0] if answer.texts[0] != text else ""
    return Translation(
        text,
        segment.text,
        full,
        earlier.voice if earlier else "",
        candidates=answer.texts if len(answer.texts) > 1 else (),
    )


def _budget(slot: Slot, how: Translating) -> tuple[int, int]:
    return letter_budget(how.pace, slot.speech_ms, slot.room_ms)


def _batches(segments: Sequence[Segment], wanted: Sequence[Segment]) -> list[list[Segment]]:
    """Neighbours together, so that one line explains the other."""
    places = {segment.id: place for place, segment in enumerate(segments)}
    batches: list[list[Segment]] = []
    for each in wanted:
        is_next = batches and places[each.id] - places[batches[-1][-1].id] <= _CONTEXT and len(batches[-1]) < _BATCH
        if is_next:
            batches[-1].append(each)
        else:
            batches.append([each])
    return batches


def _around(segments: Sequence[Segment], batch: Sequence[Segment]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    places = {segment.id: place for place, segment in enumerate(segments)}
    first, last = places[batch[0].id], places[batch[-1].id]
    before = tuple(each.text for each in segments[max(0, first - _CONTEXT) : first])
    return before, tuple(each.text for each in segments[last + 1 : last + 1 + _CONTEXT])


def _request(
    document: DubDocument,
    how: Translating,
    passages: Sequence[Passage],
    before: tuple[str, ...],
    after: tuple[str, ...],
) -> TranslationRequest:
    told = " ".join(passage.text for passage in passages).casefold()
    terms = tuple((term.source, term.target) for term in document.glossary if _is_in(term, told))
    return TranslationRequest(
        document.language, how.target, tuple(passages), before, after, terms, how.register, how.about
    )


def _is_in(term: Term, text: str) -> bool:
    """Only terms that occur are told: a changed glossary asks again for the lines it touches, and for no others."""
    return term.source.casefold() in text
