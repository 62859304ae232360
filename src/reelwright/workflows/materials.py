"""The workflow that makes what a document asks providers for: speech, pictures, footage and music. Each result is kept and paid for once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from reelwright.errors import ReelwrightError
from reelwright.media.audio_read import AudioReader
from reelwright.productions.narrate.language import detect_language
from reelwright.productions.narrate.lexicon import Lexicon, parse_lexicon
from reelwright.productions.narrate.script import Script, Section, Sentence
from reelwright.productions.narrate.speak import Delivery, Narration
from reelwright.productions.narrate.wav import write_wav
from reelwright.productions.project.store import Store
from reelwright.speaking.spoken_sounds import spoken_sounds
from reelwright.timeline.clips import GenerateClip, PresenterClip, SpeechClip
from reelwright.timeline.document import Canvas
from reelwright.timeline.made import Made, is_complete, presented, unmade, unsounded, with_made
from reelwright.timeline.reading import Reading
from reelwright.transcript import Word
from reelwright.transcript.sentences import split_sentences
from reelwright.units.time import SAMPLE_RATE
from reelwright.workflows.composed_music import composed_music
from reelwright.workflows.generated_clips import made_footage
from reelwright.workflows.generated_picture import drawn_picture
from reelwright.workflows.make_request import Tools
from reelwright.workflows.moderated import check_words
from reelwright.workflows.music_mood import music_request
from reelwright.workflows.narration import narrated

_MUSIC_SECONDS = 60.0
_LEVEL_RATE = SAMPLE_RATE
OnProgress = Callable[[int, int], None]


def needs_materials(reading: Reading) -> bool:
    """Whether anything of the document has to be made first."""
    return not is_complete(reading.document)


def with_materials(
    reading: Reading, tools: Tools, folder: Path, on_progress: OnProgress, lexicon: Lexicon | None = None
) -> Reading:
    """The document with its speech spoken, its pictures and footage made and its music composed; files are kept in ``folder``.
    ``lexicon`` is for a document that has none of its own.

    Raises what the providers raise, and ``ContentRefused`` for words the moderators flag, with the clip's pointer.
    """
    clips = list(unmade(reading.document))
    for pointer, clip in clips:  # all words first: nothing is paid for in a document that is refused
        with _pointing(reading, pointer):
            check_words(tools.moderators, clip.text if isinstance(clip, SpeechClip) else clip.prompt)
    if reading.document.lexicon:
        with _pointing(reading, "/lexicon"):
            lexicon = parse_lexicon(reading.document.lexicon)
    says = lexicon or Lexicon()
    made: dict[str, Made] = {}
    for number, (pointer, clip) in enumerate(clips):
        on_progress(number, len(clips))
        with _pointing(reading, pointer):
            made[pointer] = (
                _spoken(clip, tools, folder, says)
                if isinstance(clip, SpeechClip)
                else _generated(clip, reading.document.canvas, tools, folder)
            )
    for pointer, clip in unsounded(reading.document):
        with _pointing(reading, pointer):
            made[pointer] = Made(sounds=_sounds_of_words(clip))
    said = presented(reading.document)
    for pointer, clip in clips:
        if isinstance(clip, SpeechClip) and clip.id in said:
            with _pointing(reading, pointer):
                words = [Word(*word) for word in made[pointer].words]
                language = clip.language or detect_language(clip.text)
                made[pointer] = replace(made[pointer], sounds=_rows(words, language))
    on_progress(len(clips), len(clips))
    return replace(reading, document=with_made(reading.document, made))


@contextmanager
def _pointing(reading: Reading, pointer: str) -> Iterator[None]:
    """Errors name the clip where its author wrote it."""
    try:
        yield
    except ReelwrightError as error:
        error.pointer = error.pointer or reading.origin(pointer)
        raise


def _sounds_of_words(clip: PresenterClip) -> tuple[tuple[str, float, float], ...]:
    words = [Word(word.text, word.start, word.end) for word in clip.words or ()]
    return _rows(words, clip.language or detect_language(" ".join(word.text for word in words)))


def _rows(words: list[Word], language: str) -> tuple[tuple[str, float, float], ...]:
    return tuple((sound.ipa, sound.start, sound.end) for sound in spoken_sounds(words, language))


def _spoken(clip: SpeechClip, tools: Tools, folder: Path, lexicon: Lexicon) -> Made:
    language = clip.language or detect_language(clip.text)
    sentences = tuple(Sentence(text) for text in split_sentences(clip.text, language))
    script = Script("", language, (Section("", sentences),))
    store = Store(folder / "speech")
    how = Delivery("", language, 1.0, lexicon=lexicon)
    spoken = narrated(script, clip.voice, tools, how, store, lambda done, total: None)
    narration = spoken.narration
    first = narration.sentences[0].start
    facts = {"voice": spoken.voice, "sentences": [[str(s.wav.name), s.start, s.gain] for s in narration.sentences]}
    kept = store.keep("voice", ".wav", facts, lambda part: _joined(narration, part))
    words = tuple((word.text, round(word.start - first, 4), round(word.end - first, 4)) for word in narration.words)
    return Made(str(kept.path.absolute()), words)


def _joined(narration: Narration, part: Path) -> dict[str, Any]:
    """All sentences at their times, as one file."""
    first, last = narration.sentences[0].start, narration.sentences[-1].end
    whole = np.zeros((round((last - first) * _LEVEL_RATE) + 1, 2), np.float32)
    for sentence in narration.sentences:
        at, count = round((sentence.start - first) * _LEVEL_RATE), round((sentence.end - sentence.start) * _LEVEL_RATE)
        reader = AudioReader(sentence.wav)
        samples = reader.read(0, count)[: len(whole) - at]
        reader.close()
        whole[at : at + len(samples)] += samples * np.float32(sentence.gain)
    write_wav(part, np.clip(whole[:, 0], -1, 1), _LEVEL_RATE)
    return {"seconds": last - first}


def _generated(clip: GenerateClip, canvas: Canvas, tools: Tools, folder: Path) -> Made:
    if clip.kind == "image":
        path = drawn_picture(clip, (canvas.width, canvas.height), tools.image_makers, folder)
        return Made(str(path.absolute()))
    if clip.kind == "video":
        return made_footage(clip, tools.clip_makers, folder, (canvas.width, canvas.height))
    seconds = float(clip.duration) if isinstance(clip.duration, (int, float)) else _MUSIC_SECONDS
    request = music_request(clip.prompt, seconds, clip.seed)
    return Made(str(composed_music(request, tools, Store(folder / "music"), clip.provider).kept.path.absolute()))
