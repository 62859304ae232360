"""Speech and generated clips, once they are made: the document with files in their place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from reelwright.errors import InvalidDocument
from reelwright.timeline.clips import (
    AnyClip,
    AudioClip,
    CaptionsClip,
    GenerateClip,
    ImageClip,
    Phoneme,
    PresenterClip,
    Sounding,
    SpeechClip,
    VideoClip,
)
from reelwright.timeline.clips.captions import CaptionWord
from reelwright.timeline.document import Document
from reelwright.units.time import exact

SLOWEST = 0.5
"""Footage that would have to be slower than this is repeated."""


@dataclass(frozen=True, slots=True)
class Made:
    """The file for a clip; of speech its words: text, start and end in seconds of the file, and their sounds (IPA, start, end) where
    a presenter says them; of footage its length in seconds. A presenter's words have sounds and no file."""

    src: str = ""
    words: tuple[tuple[str, float, float], ...] = ()
    seconds: float = 0.0
    sounds: tuple[tuple[str, float, float], ...] = ()


def unmade(document: Document) -> Iterator[tuple[str, SpeechClip | GenerateClip]]:
    """The clips that a provider has to make, with their pointers."""
    for pointer, clip in _clips(document):
        if isinstance(clip, (SpeechClip, GenerateClip)):
            yield pointer, clip


def unsounded(document: Document) -> Iterator[tuple[str, PresenterClip]]:
    """The presenters whose words have no sounds yet, with their pointers; those who say a speech clip's are not among them."""
    for pointer, clip in _clips(document):
        if isinstance(clip, PresenterClip) and clip.words is not None:
            yield pointer, clip


def is_complete(document: Document) -> bool:
    """Whether nothing has to be made or found out before the document can be drawn."""
    return next(unmade(document), None) is None and next(unsounded(document), None) is None


def presented(document: Document) -> frozenset[str]:
    """The ids of clips that presenters say."""
    return frozenset(clip.of for _, clip in _clips(document) if isinstance(clip, PresenterClip) and clip.of is not None)


def _clips(document: Document) -> Iterator[tuple[str, AnyClip]]:
    for track_index, track in enumerate(document.tracks):
        for index, clip in enumerate(track.clips):
            yield f"/tracks/{track_index}/clips/{index}", clip


def with_made(document: Document, made: Mapping[str, Made]) -> Document:
    """The document with audio and image clips for what was made, and their words in the captions ``of`` them.

    ``made`` is by pointer and holds every unmade clip, and presenters with words. Raises ``InvalidDocument`` for captions and
    presenters of no speech clip.
    """
    spoken = {
        clip.id: (clip, made[pointer]) for pointer, clip in unmade(document) if isinstance(clip, SpeechClip) and clip.id
    }
    tracks = [
        track.model_copy(
            update={"clips": tuple(_replaced(clip, f"/tracks/{number}/clips/{place}", made, spoken) for place, clip in enumerate(track.clips))}
        )
        for number, track in enumerate(document.tracks)
    ]  # fmt: skip
    return document.model_copy(update={"tracks": tuple(tracks)})


_Spoken = Mapping[str, tuple[SpeechClip, Made]]


def _replaced(clip: AnyClip, pointer: str, made: Mapping[str, Made], spoken: _Spoken) -> AnyClip:
    if isinstance(clip, CaptionsClip) and clip.of is not None:
        return _captions(clip, clip.of, pointer, spoken)
    if isinstance(clip, PresenterClip):
        return _presenter(clip, pointer, made, spoken)
    if not isinstance(clip, (SpeechClip, GenerateClip)):
        return clip
    if isinstance(clip, GenerateClip) and clip.kind == "image":
        shared = ImageClip.model_fields.keys() & GenerateClip.model_fields.keys() - {"type"}
        return ImageClip.model_construct(
            type="image", src=made[pointer].src, **{name: getattr(clip, name) for name in shared}
        )
    if isinstance(clip, GenerateClip) and clip.kind == "video":
        return _footage(clip, made[pointer])
    kept: dict[str, Any] = {name: getattr(clip, name) for name in ("id", "start", "duration", "animate")}
    kept |= {name: getattr(clip, name) for name in Sounding.model_fields}
    if isinstance(clip, GenerateClip):  # music goes on for as long as it is wanted
        kept["loop"] = True
        kept["duration"] = "end" if clip.duration in ("auto", "media") else clip.duration
    return AudioClip.model_construct(type="audio", src=made[pointer].src, **kept)


