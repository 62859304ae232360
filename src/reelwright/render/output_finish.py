"""From encoded chunks and sound to the file that was asked for, first in a hidden folder, then put in its place."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from reelwright.errors import OutputUnwritable
from reelwright.media.audio_write import write_sound
from reelwright.media.chunk_join import Tags, join
from reelwright.media.encoding import Encoding
from reelwright.media.gif_write import write_gif
from reelwright.media.hls_write import Rendition, write_audio_rendition, write_master, write_video_rendition
from reelwright.media.kept_pictures import write_pictures
from reelwright.media.video_write import writing
from reelwright.render.output_plan import PlannedOutput, is_named_by
from reelwright.render.soundtrack import Soundtrack

_HLS_MASTER = "master.m3u8"


@dataclass(frozen=True)
class Ingredients:
    """What is shared by all outputs of a render; ``first`` is the first frame's number in the document."""

    chunks: Mapping[Encoding, Sequence[tuple[Path, int]]]
    sound: Soundtrack
    fps: Fraction
    first: int
    frames: int
    tags: Tags


def finish(output: PlannedOutput, parts: Ingredients, folder: Path) -> None:
    """Make the output in ``folder`` (on its own disk, empty) and move it into place. Raises ``OutputUnwritable``."""
    settings = output.settings
    if settings.ladder is not None:
        _place_ladder(output, parts, folder)
        return
    if output.pattern is not None:
        chunks = parts.chunks[output.encodings[0]]
        made = folder / "pictures"
        made.mkdir()
        single = "%" not in output.pattern
        write_pictures(chunks, made, "%d" + output.path.suffix if single else output.pattern, parts.first)
        if single:
            put(next(made.iterdir()), output.path)
        else:
            put_together(made, output.path if output.is_folder else output.path.parent, output.pattern)
        return
    final = folder / "final"
    if settings.video is None:
        assert settings.audio is not None
        write_sound(parts.sound.blocks(), final, settings.audio, alone=True, title=parts.tags.title)
    elif settings.gif is not None:
        chunks = parts.chunks[output.encodings[0]]
        write_gif(chunks, final, parts.frames, parts.fps, settings.gif, alpha=settings.alpha)
    else:
        sound = parts.sound.encoded.get(settings.audio) if settings.audio else None
        join(parts.chunks[output.encodings[0]], sound, final, parts.fps, parts.tags, settings.format)
    put(final, output.path)


def _place_ladder(output: PlannedOutput, parts: Ingredients, folder: Path) -> None:
    """Folders for the renditions, then the master playlist. Beside a named playlist they lie in a folder of its name."""
    ladder, audio = output.settings.ladder, output.settings.audio
    assert ladder is not None
    master = output.path / _HLS_MASTER if output.is_folder else output.path
    home, prefix = (output.path, "") if output.is_folder else (output.path.with_suffix(""), f"{output.path.stem}/")
    made = folder / "hls"
    made.mkdir()
    videos: list[Rendition] = []
    for encoding in output.encodings:
        target = made / f"{encoding.size[1]}p"
        chunks = parts.chunks[encoding]
        videos.append(write_video_rendition(chunks, target, encoding.size, parts.fps, ladder.segment_seconds))
    sound = parts.sound.encoded.get(audio) if audio else None
    heard = write_audio_rendition(sound, made / "audio", ladder.segment_seconds) if sound else None
    playlist = folder / "playlist"
    write_master(playlist, prefix, videos, heard, parts.fps)
    with writing(home / "x"):
        home.mkdir(exist_ok=True)
    for rendition in sorted(made.iterdir()):
        old = home / rendition.name
        with writing(old):
            if old.is_dir():
                os.replace(old, folder / f"old-{rendition.name}")
            os.replace(rendition, old)
    put(playlist, master)


def put(made: Path, target: Path) -> None:
    """Rename a finished file to its name. Raises ``OutputUnwritable``."""
    with writing(target):
        os.replace(made, target)


def put_together(made: Path, target: Path, pattern: str) -> None:
    """Put finished pictures into a folder. A new folder appears at once; in one that is there, pictures of an earlier
    render that bear such names are replaced, and those beyond the last are removed."""
    if not target.exists():
        put(made, target)
        return
    if not target.is_dir():
        raise OutputUnwritable(f"{target} is a file, not a folder", hint="choose another place with -o")
    fresh = {path.name for path in made.iterdir()}
    with writing(target / "x"):
        for name in sorted(fresh):
            os.replace(made / name, target / name)
        for path in target.iterdir():
            if path.name not in fresh and is_named_by(pattern, path.name):
                path.unlink()
