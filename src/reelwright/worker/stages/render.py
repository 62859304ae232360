"""The stages of `render`: what the document asks providers for, then the rendering, whole or in parts."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

from reelwright.render.job import RenderWish, render_outputs
from reelwright.render.output_plan import OutputWish
from reelwright.render.still import Still, Stills
from reelwright.timeline.reading import Reading, read_document
from reelwright.units.time import exact
from reelwright.worker.stages.parts import drawn, parts_worth_sharing
from reelwright.worker.stages.work import StageWork
from reelwright.workflows.materials import needs_materials, with_materials


def materials(work: StageWork) -> dict[str, Any]:
    reading = _reading(work)
    is_whole = not work.request.get("frames") and _zoom(work) == 1.0  # parts are drawn of whole documents at their size
    return {
        "title": reading.document.title, "document": _written(work)["document"],
        "parts": parts_worth_sharing(reading, work.folder, work.settings) if is_whole else [],
    }  # fmt: skip


def draw(work: StageWork) -> dict[str, Any]:
    return drawn(work, _reading(work), _wishes(work))


def render(work: StageWork) -> dict[str, Any]:
    """Every output asked for, and a picture of the video."""
    reading = _reading(work)
    wishes = _wishes(work)
    frames = work.request.get("frames")
    part = (int(frames[0]), int(frames[1])) if frames else None
    wish = RenderWish(work.settings.render_jobs, part, work.progress, work.chunks, zoom=_zoom(work))
    report = render_outputs(reading, work.folder, wishes, wish)
    files = [path for wish in wishes for path in _files(wish.path)]
    has_picture = any(output.height for output in report.outputs)
    thumbnail = work.deliver / "video.jpg"
    if has_picture and thumbnail not in files:
        Still(reading, work.folder, Fraction(min(2.5, report.duration / 2))).write(thumbnail)
        files.append(thumbnail)
    files += _captures(work, reading)
    facts = {
        "duration": report.duration, "width": report.width, "height": report.height, "fps": report.fps, "frames": report.frames,
        "loudness": report.loudness, "truePeak": report.true_peak,
    }  # fmt: skip
    return {"deliver": [path.relative_to(work.folder).as_posix() for path in files], "facts": facts, "result": facts}


def _captures(work: StageWork, reading: Reading) -> list[Path]:
    """The further pictures that were asked for."""
    paths: list[Path] = []
    for row in work.request.get("captures") or []:
        path = work.deliver / str(row["name"])
        width = max(2, round(reading.document.canvas.width * _zoom(work) * float(row["scale"])))
        with Stills(reading, work.folder, width) as stills:
            stills.write(stills.frame_at(exact(row["at"])), path)
        paths.append(path)
    return paths


def _zoom(work: StageWork) -> float:
    return float(work.request.get("zoom") or 1.0)


def _reading(work: StageWork) -> Reading:
    written = _written(work)
    reading = read_document(json.dumps(written["document"]), written["data"])
    if needs_materials(reading):
        reading = with_materials(reading, work.tools, work.folder / "made", work.progress)
    return reading


def _written(work: StageWork) -> dict[str, Any]:
    return json.loads((work.folder / "document.json").read_text("utf-8"))


def _wishes(work: StageWork) -> list[OutputWish]:
    rows: list[dict[str, Any]] = work.request.get("outputs") or [{"format": "mp4"}]
    names: dict[str, int] = {}
    wishes: list[OutputWish] = []
    for row in rows:
        suffix = str(row.get("format", "mp4")).lower()
        names[suffix] = names.get(suffix, 0) + 1
        number = f"-{names[suffix]}" if names[suffix] > 1 else ""
        wishes.append(OutputWish(work.deliver / f"video{number}.{suffix}", None, row.get("quality"), row.get("height")))
    return wishes


def _files(path: Path) -> list[Path]:
    return sorted(each for each in path.rglob("*") if each.is_file()) if path.is_dir() else [path]
