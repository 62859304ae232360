"""A video with a document and files, as a finished rendering leaves it, for tests of the editor."""

from __future__ import annotations

import json
import uuid
import wave
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from reelwright.app.platform import Platform
from reelwright.database.tables import Video, VideoVersion
from tests.studio.site import made_video

WORDS = "Rice feeds half of the world. It grows in water, which keeps weeds away. Farmers plant it by hand. One field feeds a family for a year.".split()


def document(captions: int = 1, seconds: float = 12.0) -> dict[str, Any]:
    """Two pictures, a title, captions (as often as told, one after another) and sound; small, to be drawn quickly."""
    step = seconds / (len(WORDS) * captions)
    words = [
        {"text": text, "start": round(place * step, 3), "end": round((place + 0.9) * step, 3)}
        for place, text in enumerate(WORDS * captions)
    ]
    half = seconds / 2
    return {
        "version": 1,
        "title": "Rice",
        "canvas": {"width": 640, "height": 360, "fps": 25, "duration": seconds},
        "tracks": [
            {"name": "pictures", "clips": [
                {"id": "field", "type": "image", "src": "field.jpg", "start": 0, "duration": half},
                {"id": "bowl", "type": "image", "src": "bowl.jpg", "start": half, "duration": half},
            ]},
            {"name": "title", "clips": [
                {"id": "headline", "type": "text", "text": "A grain of rice", "start": 0.5, "duration": 3, "y": "20%", "font": {"size": "10vh"}},
            ]},
            {"name": "captions", "clips": [{"id": "captions", "type": "captions", "words": words, "style": "highlight"}]},
            {"name": "sound", "clips": [{"id": "music", "type": "audio", "src": "music.wav", "duration": "end", "volume": "-12dB"}]},
        ],
    }  # fmt: skip


def files(folder: Path, seconds: float = 12.0) -> dict[str, Path]:
    """What the document names, by name."""
    rng = np.random.default_rng(7)
    for name, color in (("field.jpg", (70, 150, 90)), ("bowl.jpg", (60, 90, 170))):
        picture = np.full((360, 640, 3), color, np.uint8)
        for _ in range(24):
            x, y = int(rng.integers(0, 640)), int(rng.integers(0, 360))
            shade = tuple(int(each) for each in np.clip(np.array(color) + rng.integers(-40, 60), 0, 255))
            cv2.circle(picture, (x, y), int(rng.integers(20, 90)), shade, -1, cv2.LINE_AA)
        cv2.imwrite(str(folder / name), picture)
    with wave.open(str(folder / "music.wav"), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(16000)
        time = np.arange(int(16000 * seconds)) / 16000
        swell = np.sin(2 * np.pi * time / 3) ** 2
        sound.writeframes((np.sin(2 * np.pi * 220 * time) * swell * 9000).astype("<i2").tobytes())
    return {name: folder / name for name in ("field.jpg", "bowl.jpg", "music.wav")}


def edited_video(
    platform: Platform, owner: uuid.UUID, folder: Path, tree: dict[str, Any], media: dict[str, Path]
) -> Video:
    """The video at version 1 of ``tree``, its media in the workspace."""
    manifest = {name: platform.store.put_file(path).key for name, path in media.items()}
    sources = folder / "sources.json"
    sources.write_text("{}")
    manifest[".reel/sources.json"] = platform.store.put_file(sources).key
    key = platform.store.put_bytes(json.dumps(manifest).encode(), "application/json").key
    canvas = tree["canvas"]
    facts = {"duration": canvas["duration"], "width": canvas["width"], "height": canvas["height"]}
    video = made_video(platform, owner, str(tree["title"]), workspace_key=key, version=1, facts=facts)
    with platform.database.session_of(owner) as session:
        session.add(VideoVersion(owner_id=owner, video_id=video.id, version=1, document=tree))
    return video
