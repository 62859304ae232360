"""The stages of `dub`: those of the command line, on a workspace."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

from reelwright.media.probe import MediaInfo, probe
from reelwright.productions.dub.document import Term, read_dub
from reelwright.productions.dub.fit.limits import DEFAULT, SLOW_PICTURE
from reelwright.productions.narrate.lexicon import parse_lexicon
from reelwright.productions.voices.consent import Declared
from reelwright.render.files import Files
from reelwright.render.still import Still
from reelwright.timeline.reading import read_document
from reelwright.worker.stages.work import StageWork
from reelwright.workflows.dub import dub
from reelwright.workflows.dub_request import CloneWish, DubProgress, DubRequest, DubResult, DubStage
from reelwright.workflows.enhance import size_and_rate

_DOCUMENT = "dub.json"
_CONTAINERS = (".mp4", ".mkv", ".mov", ".webm")


def transcript(work: StageWork) -> dict[str, Any]:
    made = _dubbed(work, "transcript")
    facts = {"language": made.language, "segments": made.segments, "speakers": made.speakers}
    return {"result": facts | {"notes": made.notes}}


def translation(work: StageWork) -> dict[str, Any]:
    made = _dubbed(work, "translation")
    return {"result": {"translationCalls": made.translation_calls, "review": made.review, "notes": made.notes}}


def speech(work: StageWork) -> dict[str, Any]:
    made = _dubbed(work, "speech")
    facts = {"speechCalls": made.speech_calls, "spoken": made.spoken, "review": made.review, "clones": made.clones}
    return {"result": facts | {"notes": made.notes}}


def mix(work: StageWork) -> dict[str, Any]:
    return {"result": {"timing": _figures(_dubbed(work, "mix"))}}


def lips(work: StageWork) -> dict[str, Any]:
    """Nothing, where it was not asked for."""
    if not work.request.get("lip_sync"):
        return {"result": {}}
    made = _dubbed(work, "lips")
    return {"result": {"lips": made.lips, "notes": made.notes}}


def video(work: StageWork) -> dict[str, Any]:
    """The video, a picture of it, captions of every language (those it is dubbed into first), and the report."""
    made = _dubbed(work, "video")
    assert made.video
    assert made.report
    info = probe(made.video)
    count = len(made.captions) // (len(work.request["targets"]) + 1)  # the source's own come first
    captions = made.captions[count:] + made.captions[:count]
    files = [made.video, *captions, made.report, _thumbnail(work, info)]
    facts = {"duration": float(info.duration or 0), "language": made.language, "targets": work.request["targets"]}
    if info.video is not None:
        facts |= {"width": info.video.width, "height": info.video.height}
    told = facts | {"timing": _figures(made), "review": made.review, "sounds": made.sounds}
    told |= {"lips": made.lips} if made.lips else {}
    return {
        "deliver": [f"deliver/{path.name}" for path in files],
        "facts": told,
        "result": told | {"notes": made.notes},
    }


def _dubbed(work: StageWork, until: DubStage) -> DubResult:
    asked = work.request
    files = Files(work.folder)
    source = files.path_of(asked["source"])
    suffix = source.suffix.lower() if source.suffix.lower() in _CONTAINERS else ".mkv"
    terms = tuple(Term(row["source"], row.get("target", "")) for row in asked.get("glossary") or [])
    request = DubRequest(
        source, work.deliver / f"video{suffix}", tuple(asked["targets"]), work.folder, asked.get("language"),
        asked.get("speakers") or -1, files.path_of(asked["transcript"]) if asked.get("transcript") else None,
        voices=_wishes(work), register=asked.get("register", ""), about=asked.get("about", ""),
        background=asked.get("background", "auto"), burns_captions=bool(asked.get("burn_captions")),
        captions_at=asked.get("captions_at", "bottom"),
        limits=SLOW_PICTURE if asked.get("slow_picture") else DEFAULT, stop_after=until, jobs=work.settings.render_jobs,
        lexicon=parse_lexicon(asked.get("lexicon", "")),
        terms=terms if terms and until == "transcript" else None,  # afterwards the document's own count
        clone=_clone_wish(asked.get("clone")),
        lip_sync=asked.get("lip_sync"), is_finishing=until == "video",
    )  # fmt: skip

    def tell(progress: DubProgress) -> None:
        if progress.stage == until:
            work.progress(progress.done, progress.total)

    return dub(request, work.dub_tools, tell)


def _clone_wish(asked: dict[str, Any] | None) -> CloneWish | None:
    if not asked:
        return None
    declared = {
        row["speaker"]: Declared(row["how"], row["person"], row["statement"], row["agreed"]) for row in asked["consent"]
    }
    return CloneWish(asked["provider"], declared, asked["by"], asked["keep_voices"])


def _wishes(work: StageWork) -> dict[str, str]:
    """The voices asked for, of speakers who have none: what was cast, or put into the document by a person, stays."""
    asked: dict[str, str] = work.request.get("voices") or {}
    path = work.folder / _DOCUMENT
    if not asked or not path.is_file():
        return asked
    wishes: dict[str, str] = {}
    for each in read_dub(path.read_text("utf-8-sig")).speakers:
        wish = asked.get(each.id) or asked.get(each.name) or asked.get("*")
        if wish and not any(target in each.voices for target in work.request["targets"]):
            wishes[each.id] = wish
    return wishes


def _figures(made: DubResult) -> dict[str, Any]:
    """Each language's figures; the segments' own are in the report."""
    names = {
        "in_slot": "inSlot", "gently": "gently", "filled": "filled", "overlaps": "overlaps", "drift_ms": "driftMs",
        "median_stretch": "medianStretch", "for_review": "forReview",
    }  # fmt: skip
    return {language: {names[key]: row[key] for key in names} for language, row in made.timing.items()}


def _thumbnail(work: StageWork, info: MediaInfo) -> Path:
    source = work.request["source"]
    clip = {"type": "video", "src": source, "fit": "contain"}
    tree = {"version": 1, "canvas": size_and_rate(info), "tracks": [{"clips": [clip]}]}
    path = work.deliver / "video.jpg"
    Still(read_document(json.dumps(tree)), work.folder, Fraction(min(2.5, float(info.duration or 0) / 2))).write(path)
    return path
