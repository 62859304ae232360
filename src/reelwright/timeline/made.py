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
    """The file for a clip; of speech its words: text, start and end in seconds of the file; of footage its length in seconds."""

    src: str
    words: tuple[tuple[str, float, float], ...] = ()
    seconds: float = 0.0


def unmade(document: Document) -> Iterator[tuple[str, SpeechClip | GenerateClip]]:
    """The clips that a provider has to make, with their pointers."""
    for track_index, track in enumerate(document.tracks):
        for index, clip in enumerate(track.clips):
            if isinstance(clip, (SpeechClip, GenerateClip)):
                yield f"/tracks/{track_index}/clips/{index}", clip


def with_made(document: Document, made: Mapping[str, Made]) -> Document:
    """The document with audio and image clips for what was made, and their words in the captions ``of`` them.

    ``made`` is by pointer and holds every unmade clip. Raises ``InvalidDocument`` for captions of no speech clip.
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


def _captions(clip: CaptionsClip, of: str, pointer: str, spoken: _Spoken) -> CaptionsClip:
    if of not in spoken:
        known = ", ".join(sorted(spoken)) or "none"
        raise InvalidDocument(f"there is no speech clip {of!r}; known: {known}", pointer=f"{pointer}/of")
    speech, result = spoken[of]
    if clip.start not in ("auto", f"{of}.start"):
        raise InvalidDocument("captions of a clip start with it", pointer=f"{pointer}/start", hint="leave 'start' out")
    if speech.trim or speech.loop or speech.reverse or isinstance(speech.speed, tuple):
        raise InvalidDocument(
            "captions cannot follow speech that is cut, looped, reversed or ramped", pointer=f"{pointer}/of"
        )
    speed = float(exact(speech.speed))
    words = tuple(
        CaptionWord(text=text, start=start / speed, end=end / speed, cue=None) for text, start, end in result.words
    )
    duration = clip.duration if clip.duration != "auto" else f"{of}.end - {of}.start"
    return clip.model_copy(update={"of": None, "words": words, "start": f"{of}.start", "duration": duration})
