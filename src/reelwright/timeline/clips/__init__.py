"""The clips of a document, as written: one model per type, and their union."""

from typing import Annotated

from pydantic import Field

from reelwright.timeline.clips.animation import Animate, Keyframe, Motion, Preset
from reelwright.timeline.clips.base import Border, Clip, Framed, VisualClip
from reelwright.timeline.clips.captions import CaptionsClip
from reelwright.timeline.clips.looks import ChromaKey, Crop, DropShadow, Filters, Lut, Mask, Matte
from reelwright.timeline.clips.media import CompositionClip, GenerateClip, ImageClip, LottieClip, SvgClip, VideoClip
from reelwright.timeline.clips.presenter import CharacterName, Phoneme, PresenterClip
from reelwright.timeline.clips.shape import Gradient, ShapeClip, Stroke
from reelwright.timeline.clips.sound import AudioClip, Sounding, SpeechClip, SpeedKey, Trim
from reelwright.timeline.clips.text import Font, Outline, Reveal, Shadow, TextBackground, TextClip, TextSpan

AnyClip = Annotated[
    VideoClip | ImageClip | TextClip | CaptionsClip | AudioClip | ShapeClip | SvgClip | LottieClip | CompositionClip | SpeechClip | GenerateClip
    | PresenterClip,
    Field(discriminator="type"),
]  # fmt: skip

__all__ = [
    "Animate", "AnyClip", "AudioClip", "Border", "CaptionsClip", "CharacterName", "ChromaKey", "Clip", "CompositionClip", "Crop",
    "DropShadow", "Filters", "Font", "Framed", "GenerateClip", "Gradient", "ImageClip", "Keyframe", "LottieClip", "Lut", "Mask", "Matte",
    "Motion", "Outline", "Phoneme", "PresenterClip", "Preset", "Reveal", "Shadow", "ShapeClip", "Sounding", "SpeechClip", "SpeedKey",
    "Stroke", "SvgClip", "TextBackground", "TextClip", "TextSpan", "Trim", "VideoClip", "VisualClip",
]  # fmt: skip
