"""Which function does which stage."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reelwright.worker.stages import convert, make, render, sound
from reelwright.worker.stages.gather import gather
from reelwright.worker.stages.work import StageWork

STAGES: dict[tuple[str, str], Callable[[StageWork], dict[str, Any]]] = {
    ("make", "gather"): gather,
    ("make", "script"): make.script,
    ("make", "speech"): make.speech,
    ("make", "visuals"): make.visuals,
    ("make", "timeline"): make.timeline,
    ("make", "draw"): make.draw,
    ("make", "render"): make.render,
    ("render", "gather"): gather,
    ("render", "materials"): render.materials,
    ("render", "draw"): render.draw,
    ("render", "render"): render.render,
    ("script", "gather"): gather,
    ("script", "script"): make.script_only,
    ("speech", "say"): sound.say,
    ("music", "compose"): sound.compose,
    ("captions", "gather"): gather,
    ("captions", "captions"): convert.captions,
    ("transcode", "gather"): gather,
    ("transcode", "transcode"): convert.transcode,
}
