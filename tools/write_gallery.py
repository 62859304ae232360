"""Draws docs/gallery: the picture of every scene, clips of the moving ones, and the page. The pictures are the tests' goldens."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np

from reelwright.render.still import Stills
from reelwright.timeline.reading import read_tree
from tools.gallery_scenes import MEDIA, Scene, file_name, scenes

DOCS = Path(__file__).parents[1] / "docs"
FOLDER = DOCS / "gallery"
QUALITY = [cv2.IMWRITE_JPEG_QUALITY, 92]
_CLIP_WIDTH, _CLIP_RATE = 192, 10


def picture(scene: Scene) -> np.ndarray:
    """(height, width, 3) blue, green, red."""
    with Stills(read_tree(scene.document), MEDIA) as stills:
        return stills.picture(scene.frame)[..., ::-1]


def write_picture(scene: Scene) -> None:
    cv2.imwrite(str(FOLDER / file_name(scene)), picture(scene), QUALITY)


def write_clip(scene: Scene) -> None:
    with Stills(read_tree(scene.document), MEDIA, _CLIP_WIDTH) as stills:
        step = round(stills.timeline.fps / _CLIP_RATE)
        frames = [stills.picture(number) for number in range(0, stills.timeline.frames, step)]
    with av.open(str(FOLDER / file_name(scene, "clip")), "w", format="webp") as container:
        stream: Any = container.add_stream("libwebp_anim", rate=_CLIP_RATE, options={"quality": "55", "loop": "0"})
        stream.width, stream.height, stream.pix_fmt = frames[0].shape[1], frames[0].shape[0], "yuv420p"
        for number, shown in enumerate(frames):
            frame = av.VideoFrame.from_ndarray(shown, "rgb24").reformat(format="yuv420p")
            frame.pts = number
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def page(found: list[Scene]) -> str:
    """The page: per group a table of three across."""
    lines = [
        "# Gallery",
        "",
        "Everything a clip can do, drawn by the engine. `make docs` draws it anew; the tests compare it.",
        "",
    ]
    for group in dict.fromkeys(scene.group for scene in found):
        lines += [f"## {group}", "", "| | | |", "|---|---|---|"]
        members = [scene for scene in found if scene.group == group]
        for start in range(0, len(members), 3):
            row = members[start : start + 3]
            lines.append("| " + " | ".join([_cell(scene) for scene in row] + [""] * (3 - len(row))) + " |")
        lines.append("")
    return "\n".join(lines)


def _cell(scene: Scene) -> str:
    shown = json.dumps(scene.shown, ensure_ascii=False).replace("|", "\\|")
    short = shown if len(shown) <= 160 else shown[:157] + "…"
    kind = "clip" if scene.moves else "picture"
    return f"**{scene.name}**<br>![{scene.name}](gallery/{file_name(scene, kind)})<br>`{short}`"


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    found = scenes()
    wanted = {file_name(scene) for scene in found} | {file_name(scene, "clip") for scene in found if scene.moves}
    for old in FOLDER.iterdir():
        if old.name not in wanted:
            old.unlink()
    for scene in found:
        write_picture(scene)
        if scene.moves:
            write_clip(scene)
    (DOCS / "gallery.md").write_text(page(found), "utf-8")


if __name__ == "__main__":
    main()
