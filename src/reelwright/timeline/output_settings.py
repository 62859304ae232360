"""From what a document says about its output to exact settings; what cannot be is refused here, before anything is drawn."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

from reelwright.errors import InvalidDocument
from reelwright.timeline import output_quality
from reelwright.timeline.output import Output
from reelwright.timeline.output_formats import FORMATS, HARDWARE, MOST_CRF, PRESETS, Format
from reelwright.timeline.output_options import checked_option
from reelwright.timeline.resolved import AudioSettings, GifSettings, LadderSettings, ResolvedOutput, VideoSettings
from reelwright.timeline.strict import suggestion

LADDER_HEIGHTS = (2160, 1440, 1080, 720, 480, 360, 240)
_AT = "/output"


def format_meant(output: Output) -> str:
    """The format of a document that is written without a file name to tell: as said, or the first that holds the codec."""
    if output.format:
        return output.format
    if output.video.codec is None:
        return "webm" if output.alpha else "mp4"
    return next(name for name, form in FORMATS.items() if output.video.codec in form.video)


def settled(output: Output, format_name: str, canvas: tuple[int, int], fps: Fraction) -> ResolvedOutput:
    """Exact settings for one format. Raises ``InvalidDocument`` for what the format or the codec cannot do."""
    form = FORMATS[format_name]
    if output.range == "hdr":
        raise InvalidDocument(
            "HDR cannot be written: pictures are composed in 8-bit BT.709",
            pointer=f"{_AT}/range", hint='leave "range" out, or set it to "sdr"',
        )  # fmt: skip
    video = _video(output, format_name, form) if form.video else None
    size = _size(output.height, canvas, f"{_AT}/height") if video else None
    ladder = _ladder(output, size or canvas, format_name) if format_name == "hls" else None
    gif = _gif(output, fps) if format_name == "gif" else None
    audio = _audio(output, format_name, form) if form.audio else None
    alpha = output.alpha and video is not None
    return ResolvedOutput(format_name, video, audio, output.loudness, size, alpha, gif, ladder)


def _video(output: Output, format_name: str, form: Format) -> VideoSettings:
    wish = output.video
    codec = wish.codec or next(iter(form.alpha if output.alpha and form.alpha else form.video))
    if wish.codec is not None and codec not in form.video:
        homes = [name for name, other in FORMATS.items() if codec in other.video]
        raise InvalidDocument(
            f"{format_name} cannot hold {codec}",
            pointer=f"{_AT}/video/codec",
            hint=f"{format_name} holds {' or '.join(form.video)}; {codec} goes into {' or '.join(homes)}"
            f' (with "format" beside it, a codec is meant for files of that format only)',
        )
    if output.alpha and codec not in form.alpha:
        homes = [f"{name} ({' or '.join(other.alpha)})" for name, other in FORMATS.items() if other.alpha]
        raise InvalidDocument(
            f"{codec} in {format_name} cannot be transparent",
            pointer=f"{_AT}/alpha",
            hint=f"transparency is kept in {', '.join(homes)}",
        )
    if wish.encoder != "software":
        if output.alpha or codec not in HARDWARE[wish.encoder]:
            raise InvalidDocument(
                f"{wish.encoder} does not encode {codec}{' with transparency' if output.alpha else ''}",
                pointer=f"{_AT}/video/encoder",
                hint=f"it encodes {' and '.join(HARDWARE[wish.encoder])}; leave the encoder out for the others",
            )
        if wish.preset or wish.options:
            raise InvalidDocument(
                f"preset and options belong to the software encoders, not to {wish.encoder}",
                pointer=f"{_AT}/video/{'preset' if wish.preset else 'options'}",
                hint="say crf or bitrate instead",
            )
    crf, preset = _rate(output, codec)
    bitrate = None if wish.bitrate is None else round(float(wish.bitrate[:-1]) * {"k": 1e3, "M": 1e6}[wish.bitrate[-1]])
    return VideoSettings(codec, None if bitrate else crf, preset, bitrate, wish.encoder, _options(output, codec))


def _rate(output: Output, codec: str) -> tuple[float | None, str | None]:
    """Constant rate factor and preset: the quality's, or what is written."""
    wish, usual = output.video, output_quality.VIDEO.get(codec)
    if usual is None:
        for name in ("crf", "preset", "bitrate"):
            if getattr(wish, name) is not None:
                raise InvalidDocument(
                    f"{codec} has no {name}", pointer=f"{_AT}/video/{name}", hint="its size follows from the pictures"
                )
        return (float(output_quality.JPEG_SCALE[output.quality]) if codec == "jpg" else None), None
    if wish.crf is not None and wish.bitrate is not None:
        raise InvalidDocument(
            "crf and bitrate exclude each other", pointer=f"{_AT}/video/bitrate", hint="keep one of them"
        )
    crf, preset = usual[output.quality]
    if wish.crf is not None:
        if wish.crf > MOST_CRF[codec]:
            raise InvalidDocument(
                f"crf of {codec} ends at {MOST_CRF[codec]:g}", pointer=f"{_AT}/video/crf", hint="0 is the best picture"
            )
        crf = wish.crf
    if codec in ("vp9", "av1") and crf != int(crf):
        raise InvalidDocument(f"crf of {codec} is a whole number", pointer=f"{_AT}/video/crf", hint=f"say {round(crf)}")
    if wish.preset is not None:
        if wish.preset not in PRESETS[codec]:
            raise InvalidDocument(
                f"{wish.preset!r} is not a preset of {codec}; {suggestion(wish.preset, list(PRESETS[codec]))}",
                pointer=f"{_AT}/video/preset",
            )
        preset = wish.preset
    return crf, preset


