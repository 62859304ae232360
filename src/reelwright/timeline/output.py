"""What a document says about the file it becomes."""

from __future__ import annotations

from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, Field, WithJsonSchema

from reelwright.timeline.output_formats import HARDWARE, AudioCodec, FormatName, VideoCodec
from reelwright.timeline.output_quality import QUALITIES, Quality
from reelwright.timeline.strict import Strict, suggestion

EvenHeight = Annotated[int, Field(ge=16, le=8192, multiple_of=2)]
_SYNONYMS = {
    "avc": "h264", "x264": "h264", "h.264": "h264", "hevc": "h265", "x265": "h265", "h.265": "h265", "vp09": "vp9", "av01": "av1",
    "prores422": "prores", "prores_4444": "prores4444", "jpeg": "jpg", "m3u8": "hls", "low": "draft", "medium": "standard",
    "nvidia": "nvenc", "cuda": "nvenc", "none": "software", "cpu": "software", "apng": "png", "mkv": "webm",
}  # fmt: skip


def _named(names: tuple[str, ...], what: str) -> BeforeValidator:
    """One of ``names``; anything else is met with the nearest of them."""

    def check(value: Any) -> Any:
        if value is None or value in names:
            return value
        plain = str(value).lower()
        guess = _SYNONYMS.get(plain, plain)
        advice = f"did you mean {guess!r}?" if guess in names else suggestion(plain, list(names))
        every = ", ".join(repr(name) for name in names)
        advice = advice if advice.startswith("known") else f"{advice} There is {every}"
        raise ValueError(f"{value!r} is not {what}; {advice}")

    return BeforeValidator(check)


def _option_text(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): f"{item:g}" if type(item) in (int, float) else item for key, item in value.items()}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    return value


OptionMap = Annotated[
    dict[str, str],
    BeforeValidator(_option_text),
    WithJsonSchema({"type": "object", "additionalProperties": {"type": ["string", "number"]}}),
]
EncoderName = Literal["software", "nvenc", "qsv", "vaapi"]


class VideoOutput(Strict):
    """``crf`` (0 is the best picture) or ``bitrate`` replaces what the quality says, and ``preset`` its speed.

    ``options`` are further settings by the encoder's own names; docs/outputs.md lists them.
    """

    codec: Annotated[VideoCodec | None, _named(get_args(VideoCodec), "a video codec")] = None
    crf: Annotated[float, Field(ge=0, le=63)] | None = None
    preset: str | None = None
    bitrate: Annotated[str, Field(pattern=r"^\d{1,5}(\.\d{1,3})?[kM]$", examples=["2500k", "8M"])] | None = None
    encoder: Annotated[EncoderName, _named(("software", *HARDWARE), "an encoder")] = "software"
    options: OptionMap = Field(default_factory=dict)


class AudioOutput(Strict):
    codec: Annotated[AudioCodec | None, _named(get_args(AudioCodec), "an audio codec")] = None
    bitrate: Annotated[str, Field(pattern=r"^\d{2,3}k$")] | None = None


class GifOutput(Strict):
    """``fps`` is the most frames a second; every second, third … frame is shown. ``loop`` is how often it plays, 0 for ever.

    ``palette`` ``"all"`` makes the colours from every frame, a number from one frame of so many.
    """

    fps: Annotated[float, Field(gt=0, le=50)] = 25
    loop: Annotated[int, Field(ge=0, le=65_535)] = 0
    colors: Annotated[int, Field(ge=2, le=256)] = 256
    dither: Literal["none", "bayer", "floyd_steinberg", "sierra2", "sierra2_4a"] | None = None
    palette: Literal["all"] | Annotated[int, Field(ge=1, le=1000)] | None = None


class HlsOutput(Strict):
    """``heights`` of the renditions; without them the usual ones up to the canvas. ``segment`` is the length aimed for, in seconds."""

    heights: Annotated[tuple[EvenHeight, ...], Field(min_length=1, max_length=8)] | None = None
    segment: Annotated[float, Field(ge=1, le=20)] = 6


class Output(Strict):
    """``loudness`` is the integrated loudness in LUFS to master the sound to; without it the mix keeps its level.

    ``height`` makes the pictures smaller than the canvas; ``alpha`` keeps what is transparent, in formats that can.
    """

    format: Annotated[FormatName | None, _named(get_args(FormatName), "an output format")] = None
    quality: Annotated[Quality, _named(QUALITIES, "a quality")] = "standard"
    height: EvenHeight | None = None
    alpha: bool = False
    range: Annotated[Literal["sdr", "hdr"], _named(("sdr", "hdr"), "a range of brightness")] = "sdr"
    video: VideoOutput = VideoOutput()
    audio: AudioOutput = AudioOutput()
    gif: GifOutput = GifOutput()
    hls: HlsOutput = HlsOutput()
    loudness: Annotated[float, Field(ge=-40, le=-5)] | None = None
