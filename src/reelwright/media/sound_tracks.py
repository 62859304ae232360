"""Which sound tracks a file has."""

from __future__ import annotations

from pathlib import Path

from reelwright.media.opening import open_media, sound_stream


def sound_tracks(path: Path) -> tuple[int, tuple[str, ...]]:
    """The place of the track that is heard, counted from 0, and the language of each (ISO 639-2), empty where none is told."""
    with open_media(path) as container:
        heard = sound_stream(container)
        streams = container.streams.audio
        told = (stream.metadata.get("language", "") for stream in streams)
        place = next((number for number, stream in enumerate(streams) if heard and stream.index == heard.index), 0)
        return place, tuple("" if each == "und" else each for each in told)
