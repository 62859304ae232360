"""How one stream of pictures is encoded: everything its bytes depend on besides the frames, as one value."""

from __future__ import annotations

from dataclasses import dataclass, replace

from reelwright.errors import InvalidInput
from reelwright.media.encoder_presence import refuse_bad_settings, refuse_missing_encoder, refuse_unknown_encoder
from reelwright.timeline.resolved import VideoSettings

KEY_INTERVAL = 250
"""Most frames between key frames, x264's own default."""
_NO_INNER_KEYS = 100_000


@dataclass(frozen=True, slots=True)
class Encoding:
    """``encoder`` is libav's name, ``pixels`` the layout it takes, ``size`` (width, height). Chunks lie in ``container`` files.

    ``step``: every so many frames one is encoded. ``keys_at_starts``: key frames stand at the start of chunks and nowhere else.
    """

    encoder: str
    pixels: str
    size: tuple[int, int]
    options: tuple[tuple[str, str], ...]
    container: str = "nut"
    step: int = 1
    alpha: bool = False

    @property
    def suffix(self) -> str:
        """Of the chunk's file."""
        return {"nut": ".nut", "matroska": ".mkv", "mov": ".mov"}[self.container]

    @property
    def identity(self) -> str:
        """Equal where the same frames give the same bytes."""
        return repr(self)


def encoding_of(
    video: VideoSettings, size: tuple[int, int], *, alpha: bool = False, step: int = 1, keys_at_starts: bool = False
) -> Encoding:
    """The encoding that settings mean. Raises ``InvalidInput`` for an encoder that this machine does not have."""
    if video.encoder != "software":
        return _hardware(video, size, keys_at_starts)
    own = _MAKERS[video.codec](video, size, alpha)
    refuse_unknown_encoder(own.encoder)
    options = dict(own.options)
    if video.codec in ("h264", "h265", "vp9", "av1"):
        options |= {"g": str(_NO_INNER_KEYS if keys_at_starts else KEY_INTERVAL)}
        if keys_at_starts and video.codec == "h264":
            options["sc_threshold"] = "0"
        if keys_at_starts and video.codec == "h265":
            options["x265-params"] += ":scenecut=0"
    if video.bitrate is not None:
        options["b"] = str(video.bitrate)
    asked = {name: value for name, value in video.options if not (keys_at_starts and name in ("g", "sc_threshold"))}
    if asked or video.bitrate is not None:
        refuse_bad_settings(own.encoder, own.pixels, size, options | asked)
    return replace(own, options=tuple(sorted((options | asked).items())), step=step, alpha=alpha)


def _h264(video: VideoSettings, size: tuple[int, int], alpha: bool) -> Encoding:
    """x264's output depends on its number of threads. And with one thread, too, equal frames gave other bytes in up to a fifth
    of runs of a 320-pixel-wide video; not with `cpu-independent`, nor without AVX-512, nor without macroblock trees (0 of 140
    runs each). The likeliest cause is its AVX-512 macroblock-tree code; without processor-specific shortcuts it is not used."""
    options = {"threads": "1", "x264-params": "cpu-independent=1", **_rate(video)}
    return Encoding("libx264", "yuv420p", size, tuple(options.items()))


def _h265(video: VideoSettings, size: tuple[int, int], alpha: bool) -> Encoding:
    """Without a pool, frame threads and wavefronts x265 works in the calling thread alone. ``info`` would write its settings."""
    single = "pools=none:frame-threads=1:wpp=0:pmode=0:pme=0:open-gop=0:info=0:log-level=none"
    return Encoding("libx265", "yuv420p", size, tuple({"threads": "1", "x265-params": single, **_rate(video)}.items()))


def _vp9(video: VideoSettings, size: tuple[int, int], alpha: bool) -> Encoding:
    """Matroska keeps the alpha plane, which travels beside each packet. Alternate references and alpha exclude each other."""
    options = {"threads": "1", "row-mt": "0", "deadline": "good", "cpu-used": video.preset or "5"}
    if video.crf is not None:
        options |= {"crf": f"{video.crf:g}", "b": "0"}
    if alpha:
        options["auto-alt-ref"] = "0"
    return Encoding("libvpx-vp9", "yuva420p" if alpha else "yuv420p", size, tuple(options.items()), "matroska")


def _av1(video: VideoSettings, size: tuple[int, int], alpha: bool) -> Encoding:
    return Encoding("libsvtav1", "yuv420p", size, tuple({"svtav1-params": "lp=1", **_rate(video)}.items()), "matroska")


def _prores(video: VideoSettings, size: tuple[int, int], alpha: bool) -> Encoding:
    options = {"threads": "1", "profile": "hq", "vendor": "apl0"}
    return Encoding("prores_ks", "yuv422p10le", size, tuple(options.items()), "mov")


def _prores4444(video: VideoSettings, size: tuple[int, int], alpha: bool) -> Encoding:
    options = {"threads": "1", "profile": "4444", "vendor": "apl0"} | ({"alpha_bits": "16"} if alpha else {})
    return Encoding("prores_ks", "yuva444p10le" if alpha else "yuv444p10le", size, tuple(options.items()), "mov")


def _png(video: VideoSettings, size: tuple[int, int], alpha: bool) -> Encoding:
    return Encoding("png", "rgba" if alpha else "rgb24", size, (("threads", "1"), ("compression_level", "6")))


def _gif(video: VideoSettings, size: tuple[int, int], alpha: bool) -> Encoding:
    """Kept whole until every frame is there and the palette can be made."""
    return Encoding("png", "rgba" if alpha else "rgb24", size, (("threads", "1"), ("compression_level", "1")))


def _jpg(video: VideoSettings, size: tuple[int, int], alpha: bool) -> Encoding:
    scale = f"{video.crf or 2:g}"
    return Encoding("mjpeg", "yuvj420p", size, (("threads", "1"), ("qmin", scale), ("qmax", scale)))


_MAKERS = {
    "h264": _h264, "h265": _h265, "vp9": _vp9, "av1": _av1, "prores": _prores, "prores4444": _prores4444,
    "png": _png, "gif": _gif, "jpg": _jpg,
}  # fmt: skip


def _rate(video: VideoSettings) -> dict[str, str]:
    rate = {"preset": video.preset or ""}
    return rate if video.crf is None else rate | {"crf": f"{video.crf:g}"}


def _hardware(video: VideoSettings, size: tuple[int, int], keys_at_starts: bool) -> Encoding:
    family = {"h264": "h264", "h265": "hevc", "av1": "av1"}.get(video.codec)
    if family is None:
        raise InvalidInput(f"{video.encoder} does not encode {video.codec}", hint="leave the encoder out")
    name = f"{family}_{video.encoder}"
    rate = {"b": str(video.bitrate)} if video.bitrate else _HARDWARE_QUALITY[video.encoder](f"{video.crf:g}")
    options = {"g": str(_NO_INNER_KEYS if keys_at_starts else KEY_INTERVAL), **rate}
    if video.encoder == "nvenc" and keys_at_starts:
        options["no-scenecut"] = "1"
    pixels = "yuv420p" if video.encoder == "nvenc" else "nv12"
    encoding = Encoding(name, pixels, size, tuple(sorted(options.items())))
    refuse_missing_encoder(encoding.encoder, encoding.pixels, video.encoder)
    return encoding


_HARDWARE_QUALITY = {
    "nvenc": lambda crf: {"rc": "vbr", "cq": crf, "b": "0", "forced-idr": "1"},
    "qsv": lambda crf: {"global_quality": crf},
    "vaapi": lambda crf: {"rc_mode": "CQP", "qp": crf},
}
