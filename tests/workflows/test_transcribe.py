"""Who listens, in which order, and what is said of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from reelwright.app.listening import listeners, ways_to_listen
from reelwright.app.providers.choosing import Providers
from reelwright.errors import InvalidInput, MediaUnusable, NoBalance, OutcomeUnknown, ProviderFailed, ProviderNeeded
from reelwright.providers.heard_words import Heard, recognised
from reelwright.providers.recognition import OnHeard, Recognised, RecognitionRequest
from reelwright.providers.speakers import Turn
from reelwright.transcript import Word
from reelwright.workflows.transcribe import Listener, Listeners, time_text, transcribe
from tests.sounds import RATE, tone, write_wav

SOUND = Path(__file__).parents[1] / "media_files" / "speech.flac"


@dataclass
class _Recogniser:
    name: str = "fake"
    version: str = "1"
    error: Exception | None = None
    text: str = "one two"
    asked: list[RecognitionRequest] = field(default_factory=list)

    def recognise(self, request: RecognitionRequest, on_heard: OnHeard = lambda part: None) -> Recognised:
        self.asked.append(request)
        if self.error:
            raise self.error
        on_heard(1.0)
        return recognised([Heard(word, at, at + 1) for at, word in enumerate(self.text.split())], 6, "en")


@dataclass
class _Diariser:
    name: str = "turns"
    version: str = "1"
    error: Exception | None = None

    def turns(self, sound: Path, speakers: int = -1) -> tuple[Turn, ...]:
        if self.error:
            raise self.error
        return (Turn("A", 0, 1), Turn("B", 1, 2))


def _all(*ports: _Recogniser, diarisers: tuple[_Diariser, ...] = ()) -> Listeners:
    return Listeners(
        tuple(Listener(port, f"Fake {number}") for number, port in enumerate(ports)),
        diarisers=tuple(Listener(port, "Turns") for port in diarisers), ways="set a key",
    )  # fmt: skip


def test_the_next_one_listens_when_one_cannot_and_it_is_said() -> None:
    done: list[float] = []
    heard = transcribe(
        RecognitionRequest(SOUND), _all(_Recogniser(error=NoBalance("empty")), _Recogniser()), done.append
    )
    assert heard.by == "Fake 1"
    assert heard.notes == ("Fake 0 could not: empty",)
    assert done == [1.0]


def test_money_that_may_be_gone_stops_it() -> None:
    second = _Recogniser()
    with pytest.raises(OutcomeUnknown):
        transcribe(RecognitionRequest(SOUND), _all(_Recogniser(error=OutcomeUnknown("?")), second))
    assert second.asked == []


def test_without_anybody_the_ways_are_told() -> None:
    with pytest.raises(ProviderNeeded) as caught:
        transcribe(RecognitionRequest(SOUND), _all())
    assert caught.value.hint == "set a key"
    told = ways_to_listen(Providers({}))
    assert all(name in told for name in ("REELWRIGHT_WHISPER_MODEL", "REELWRIGHT_DEEPGRAM_API_KEY", "--text"))
    assert "PocketSphinx" not in ways_to_listen(Providers({}), "es")


def test_a_recording_in_which_nobody_speaks_is_told() -> None:
    with pytest.raises(MediaUnusable, match="heard no words"):
        transcribe(RecognitionRequest(SOUND), _all(_Recogniser(text="")))


def test_speakers_come_from_somebody_else_where_the_recogniser_does_not_tell() -> None:
    request = RecognitionRequest(SOUND, speakers=2)
    told = transcribe(request, _all(_Recogniser(), diarisers=(_Diariser(),)))
    assert [part.speaker for part in told.recognised.parts] == ["A", "B"]
    assert "speakers told apart by Turns" in told.notes
    for diarisers in ((), (_Diariser(error=ProviderFailed("broken")),)):
        without = transcribe(request, _all(_Recogniser(), diarisers=diarisers))
        assert [part.speaker for part in without.recognised.parts] == [""]
        assert "apart" in without.notes[0]


def test_caution_is_said() -> None:
    careful = Listeners((Listener(_Recogniser(), "Fake", caution="read it"),))
    assert transcribe(RecognitionRequest(SOUND), careful).notes == ("Fake: read it",)


def test_known_text_is_timed_by_local_speech() -> None:
    who = listeners(Providers({}))
    told = time_text(SOUND, "And so, my fellow Americans, ask not what your", None, who)
    assert told.by == "Alignment with local speech"
    assert [word.text for word in told.recognised.words][-2:] == ["what", "your"]
    assert isinstance(told.recognised.words[0], Word)
    with pytest.raises(InvalidInput):
        time_text(SOUND, " … ", "en", who)
    with pytest.raises(ProviderNeeded):
        time_text(SOUND, "Words.", "en", Listeners())


def test_those_who_tell_speakers_apart_come_first_when_they_are_wanted() -> None:
    model = SOUND.parent / "tiny-whisper"
    providers = Providers({"REELWRIGHT_WHISPER_MODEL": str(model), "DEEPGRAM_API_KEY": "k", "OPENAI_API_KEY": "k"})
    assert [each.title for each in listeners(providers).recognisers][:3] == [
        "Whisper on this machine",
        "Deepgram",
        "OpenAI",
    ]
    assert [each.title for each in listeners(providers, "en", 2).recognisers][:2] == ["Deepgram", "OpenAI"]


@dataclass(frozen=True)
class _Dreamer:
    """Hears a word in every second, and the last one for as long as there is sound."""

    seconds: int = 4
    last: float = 1.0
    name: str = "dreamer"
    version: str = "1"

    def recognise(self, request: RecognitionRequest, on_heard: OnHeard = lambda part: None) -> Recognised:
        ends = [at + 0.4 for at in range(self.seconds - 1)] + [self.seconds - 1 + self.last]
        rows = [Heard(f"w{at}", at, end, "XY"[at % 2]) for at, end in enumerate(ends)]
        return recognised(rows, self.seconds + self.last, "en")


def test_words_that_are_heard_in_silence_are_none(tmp_path: Path) -> None:
    sound = tone(4.0)
    sound[:RATE] = sound[2 * RATE : 3 * RATE] = 0
    who = Listeners((Listener(_Dreamer(), "Dreamer"),))
    heard = transcribe(RecognitionRequest(write_wav(tmp_path / "half.wav", sound), speakers=-1), who)
    assert [word.text for word in heard.recognised.words] == ["w1", "w3"]
    assert {part.speaker for part in heard.recognised.parts} == {"A"}  # both of them Y's
    with pytest.raises(MediaUnusable, match="heard no words"):
        transcribe(RecognitionRequest(write_wav(tmp_path / "none.wav", sound * 0)), who)


def test_words_as_long_as_music_are_doubted() -> None:
    short, long = (Listeners((Listener(_Dreamer(6, last), "Dreamer"),)) for last in (0.4, 4.0))
    assert transcribe(RecognitionRequest(SOUND), short).notes == ()
    assert "music" in transcribe(RecognitionRequest(SOUND), long).notes[0]
