"""Which function does which stage."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from reelwright.worker.stages.work import StageWork

STAGES = {
    ("make", "gather"): "gather.gather",
    ("make", "script"): "make.script",
    ("make", "speech"): "make.speech",
    ("make", "visuals"): "make.visuals",
    ("make", "timeline"): "make.timeline",
    ("make", "draw"): "make.draw",
    ("make", "render"): "make.render",
    ("render", "gather"): "gather.gather",
    ("render", "materials"): "render.materials",
    ("render", "draw"): "render.draw",
    ("render", "render"): "render.render",
    ("script", "gather"): "gather.gather",
    ("script", "script"): "make.script_only",
    ("improve", "gather"): "gather.gather",
    ("improve", "improve"): "improve.improve",
    ("speech", "say"): "sound.say",
    ("music", "compose"): "music.compose",
    ("podcast", "gather"): "gather.gather",
    ("podcast", "podcast"): "podcast.episode",
    ("clip", "gather"): "gather.gather",
    ("clip", "clip"): "clip.clip",
    ("clip", "call off"): "clip.call_off",
    ("preview", "proxy"): "proxy.proxy",
    ("frame", "preview"): "frame.preview",
    ("captions", "gather"): "gather.gather",
    ("captions", "captions"): "captions.captions",
    ("publish", "gather"): "gather.gather",
    ("publish", "upload"): "publish.upload",
    ("publish", "give up"): "publish.give_up",
    ("thumbnails", "gather"): "gather.gather",
    ("thumbnails", "design"): "thumbnails.design",
    ("enhance", "gather"): "gather.gather",
    ("enhance", "enhance"): "enhance.enhance",
    ("voice", "gather"): "gather.gather",
    ("voice", "clone"): "voice.clone",
    ("export", "export"): "export.export",
    ("transcode", "gather"): "gather.gather",
    ("transcode", "transcode"): "convert.transcode",
    ("dub", "gather"): "gather.gather",
    ("dub", "transcript"): "dub.transcript",
    ("dub", "translation"): "dub.translation",
    ("dub", "speech"): "dub.speech",
    ("dub", "mix"): "dub.mix",
    ("dub", "lips"): "dub.lips",
    ("dub", "video"): "dub.video",
    ("lip-sync", "gather"): "gather.gather",
    ("lip-sync", "lips"): "lip_sync.lips",
}
"""Module and function of each kind's stages; a module is imported when its stage is at work."""


def function_of(kind: str, stage: str) -> Callable[[StageWork], dict[str, Any]]:
    """What does a stage. Raises ``KeyError`` for one there is not."""
    module, _, name = STAGES[kind, stage].partition(".")
    return getattr(import_module(f"reelwright.worker.stages.{module}"), name)
