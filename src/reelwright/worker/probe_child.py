"""The child process that looks into a file somebody sent: what it is, what it holds, and a small picture of it."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from reelwright.isolation.child import Say, answer

_PROBED = ("video", "audio", "image")


def look(request: dict[str, Any], _say: Say) -> dict[str, Any]:
    """``kind``, ``content_type``, ``suffix``, ``facts``, and ``thumbnail``, the name of a picture beside the file, or nothing."""
    from reelwright.errors import MediaUnusable  # noqa: PLC0415  # after the limits are there
    from reelwright.media.sniff import check_upload  # noqa: PLC0415

    path, name = Path(request["path"]), str(request["name"])
    sniffed = check_upload(path, name, request["type"])
    report: dict[str, Any] = {
        "kind": sniffed.kind, "content_type": sniffed.content_type, "suffix": sniffed.suffix, "facts": {}, "thumbnail": None,
    }  # fmt: skip
    if sniffed.kind not in _PROBED:
        return report
    named = path.with_name(f"media{sniffed.suffix}")  # some readers go by the ending
    named.unlink(missing_ok=True)
    named.hardlink_to(path)
    try:
        return report | _probed(named, sniffed.kind, sniffed.content_type)
    except MediaUnusable as error:  # where uploads lie is nobody's business
        raise MediaUnusable(error.message.replace(str(named), name), hint=error.hint) from None
    finally:
        named.unlink()


def _probed(path: Path, kind: str, content_type: str) -> dict[str, Any]:
    from reelwright.media.probe import probe  # noqa: PLC0415

    info = probe(path)
    if kind in ("video", "audio"):  # a container's first bytes do not always tell
        kind = "audio" if info.video is None else "video"
        major, _, minor = content_type.partition("/")
        content_type = f"{kind}/{minor}" if major in ("video", "audio") else content_type
    return {"kind": kind, "content_type": content_type, "facts": _facts(info), "thumbnail": _thumbnail(path, info)}


def _facts(info: Any) -> dict[str, Any]:
    facts: dict[str, Any] = {"format": info.format}
    if info.duration is not None:
        facts["duration"] = round(float(info.duration), 6)
    if info.video is not None:
        facts |= {"width": info.video.width, "height": info.video.height, "videoCodec": info.video.codec}
        if info.video.fps:
            facts["fps"] = round(float(info.video.fps), 6)
    if info.audio is not None:
        facts |= {
            "audioCodec": info.audio.codec,
            "sampleRate": info.audio.sample_rate,
            "channels": info.audio.channels,
        }
    return facts


def _thumbnail(path: Path, info: Any) -> str | None:
    """Nothing for sound, and for a file of which only the picture in question is broken."""
    from reelwright.errors import MediaUnusable  # noqa: PLC0415
    from reelwright.media.thumbnail import write_thumbnail  # noqa: PLC0415

    if info.video is None:
        return None
    with suppress(MediaUnusable):
        return write_thumbnail(info, path.with_name("thumbnail")).name
    return None


if __name__ == "__main__":
    sys.exit(answer(look, "looking into the file"))
