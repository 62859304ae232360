"""What a document asks providers for, told so that equal wishes are equal."""

from __future__ import annotations

import json

from reelwright.timeline.clips import GenerateClip, SpeechClip
from reelwright.timeline.clips.base import Clip, Framed
from reelwright.timeline.clips.sound import Sounding


def making(clip: SpeechClip | GenerateClip) -> str:
    """What a provider is asked for by a clip, wherever and whenever it is shown."""
    placing = set(Clip.model_fields) | set(Framed.model_fields) | set(Sounding.model_fields)
    return json.dumps(clip.model_dump(mode="json", by_alias=True, exclude=placing), sort_keys=True)
