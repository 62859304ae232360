"""`reel probe`"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from reelwright.media.probe import MediaInfo, probe


def command(
    file: Annotated[Path, typer.Argument(help="A video, sound or picture.")],
    json_: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    info = probe(file)
    if json_:
        typer.echo(json.dumps(_row(info), ensure_ascii=False))
        return
    typer.echo(
        f"{info.path}: {info.format}, {info.size / 1e6:.1f} MB"
        + (f", {float(info.duration):.3f} s" if info.duration else ", still picture")
    )
    if info.video:
        video = info.video
        rate = f", {float(video.fps):.3f} fps" if video.fps else ""
        turned = f", turned {video.rotation}°" if video.rotation else ""
        typer.echo(
            f"  picture: {video.codec}, {video.width} x {video.height}{rate}{turned}"
            + (f", {video.pixel_format}" if video.pixel_format else "")
        )
    if info.audio:
        typer.echo(f"  sound: {info.audio.codec}, {info.audio.sample_rate} Hz, {info.audio.layout}")


def _row(info: MediaInfo) -> dict[str, Any]:
    video, audio = info.video, info.audio
    return {
        "ok": True, "path": str(info.path), "format": info.format, "size": info.size, "title": info.title,
        "duration": float(info.duration) if info.duration is not None else None,
        "video": video and {
            "codec": video.codec, "width": video.width, "height": video.height, "fps": str(video.fps) if video.fps else None,
            "pixelFormat": video.pixel_format, "rotation": video.rotation, "frames": video.frames,
        },
        "audio": audio and {"codec": audio.codec, "sampleRate": audio.sample_rate, "channels": audio.channels, "layout": audio.layout},
    }  # fmt: skip
