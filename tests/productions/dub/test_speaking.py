"""Speaking a dub with a real voice: fitted, kept, and one refusal costs one segment."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from reelwright.errors import ContentRefused, NoBalance, OutcomeUnknown, ProviderFailed
from reelwright.productions.dub.document import DubDocument, Segment, Speaker, Translation
from reelwright.productions.dub.fit.placing import place
from reelwright.productions.dub.fit.report import fit_report
from reelwright.productions.dub.speaking import Cast, CastVoice, Speaking, SpokenDub, speak_dub
from reelwright.productions.dub.spoken_words import dubbed_words
from reelwright.productions.narrate.lexicon import parse_lexicon
from reelwright.productions.project.store import Store
from reelwright.providers.speech import Speech, SpeechAbilities, SpeechRequest, SpeechSynthesis
from reelwright.vendors.local_speech.espeak import EspeakSpeech

LINES = {
    "a": ("Good morning, everybody.", "Buenos días a todos y todas.", 0, 1900),
    "b": ("Rice grows in water.", "El arroz crece en el agua durante muchos meses.", 2600, 5000),
    "c": ("Thank you.", "Gracias.", 6000, 7000),
}


def document(**texts: str) -> DubDocument:
    segments = tuple(Segment(key, "A", start, end, source) for key, (source, _, start, end) in LINES.items())
    rows = {key: Translation(texts.get(key, target), source) for key, (source, target, *_) in LINES.items()}
    return DubDocument("talk.mp4", "0" * 64, 8000, "en", (Speaker("A"),), segments, {"es": rows})


def spoken_by(provider: SpeechSynthesis) -> Cast:
    return lambda segment: CastVoice(provider, "espeak:es")


def speak(told: DubDocument, folder: Path, provider: SpeechSynthesis | None = None, **how: object) -> SpokenDub:
    cast = spoken_by(provider or EspeakSpeech())
    return speak_dub(told, Speaking("es", cast, Store(folder), **how), lambda done, total: None)  # type: ignore[arg-type]


def test_translations_are_spoken_into_their_time_and_kept(tmp_path: Path) -> None:
    first = speak(document(), tmp_path)
    report = fit_report(first.slots, first.takes, place(first.slots, first.takes))
    assert report.in_slot == 1
    assert report.overlaps == 0
    assert all(each.sound.is_file() and each.words for each in first.spoken.values())
    assert first.calls >= 3
    again = speak(document(), tmp_path)
    assert again.calls == 0
    assert again.takes == first.takes


def test_a_changed_line_costs_its_own_speech_alone(tmp_path: Path) -> None:
    before = speak(document(), tmp_path)
    changed = speak(document(c="Muchas gracias."), tmp_path)
    assert 1 <= changed.calls <= 2
    assert {key: changed.spoken[key].sound for key in "ab"} == {key: before.spoken[key].sound for key in "ab"}


def test_a_line_that_cannot_fit_is_asked_for_shorter_and_both_texts_are_kept(tmp_path: Path) -> None:
    long = "Muchísimas gracias a todos ustedes por haber venido hasta aquí esta mañana tan fría de invierno."
    asked: list[tuple[int, int]] = []

    def rewrite(segment: Segment, translation: Translation, least: int, most: int) -> str:
        asked.append((least, most))
        return "Muchas gracias."

    told = speak(document(c=long), tmp_path, rewrite=rewrite, can_rewrite=True)
    kept = told.document.translation("es", "c")
    assert kept is not None
    assert (kept.text, kept.full) == ("Muchas gracias.", long)
    assert len(asked) == 1
    assert 5 <= asked[0][0] <= asked[0][1] <= 30
    assert told.reviews == {}


def test_a_line_nobody_can_shorten_is_kept_whole_and_handed_to_a_person(tmp_path: Path) -> None:
    long = "Muchísimas gracias a todos ustedes por haber venido hasta aquí esta mañana tan fría de invierno."
    told = speak(document(c=long), tmp_path)
    assert "too long" in told.reviews["c"]
    assert told.takes["c"].rate > 1.15
    placed = {each.id: each for each in place(told.slots, told.takes)}
    assert placed["c"].verdict == "long"
    own = document(c=long).with_translation("es", "c", Translation(long, "Thank you.", is_edited=True))
    mine = speak(own, tmp_path, rewrite=lambda *told: "Gracias.", can_rewrite=True)
    assert mine.document.translation("es", "c") == own.translation("es", "c")  # a person's own words stand


class Refusing:
    """A voice that does not say one word."""

    def __init__(self, error: ProviderFailed, word: str) -> None:
        self._inner, self._error, self._word = EspeakSpeech(), error, word
        self.abilities, self.voices = self._inner.abilities, self._inner.voices

    def speak(self, request: SpeechRequest) -> Speech:
        if self._word in request.text:
            raise self._error
        return self._inner.speak(request)


def test_a_provider_that_refuses_one_segment_costs_that_segment(tmp_path: Path) -> None:
    told = speak(document(), tmp_path, Refusing(ContentRefused("not that word"), "arroz"))
    assert set(told.spoken) == {"a", "c"}
    assert told.failures == {"b": "not that word"}
    with pytest.raises(ProviderFailed):
        speak(document(), tmp_path / "other", Refusing(ProviderFailed("down"), ""))


def test_segments_without_a_translation_stay_silent(tmp_path: Path) -> None:
    partly = replace(document(), translations={"es": {"a": Translation("Hola.", "")}})
    assert set(speak(partly, tmp_path).spoken) == {"a"}


def test_a_lexicon_changes_what_is_said_and_not_what_is_written(tmp_path: Path) -> None:
    plain = speak(document(), tmp_path)
    told = speak(document(), tmp_path, lexicon=parse_lexicon("agua = hache dos o, que es agua"))
    assert (told.calls > 0, set(told.new)) == (True, {"b"})
    assert " ".join(word.text for word in told.spoken["b"].words) == LINES["b"][1].replace(
        "agua", "hache dos o, que es agua"
    )
    for spoken in (plain, told):
        words = dubbed_words(spoken, place(spoken.slots, spoken.takes), "es")
        assert " ".join(word.text for word in words) == " ".join(target for _, target, *_ in LINES.values())
    assert speak(document(), tmp_path).calls == 0


class ReadsIpa(EspeakSpeech):
    """Hands the pronunciations on to a list."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[SpeechRequest] = []

    @property
    def abilities(self) -> SpeechAbilities:
        return replace(super().abilities, reads_ipa=True)

    def speak(self, request: SpeechRequest) -> Speech:
        self.asked.append(request)
        return super().speak(replace(request, ipa=()))


