"""The stages of `make`: those of the command line, on a workspace."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from reelwright.productions.narrate.brief import Brief
from reelwright.productions.narrate.lexicon import parse_lexicon
from reelwright.productions.narrate.presenting import Presenting, character_of
from reelwright.productions.narrate.script_file import parse_script
from reelwright.productions.narrate.visual_plan import parse_plan, shown_rows
from reelwright.render.files import Files
from reelwright.render.output_plan import OutputWish
from reelwright.timeline.reading import read_document
from reelwright.worker.stages.gather import PICTURES
from reelwright.worker.stages.parts import drawn, parts_worth_sharing
from reelwright.worker.stages.work import StageWork
from reelwright.workflows.choose_pictures import plan_file
from reelwright.workflows.make import make
from reelwright.workflows.make_request import MakeRequest, MakeResult, Progress, Stage


def script(work: StageWork) -> dict[str, Any]:
    result = _made(work, "script")
    text = result.script.read_text("utf-8")
    return {"title": parse_script(text, "script.md", "en").title, "result": {"script": text}}


def script_only(work: StageWork) -> dict[str, Any]:
    """The script as a job's whole result."""
    made = script(work)
    (work.deliver / "script.md").write_text(made["result"]["script"], "utf-8")
    return made | {"deliver": ["deliver/script.md"]}


def speech(work: StageWork) -> dict[str, Any]:
    result = _made(work, "speech")
    return {
        "result": {
            "voice": result.voice,
            "language": result.language,
            "sentences": result.sentences,
            "spoken": result.spoken,
            "cast": result.cast,
        }
    }


def visuals(work: StageWork) -> dict[str, Any]:
    made = _made(work, "visuals")
    return {"result": {"visuals": _visuals(work.folder), "notes": made.notes}}


def timeline(work: StageWork) -> dict[str, Any]:
    result = _made(work, "timeline")
    assert result.timeline
    text = result.timeline.read_text("utf-8")
    reading = read_document(text)
    parts = parts_worth_sharing(reading, work.folder, work.settings)
    return {"title": reading.document.title, "document": json.loads(text), "parts": parts}


def draw(work: StageWork) -> dict[str, Any]:
    text = (work.folder / "timeline.json").read_text("utf-8")
    return drawn(work, read_document(text), [OutputWish(work.deliver / "video.mp4")])


def render(work: StageWork) -> dict[str, Any]:
    result = _made(work, "render")
    assert result.video
    files = (
        result.video, result.subtitles, result.web_subtitles, result.thumbnail, result.chapters, result.credits_file,
    )  # fmt: skip
    facts = {"duration": result.duration, "loudness": result.loudness, "truePeak": result.true_peak}
    return {
        "deliver": [f"deliver/{path.name}" for path in files if path],
        "facts": facts,
        "result": facts | {"notes": result.notes, "credits": result.credits},
    }


def _made(work: StageWork, until: Stage) -> MakeResult:
    asked = work.request
    pictures = work.folder / PICTURES
    request = MakeRequest(
        source=asked["topic"] if asked.get("topic") else str(work.folder / "source.md"), output=work.deliver / "video.mp4",
        project=work.folder, media=pictures if pictures.is_dir() else None, aspect=asked.get("aspect", "16:9"),
        voice=asked.get("voice"), language=asked.get("language"), speed=asked.get("speed", 1.0),
        captions=asked.get("captions", "highlight"), music=asked.get("music", "calm"), duration=asked.get("duration", 60.0),
        seed=asked.get("seed", 1), stop_after=until, jobs=work.settings.render_jobs, is_topic=bool(asked.get("topic")),
        brief=brief_of(asked),
        pictures=asked.get("picture_source", "auto"), stock_video=asked.get("stock_video", False), style=asked.get("style"),
        references=_references(work), credit_line=asked.get("credit_line", False),
        clips=asked.get("clips"), clips_for=asked.get("clips_for", "sentences"),
        palette=asked.get("palette", ""), music_level=asked.get("music_level", 0.0), plans_designed=bool(asked.get("draft")),
        is_fresh=until == "script" and bool(asked.get("fresh")),
        music_prompt=asked.get("music_prompt", ""), pitch=asked.get("pitch", 0.0),
        lexicon=parse_lexicon(asked.get("lexicon", "")),
        cast=tuple(f"{name}={voice}" for name, voice in asked.get("cast", {}).items()),
        presenter=_presenter(asked),
    )  # fmt: skip

    def tell(progress: Progress) -> None:
        if progress.stage == until:
            work.progress(progress.done, progress.total)

    return make(request, work.tools, tell)


def _presenter(asked: dict[str, Any]) -> Presenting | None:
    if not asked.get("presenter"):
        return None
    return Presenting(character_of(asked["presenter"]), asked.get("presenter_place", "corner"), asked.get("seed", 1))


def brief_of(asked: dict[str, Any]) -> Brief:
    """What a request says of the script."""
    return Brief(
        asked.get("audience") or "", asked.get("tone") or "", asked.get("sections"),
        has_call_to_action=asked.get("call_to_action", True),
    )  # fmt: skip


def _references(work: StageWork) -> tuple[Path, ...] | None:
    """The pictures that generated ones should look like, as they were laid out."""
    named = [str(source) for source in work.request.get("references", [])]
    return tuple(Files(work.folder).path_of(source) for source in named) or None


def _visuals(folder: Path) -> list[Any]:
    """The shots with their candidates; none when all is designed."""
    path = plan_file(folder)
    return shown_rows(parse_plan(path.read_text("utf-8"))) if path.is_file() else []