def _options(output: Output, codec: str) -> tuple[tuple[str, str], ...]:
    checked: list[tuple[str, str]] = []
    for name, value in sorted(output.video.options.items()):
        try:
            checked.append(checked_option(codec, name, value))
        except ValueError as error:
            raise InvalidDocument(str(error), pointer=f"{_AT}/video/options/{name}") from None
    return tuple(checked)


def _audio(output: Output, format_name: str, form: Format) -> AudioSettings:
    codec = output.audio.codec or form.audio[0]
    if codec not in form.audio:
        homes = [name for name, other in FORMATS.items() if codec in other.audio]
        raise InvalidDocument(
            f"{format_name} cannot hold {codec} sound",
            pointer=f"{_AT}/audio/codec",
            hint=f"{format_name} holds {' or '.join(form.audio)}; {codec} goes into {' or '.join(homes)}",
        )
    usual = output_quality.AUDIO_BITRATE.get(codec)
    if usual is None:
        if output.audio.bitrate is not None:
            raise InvalidDocument(f"{codec} keeps every sample and has no bitrate", pointer=f"{_AT}/audio/bitrate")
        return AudioSettings(codec, None, output_quality.AUDIO_BITS[output.quality])
    bitrate = int(output.audio.bitrate[:-1]) * 1000 if output.audio.bitrate else usual[output.quality]
    return AudioSettings(codec, bitrate)


def _size(height: int | None, canvas: tuple[int, int], pointer: str) -> tuple[int, int]:
    """The canvas made ``height`` high: its shape kept, its width even."""
    if height is None or height == canvas[1]:
        return canvas
    if height > canvas[1]:
        raise InvalidDocument(
            f"a height of {height} is more than the canvas has ({canvas[1]})",
            pointer=pointer,
            hint="make the canvas larger instead: text and shapes are then drawn at that size",
        )
    return max(2, 2 * round(Fraction(canvas[0] * height, 2 * canvas[1]))), height


def _ladder(output: Output, canvas: tuple[int, int], format_name: str) -> LadderSettings:
    short = min(canvas)
    if output.hls.heights is None:  # a portrait video is named by its width, as players name it
        wanted = [round(canvas[1] * lines / short / 2) * 2 for lines in LADDER_HEIGHTS if lines <= short]
        heights = sorted({canvas[1], *wanted}, reverse=True)[:5]
    else:
        heights = sorted(set(output.hls.heights), reverse=True)
    sizes = tuple(_size(height, canvas, f"{_AT}/{format_name}/heights") for height in heights)
    return LadderSettings(sizes, output.hls.segment)


def _gif(output: Output, fps: Fraction) -> GifSettings:
    dither, sampling = output_quality.GIF[output.quality]
    if output.gif.palette is not None:
        sampling = 1 if output.gif.palette == "all" else output.gif.palette
    step = ceil(fps / Fraction(str(output.gif.fps)))
    return GifSettings(max(1, step), output.gif.loop, output.gif.colors, output.gif.dither or dither, sampling)