def test_those_who_read_ipa_get_it(tmp_path: Path) -> None:
    voice = ReadsIpa()
    speak(document(), tmp_path, voice, lexicon=parse_lexicon("arroz = /aˈros/"))
    assert next(request.ipa for request in voice.asked if "arroz" in request.text) == ((1, "aˈros"),)
    assert all(not request.ipa for request in voice.asked if "arroz" not in request.text)


class Closed:
    """A voice whose provider cannot speak from a call on, and counts them."""

    def __init__(self, error: ProviderFailed, after: int = 0) -> None:
        self._inner, self._error, self._left = EspeakSpeech(), error, after
        self.abilities, self.voices = self._inner.abilities, self._inner.voices
        self.asked = 0

    def speak(self, request: SpeechRequest) -> Speech:
        self.asked += 1
        if self.asked > self._left:
            raise self._error
        return self._inner.speak(request)


def cast_then(provider: SpeechSynthesis) -> Cast:
    then = CastVoice(EspeakSpeech(), "espeak:es+f3")
    return lambda segment: CastVoice(provider, "espeak:es", then=(then,))


def speak_then(folder: Path, provider: SpeechSynthesis) -> SpokenDub:
    return speak_dub(document(), Speaking("es", cast_then(provider), Store(folder)), lambda done, total: None)


def test_a_refused_segment_is_spoken_by_the_next_and_the_others_keep_their_voice(tmp_path: Path) -> None:
    told = speak_then(tmp_path, Refusing(ContentRefused("not that word"), "arroz"))
    assert {key: each.voice for key, each in told.spoken.items()} == {
        "a": "espeak:es", "b": "espeak:es+f3", "c": "espeak:es",
    }  # fmt: skip
    assert told.failures == {}
    assert "espeak:es+f3" in told.reviews["b"]
    assert "not that word" in told.reviews["b"]


def test_a_provider_that_is_out_of_money_is_asked_once_and_what_it_spoke_is_used(tmp_path: Path) -> None:
    whole = speak_then(tmp_path, EspeakSpeech())
    broke = Closed(NoBalance("empty"))
    again = speak_dub(
        document(b="El agua corre.", c="Mil gracias."),
        Speaking("es", cast_then(broke), Store(tmp_path)),
        lambda *told: None,
    )
    assert broke.asked == 1
    assert again.spoken["a"].sound == whole.spoken["a"].sound
    assert {again.spoken[key].voice for key in "bc"} == {"espeak:es+f3"}


def test_a_take_that_was_paid_for_is_used_when_a_further_one_fails(tmp_path: Path) -> None:
    long = document(a="Buenos días a todos y a todas ustedes, queridos amigos de la cocina.")
    voice = Closed(NoBalance("empty"), after=1)
    told = speak(replace(long, segments=long.segments[:1]), tmp_path, voice)
    assert voice.asked == 2
    assert told.spoken["a"].voice == "espeak:es"
    assert told.failures == {}


def test_a_call_whose_end_nobody_knows_stops_before_more_is_spent(tmp_path: Path) -> None:
    with pytest.raises(OutcomeUnknown):
        speak_then(tmp_path, Refusing(OutcomeUnknown("no answer"), "arroz"))
