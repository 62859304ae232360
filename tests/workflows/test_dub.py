"""The workflow `dub`, on a dialogue of two voices over music."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from reelwright.app.wiring import known_voices, speaker_for
from reelwright.errors import InvalidInput, MediaUnusable, ProviderFailed, ProviderNeeded
from reelwright.media.audio_read import AudioReader
from reelwright.productions.dub.document import read_dub, write_dub
from reelwright.productions.dub.edits import with_own_translation, with_rows
from reelwright.productions.dub.fit.limits import SLOW_PICTURE
from reelwright.productions.dub.segment_table import read_rows, write_rows
from reelwright.providers.recognition import OnHeard, Recognised, RecognitionRequest, SpokenPart
from reelwright.providers.separation import Separated
from reelwright.providers.speakers import Turn
from reelwright.providers.speech import SpeechSynthesis
from reelwright.providers.translation import Translated, TranslationRequest
from reelwright.units.time import SAMPLE_RATE
from reelwright.vendors.local_alignment import aligner
from reelwright.vendors.local_alignment.manifest import OFFERS as ALIGNMENT
from reelwright.vendors.local_separation.separator import CentreSeparation
from reelwright.vendors.local_speakers.diarizer import LocalSpeakers
from reelwright.workflows.dub import dub
from reelwright.workflows.dub_request import DubProgress, DubRequest, DubResult, DubTools
from reelwright.workflows.transcribe import Listener as HeardBy
from reelwright.workflows.transcribe import Listeners
from tests.vendors.faults import access_to
from tests.workflows.dialogue import GERMAN, LINES, SPANISH, Dialogue, dialogue

Make = Callable[..., DubResult]


class Phrasebook:
    """Translates the lines of the dialogue, and counts."""

    name, version, heeds_length = "phrasebook", "1", False

    def __init__(self, refuses: str = "") -> None:
        self.asked: list[str] = []
        self._refuses = refuses

    def translate(self, request: TranslationRequest) -> tuple[Translated, ...]:
        book = {"es": SPANISH, "de": GERMAN}[request.target]
        self.asked += [passage.text for passage in request.passages]
        if self._refuses:
            raise ProviderFailed(self._refuses)
        return tuple(Translated(passage.id, (book.get(passage.text, "No lo sé."),)) for passage in request.passages)


class Listener:
    """Hears what was said in the dialogue, exactly."""

    name, version = "listener", "1"

    def __init__(self, told: Dialogue) -> None:
        self.calls = 0
        self._told = told

    def recognise(self, request: RecognitionRequest, on_heard: OnHeard = lambda part: None) -> Recognised:
        self.calls += 1
        on_heard(0.5)
        words = tuple(word for word, _ in self._told.words)
        parts, first = [], 0
        names = [name for _, name in self._told.words]
        for place in range(1, len(names) + 1):
            if place == len(names) or names[place] != names[first]:
                parts.append(SpokenPart(first, place, names[first]))
                first = place
        return Recognised(words, tuple(parts), "en", self._told.duration)


class Murmur(Listener):
    """Hears every word, and does not know whose."""

    def recognise(self, request: RecognitionRequest, on_heard: OnHeard = lambda part: None) -> Recognised:
        return replace(super().recognise(request, on_heard), parts=())


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Dialogue:
    return dialogue(tmp_path_factory.mktemp("dialogue") / "talk.mp4")


def tools(
    *recognisers: Listener,
    translators: tuple[Phrasebook, ...] = (),
    speech: SpeechSynthesis | None = None,
    diarisers: tuple[Any, ...] = (),
    aligners: tuple[Any, ...] = (),
) -> DubTools:
    heard_by = Listeners(
        tuple(HeardBy(each, "Somebody") for each in recognisers), tuple(HeardBy(each, "Somebody") for each in aligners),
        tuple(HeardBy(each, "Somebody") for each in diarisers),
    )  # fmt: skip

    def speaker(language: str, wish: str) -> tuple[SpeechSynthesis, str]:
        found = speaker_for(language, wish)
        return speech or found.provider, found.voice

    return DubTools(lambda language, speakers: heard_by, (), translators, known_voices, speaker)


def run(told: Dialogue, folder: Path, kit: DubTools, **wish: object) -> DubResult:
    usual: dict[str, object] = {"targets": ("es",)}
    request = DubRequest(told.video, folder / "out.mp4", **(usual | wish))  # type: ignore[arg-type]
    return dub(request, kit, lambda progress: None)


def video_packets(path: Path) -> str:
    digest = hashlib.sha256()
    with av.open(str(path)) as file:
        for packet in file.demux(file.streams.video[0]):
            digest.update(bytes(packet))
    return digest.hexdigest()


def test_a_dialogue_speaks_spanish_in_time_with_its_own_pictures(told: Dialogue, tmp_path: Path) -> None:
    heard, book = Listener(told), Phrasebook()
    made = run(told, tmp_path, tools(heard, translators=(book,)))
    timing = made.timing["es"]
    assert timing["in_slot"] >= 0.98
    assert timing["overlaps"] == 0
    assert timing["gently"] >= 0.9
    assert timing["drift_ms"] <= 50
    assert made.video is not None
    assert video_packets(made.video) == video_packets(told.video)
    with av.open(str(made.video)) as file:
        assert [stream.metadata.get("language") for stream in file.streams.audio] == ["spa", "eng"]
        assert [stream.metadata.get("language") for stream in file.streams.subtitles] == ["eng", "spa"]
        lengths = [float(stream.duration * stream.time_base) for stream in (*file.streams.video, *file.streams.audio)]
        assert max(lengths) - min(lengths) < 0.1
    document = read_dub(made.document.read_text())
    assert {each.id: each.voices["es"] for each in document.speakers}["Anna"] != {
        each.id: each.voices["es"] for each in document.speakers
    }["Bert"]
    assert (tmp_path / "out.es.srt").read_text().count("-->") >= 5
    assert "arroz" in (tmp_path / "out.es.vtt").read_text()
    assert json.loads((tmp_path / "out.report.json").read_text())["timing"]["es"]["segments"]


def test_the_music_is_kept_and_no_one_speaks_over_another(told: Dialogue, tmp_path: Path) -> None:
    made = run(told, tmp_path, tools(Listener(told), translators=(Phrasebook(),)), background="duck")
    assert made.video is not None
    reader, source = AudioReader(made.video), AudioReader(told.video)
    before, after = source.read(0, SAMPLE_RATE * 9 // 10), reader.read(0, SAMPLE_RATE * 9 // 10)
    reader.close()
    source.close()
    assert np.sqrt(np.mean(after**2)) == pytest.approx(np.sqrt(np.mean(before**2)), rel=0.06)


def test_running_again_asks_nobody_and_a_changed_line_costs_that_line(told: Dialogue, tmp_path: Path) -> None:
    heard, book = Listener(told), Phrasebook()
    first = run(told, tmp_path, tools(heard, translators=(book,)))
    assert (heard.calls, len(book.asked)) == (1, 5)
    again = run(told, tmp_path, tools(heard, translators=(book,)))
    assert (heard.calls, len(book.asked), again.speech_calls, again.translation_calls) == (1, 5, 0, 0)
    document = read_dub(first.document.read_text())
    edited = with_own_translation(document, "es", document.segments[1].id, "Muchas gracias por invitarme hoy.")
    first.document.write_text(write_dub(edited))
    changed = run(told, tmp_path, tools(heard, translators=(book,)))
    assert (heard.calls, len(book.asked), changed.translation_calls) == (1, 5, 0)
    assert 1 <= changed.speech_calls <= 3
    assert "Muchas gracias por invitarme hoy." in " ".join((tmp_path / "out.es.srt").read_text().split())


@pytest.mark.parametrize("suffix", [".srt", ".vtt", ".tsv"])
def test_what_comes_back_from_an_editor_changes_exactly_what_was_edited(
    told: Dialogue, tmp_path: Path, suffix: str
) -> None:
    book = Phrasebook()
    made = run(told, tmp_path, tools(Listener(told), translators=(book,)), stop_after="translation")
    document = read_dub(made.document.read_text())
    text = write_rows(document, "es", suffix)
    same, none = with_rows(document, "es", read_rows(text, f"a{suffix}"), f"a{suffix}")
    assert (same, none) == (document, [])
    edited, changed = with_rows(
        document, "es", read_rows(text.replace("invitarme", "la invitación"), f"a{suffix}"), f"a{suffix}"
    )
    assert changed == [document.segments[1].id]
    assert edited.translation("es", changed[0]).text == "Gracias por la invitación."  # type: ignore[union-attr]
    assert replace(edited, translations={}) == replace(document, translations={})


def test_a_transcript_and_two_languages_share_what_comes_first(told: Dialogue, tmp_path: Path) -> None:
    book = Phrasebook()
    made = run(
        told, tmp_path, tools(translators=(book,)), targets=("es", "de"), transcript=told.srt(tmp_path / "talk.srt")
    )
    assert made.video is not None
    with av.open(str(made.video)) as file:
        assert [stream.metadata.get("language") for stream in file.streams.audio] == ["spa", "deu", "eng"]
    document = read_dub(made.document.read_text())
    assert [each.speaker for each in document.segments] == ["Anna", "Bert", "Anna", "Bert", "Anna"]
    assert set(document.translations) == {"es", "de"}
    assert made.timing["de"]["in_slot"] >= 0.98


def test_captions_can_be_burnt_in(told: Dialogue, tmp_path: Path) -> None:
    made = run(told, tmp_path, tools(Listener(told), translators=(Phrasebook(),)), burns_captions=True)
    assert made.video is not None
    assert video_packets(made.video) != video_packets(told.video)
    with av.open(str(made.video)) as file:
        assert [stream.metadata.get("language") for stream in file.streams.audio] == ["spa", "eng"]
    assert seen(made.video, 2.0) > seen(told.video, 2.0) + 60, "white letters in the lower third"


def seen(video: Path, seconds: float) -> int:
    """How bright the brightest point of the lower third is, 0 to 255, at a moment at which somebody speaks."""
    with av.open(str(video)) as file:
        frame = next(each for each in file.decode(video=0) if float(each.time or 0) >= seconds)
        picture = frame.to_ndarray(format="gray")
    return int(picture[picture.shape[0] * 2 // 3 :].max())


def test_it_stops_to_be_looked_at_and_goes_on(told: Dialogue, tmp_path: Path) -> None:
    heard, book = Listener(told), Phrasebook()
    first = run(told, tmp_path, tools(heard, translators=(book,)), stop_after="transcript")
    assert first.video is None
    assert book.asked == []
    assert first.segments == 5
    run(told, tmp_path, tools(heard, translators=(book,)))
    assert heard.calls == 1


def test_what_is_wrong_is_said_before_anything_is_paid_for(told: Dialogue, tmp_path: Path) -> None:
    silent = tmp_path / "silent.mp4"
    with av.open(str(told.video)) as source, av.open(str(silent), "w") as file:
        stream = file.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(source.streams.video[0]):
            if packet.dts is not None:
                packet.stream = stream
                file.mux(packet)
    with pytest.raises(MediaUnusable, match="no sound"):
        run(replace(told, video=silent), tmp_path, tools())
    with pytest.raises(InvalidInput):
        run(told, tmp_path, tools(), targets=())
    with pytest.raises(InvalidInput, match="overwrite"):
        dub(DubRequest(told.video, told.video, ("es",)), tools(), lambda progress: None)
    with pytest.raises(ProviderNeeded, match="recognises"):
        run(told, tmp_path, tools())
    with pytest.raises(ProviderNeeded, match="translator"):
        run(told, tmp_path, tools(Listener(told)))
    with pytest.raises(ProviderFailed, match="no quota"):
        run(told, tmp_path, tools(Listener(told), translators=(Phrasebook("no quota"),)))
    other = dialogue(tmp_path / "other.mp4", music=0.01)
    with pytest.raises(InvalidInput, match="another video"):
        run(other, tmp_path, tools(Listener(told)), project=tmp_path / "talk.dub")


def test_the_next_translator_is_asked_when_the_first_fails(told: Dialogue, tmp_path: Path) -> None:
    book = Phrasebook()
    made = run(told, tmp_path, tools(Listener(told), translators=(Phrasebook("no quota"), book)))
    assert made.video is not None
    assert any("no quota" in note for note in made.notes)


def test_who_speaks_is_found_out_and_spoken_for_by_a_voice_that_is_like_theirs(told: Dialogue, tmp_path: Path) -> None:
    kit = replace(
        tools(Murmur(told), translators=(Phrasebook(),), diarisers=(LocalSpeakers(),)),
        voice_pitch=lambda language, voice: {"female": 200.0, "male": 105.0}[voice.gender],
    )  # fmt: skip
    made = run(told, tmp_path, kit, stop_after="speech")
    document = read_dub(made.document.read_text())
    names = [name for _, name in told.words]
    said = [each.speaker for each in document.segments for _ in each.text.split()]
    assert said == [{"Anna": "A", "Bert": "B"}[name] for name in names]
    anna, bert = document.speakers
    assert 180 < anna.pitch_hz < 240
    assert 90 < bert.pitch_hz < 125
    genders = {voice.id: voice.gender for voice in known_voices("es")}
    assert [genders[each.voices["es"]] for each in document.speakers] == ["female", "male"]
    records = [json.loads(path.read_text()) for path in (made.project / "source").glob("pitches-*.json")]
    assert len(records) == 1


@pytest.mark.parametrize(("background", "is_kept"), [("keep", True), ("auto", False)])
def test_a_rough_background_is_kept_only_when_it_is_asked_for(
    told: Dialogue, tmp_path: Path, background: str, is_kept: bool
) -> None:
    kit = replace(tools(Listener(told), translators=(Phrasebook(),)), separators=(CentreSeparation(),))
    made = run(told, tmp_path, kit, stop_after="mix", background=background)
    assert any("cannot be taken out well" in note for note in made.notes) != is_kept
    assert len([*(made.project / "source").glob("background-*.flac")]) == 1


class Counted:
    """A separator and a teller of speakers that work as the real ones do, and count."""

    def __init__(self) -> None:
        self._separation, self._speakers = CentreSeparation(), LocalSpeakers()
        self.separated = self.told_apart = 0
        self.name, self.version = "counted", "1"

    def separate(self, sound: Path, folder: Path) -> Separated:
        self.separated += 1
        return self._separation.separate(sound, folder)

    def turns(self, sound: Path, speakers: int = -1) -> tuple[Turn, ...]:
        self.told_apart += 1
        return self._speakers.turns(sound, speakers)


@pytest.mark.parametrize("at_once", [True, False])
def test_another_language_uses_what_was_heard_told_apart_and_separated(
    told: Dialogue, tmp_path: Path, at_once: bool
) -> None:
    heard, book, both = Murmur(told), Phrasebook(), Counted()
    kit = replace(tools(heard, translators=(book,), diarisers=(both,)), separators=(both,))
    for targets in [("es", "de")] if at_once else [("es",), ("de",)]:
        request = DubRequest(told.video, tmp_path / f"talk.{targets[-1]}.mp4", targets)
        made = dub(request, kit, lambda progress: None)
        assert made.project == tmp_path / "talk.dub"
        assert {*made.timing} == {*targets}
    assert (heard.calls, both.told_apart, both.separated) == (1, 1, 1)
    assert len(book.asked) == 10
    document = read_dub(made.document.read_text())
    assert {*document.translations} == {"es", "de"}
    assert all({*each.voices} == {"es", "de"} for each in document.speakers)


@pytest.mark.parametrize("named", [True, False])
def test_a_text_that_is_known_is_timed_and_not_recognised(tmp_path: Path, named: bool) -> None:
    told = dialogue(tmp_path / "talk.mp4", music=0.0)
    text = tmp_path / "said.txt"
    text.write_text("\n".join(f"{name}: {line}" if named else line for name, _, line in LINES))
    kit = tools(
        translators=(Phrasebook(),),
        aligners=(aligner.connect(access_to("", ALIGNMENT[0], tmp_path)),),
        diarisers=(LocalSpeakers(),),
    )
    made = run(told, tmp_path, kit, transcript=text, stop_after="transcript")
    document = read_dub(made.document.read_text())
    assert [each.text for each in document.segments] == [line for _, _, line in LINES]
    assert [each.speaker for each in document.segments] == (
        ["Anna", "Bert"] * 2 + ["Anna"] if named else ["A", "B", "A", "B", "A"]
    )
    at = 0
    for each, (_, _, line) in zip(document.segments, LINES, strict=True):
        assert abs(each.start_ms / 1000 - told.words[at][0].start) < 0.15
        at += len(line.split())


def test_a_source_with_several_sounds_is_told_which_one_is_dubbed(told: Dialogue, tmp_path: Path) -> None:
    kit = tools(translators=(Phrasebook(),))
    own = told.srt(tmp_path / "talk.srt")
    spanish = run(told, tmp_path, kit, transcript=own)
    assert spanish.video is not None
    assert not any("sound tracks" in note for note in spanish.notes)
    again = DubRequest(spanish.video, tmp_path / "again.mp4", ("es", "de"), transcript=own, stop_after="transcript")
    notes = dub(again, kit, lambda progress: None).notes
    assert "the video has 2 sound tracks: number 1 (spa) is dubbed, all are kept" in notes
    assert "a sound in es is there already; the new one comes before it" in notes


def test_listening_tells_how_far_it_is(told: Dialogue, tmp_path: Path) -> None:
    seen: list[DubProgress] = []
    request = DubRequest(told.video, tmp_path / "out.mp4", ("es",), stop_after="transcript")
    dub(request, tools(Listener(told)), seen.append)
    parts = [each.done / each.total for each in seen if each.stage == "transcript"]
    assert parts == sorted(parts)
    assert any(0.3 < part < 0.7 for part in parts)
    assert parts[-1] == 1


def test_a_wrong_language_is_noticed(told: Dialogue, tmp_path: Path) -> None:
    heard = Listener(told)
    with pytest.raises(InvalidInput, match="speaks en already"):
        run(told, tmp_path, tools(heard), targets=("en",), language="en")
    assert heard.calls == 0
    with pytest.raises(InvalidInput, match="speaks en already"):
        run(told, tmp_path, tools(heard), targets=("en",))
    with pytest.raises(InvalidInput, match=r"taken for en, not fr") as caught:
        run(told, tmp_path, tools(heard), language="fr")
    assert "--fresh" in caught.value.hint
    made = run(told, tmp_path, tools(heard), language="fr", is_fresh=True, stop_after="transcript")
    assert any("look like en, not fr" in note for note in made.notes)
    other = tmp_path / "other.srt"
    other.write_text("1\n00:00:01,000 --> 00:00:02,000\nSomething else.\n")
    own = told.srt(tmp_path / "talk.srt")
    run(told, tmp_path, tools(), transcript=own, is_fresh=True, stop_after="transcript")
    run(told, tmp_path, tools(), transcript=own, stop_after="transcript")
    with pytest.raises(InvalidInput, match=r"not made from other\.srt"):
        run(told, tmp_path, tools(), transcript=other, stop_after="transcript")


class Wordy(Phrasebook):
    """Says the second line in far too many words."""

    def translate(self, request: TranslationRequest) -> tuple[Translated, ...]:
        told = super().translate(request)
        long = "Muchísimas gracias de verdad por haberme invitado hoy."
        return tuple(Translated(each.id, (long,)) if each.texts[0] == SPANISH[LINES[1][2]] else each for each in told)


@pytest.mark.parametrize("suffix", [".mp4", ".mkv"])
def test_the_picture_is_slowed_only_where_it_may_and_must(told: Dialogue, tmp_path: Path, suffix: str) -> None:
    kit = tools(Listener(told), translators=(Wordy(),))
    request = DubRequest(told.video, tmp_path / f"out{suffix}", ("es",))
    as_it_was = dub(request, kit, lambda progress: None)
    before = {row["id"]: row for row in as_it_was.timing["es"]["segments"]}
    assert before["s2"]["verdict"] == "long"
    made = dub(replace(request, limits=SLOW_PICTURE), kit, lambda progress: None)
    assert made.speech_calls == 0
    after = {row["id"]: row for row in made.timing["es"]["segments"]}
    assert any("runs slower in 1 place," in note for note in made.notes)
    assert made.video is not None
    assert video_packets(made.video) == video_packets(told.video)
    assert after["s1"] == before["s1"]
    with av.open(str(made.video)) as file, av.open(str(told.video)) as source:
        assert [stream.metadata.get("language") for stream in file.streams.audio] == ["spa", "eng"]
        times = [float(packet.pts * packet.time_base) for packet in file.demux(video=0) if packet.pts is not None]
        was = [float(packet.pts * packet.time_base) for packet in source.demux(video=0) if packet.pts is not None]
    moved = [there - here for there, here in zip(sorted(times), sorted(was), strict=True)]
    moved = [each - moved[0] for each in moved]  # Matroska begins with the sound that is earliest
    assert min(np.diff(moved)) > -0.002  # never back
    added = max(moved)
    second = read_dub(made.document.read_text()).segments[1]
    assert added == pytest.approx(0.1 * second.duration_ms / 1000, abs=0.003)
    assert after["s5"]["start_ms"] - before["s5"]["start_ms"] == pytest.approx(1000 * added, abs=3)
    for track in (0, 1):  # both sounds are as long as the picture now
        with av.open(str(made.video)) as file:
            sound = sum(frame.samples for frame in file.decode(audio=track)) / SAMPLE_RATE
        assert sound == pytest.approx(told.duration + added, abs=0.05)
    reader, source_reader = AudioReader(made.video), AudioReader(told.video)
    tail = SAMPLE_RATE // 4  # music alone, after the last word, at the same loudness
    ends = [reader.read(round((told.duration + added - 0.4) * SAMPLE_RATE), tail),
            source_reader.read(round((told.duration - 0.4) * SAMPLE_RATE), tail)]  # fmt: skip
    assert np.sqrt(np.mean(ends[0] ** 2)) == pytest.approx(np.sqrt(np.mean(ends[1] ** 2)), rel=0.1)
    own = json.loads((tmp_path / "out.report.json").read_text())
    assert any("slower" in note for note in own["notes"])