def _footage(clip: GenerateClip, result: Made) -> VideoClip:
    """As long as the clip is meant to be: longer footage is cut, shorter is slowed, and repeated where that would be too slow.

    Its sound is heard where the clip names a volume.
    """
    kept: dict[str, Any] = {
        name: getattr(clip, name) for name in VideoClip.model_fields if name in GenerateClip.model_fields
    }
    kept |= {"type": "video", "src": result.src}
    if "volume" not in clip.model_fields_set:
        kept["volume"] = 0.0
    wanted = float(clip.duration) if isinstance(clip.duration, (int, float)) else 0.0
    plain = not (clip.model_fields_set & {"speed", "loop", "trim"})
    if plain:
        kept |= fitted(result.seconds, wanted)
    return VideoClip.model_construct(**kept)


def fitted(seconds: float, wanted: float) -> dict[str, Any]:
    """What a video clip of a file of ``seconds`` says of itself to be seen for the ``wanted`` ones."""
    if not wanted > seconds > 0:
        return {}
    speed = seconds / wanted
    return {"speed": speed} if speed >= SLOWEST else {"loop": True}


def _presenter(clip: PresenterClip, pointer: str, made: Mapping[str, Made], spoken: _Spoken) -> PresenterClip:
    if clip.of is None:
        if clip.words is None:
            return clip
        return clip.model_copy(update={"words": None, "phonemes": _phonemes(made[pointer], 1.0)})
    result, speed = _followed("a presenter", clip.of, clip.start, pointer, spoken)
    duration = clip.duration if clip.duration != "auto" else f"{clip.of}.end - {clip.of}.start"
    changes = {"of": None, "phonemes": _phonemes(result, speed), "start": f"{clip.of}.start", "duration": duration}
    return clip.model_copy(update=changes)


def _phonemes(result: Made, speed: float) -> tuple[Phoneme, ...]:
    return tuple(Phoneme(ipa=ipa, start=start / speed, end=end / speed) for ipa, start, end in result.sounds)


def _followed(who: str, of: str, start: float | str, pointer: str, spoken: _Spoken) -> tuple[Made, float]:
    """What a clip ``of`` speech follows, and the speech's speed."""
    if of not in spoken:
        known = ", ".join(sorted(spoken)) or "none"
        raise InvalidDocument(f"there is no speech clip {of!r}; known: {known}", pointer=f"{pointer}/of")
    speech, result = spoken[of]
    if start not in ("auto", f"{of}.start"):
        raise InvalidDocument(f"{who} of a clip starts with it", pointer=f"{pointer}/start", hint="leave 'start' out")
    if speech.trim or speech.loop or speech.reverse or isinstance(speech.speed, tuple):
        raise InvalidDocument(
            f"{who} cannot follow speech that is cut, looped, reversed or ramped", pointer=f"{pointer}/of"
        )
    return result, float(exact(speech.speed))


def _captions(clip: CaptionsClip, of: str, pointer: str, spoken: _Spoken) -> CaptionsClip:
    result, speed = _followed("a caption", of, clip.start, pointer, spoken)
    words = tuple(
        CaptionWord(text=text, start=start / speed, end=end / speed, cue=None) for text, start, end in result.words
    )
    duration = clip.duration if clip.duration != "auto" else f"{of}.end - {of}.start"
    return clip.model_copy(update={"of": None, "words": words, "start": f"{of}.start", "duration": duration})
