"""One step as a page."""

from __future__ import annotations

import uuid
from typing import Any

from fastapi import Request, Response
from sqlalchemy import select

from reelwright.api.routes import draft_pictures, drafts
from reelwright.api.routes.videos import video_of
from reelwright.app.drafts import AT_WORK, draft_of, newest_make
from reelwright.app.hand_edits import hand_edits
from reelwright.app.platform import Platform
from reelwright.app.providers.of_a_job import user_providers
from reelwright.database.tables import Asset, JobStage, Video
from reelwright.productions.narrate.frame import SIZES
from reelwright.productions.narrate.palettes import palette_for
from reelwright.studio.form import Form, FormErrors
from reelwright.studio.pages import page
from reelwright.studio.routes.new_video import ASPECTS
from reelwright.studio.shown import job_row
from reelwright.studio.viewer import Viewer
from reelwright.studio.wizard import choices
from reelwright.studio.wizard.steps import after, before, steps_shown
from reelwright.studio.wizard.voice_shelf import VoiceWanted, voice_shelf

_PREVIEWS = 6
"""Frames of the finished timeline the review shows."""


def step_page(
    request: Request,
    platform: Platform,
    viewer: Viewer,
    video_id: uuid.UUID,
    step: str,
    *,
    form: Form | None = None,
    errors: FormErrors | None = None,
    wanted: VoiceWanted | None = None,
    wants_overwrite: str = "",
) -> Response:
    """With ``form`` and ``errors`` as it was sent, and what is wrong with it. ``wants_overwrite`` is the button that would lay out
    anew what was edited by hand: it is asked about first."""
    with platform.database.reader_of(viewer.caller.user_id) as session:
        video = video_of(session, video_id)
        draft, job = draft_of(video), newest_make(session, video)
        shown = drafts.draft_shown(platform, session, video)
        costs = drafts.estimate_of(platform, viewer.caller, session, video)
        stage_rows = select(JobStage.stage).where(JobStage.job_id == job.id, JobStage.state == "done") if job else None
        done = set(session.scalars(stage_rows)) if stage_rows is not None else set[str]()
        title = video.title
        edits = hand_edits(session, video)
    values = {name: _plain(value) for name, value in draft.wishes.items()} | (form.values if form else {})
    told = {
        "video": video,
        "draft": shown,
        "wishes": draft.wishes,
        "values": values,
        "errors": errors.by_field if errors else {},
        "job": job_row(job, title) if job else None,
        "is_busy": bool(job and job.status in AT_WORK),
        "done": done,
        "left": shown.left,
        "estimate": costs,
        "step": step,
        "steps": steps_shown(video_id, step, shown.left, has_script=shown.script is not None),
        "next": after(step),
        "previous": before(step) if step != "source" else "",
        "edits": edits,
        "wants_overwrite": wants_overwrite,
        "here": f"/videos/{video_id}/make/{step}",
    }
    told |= _OF[step](platform, viewer, video, told, wanted or VoiceWanted())
    return page(
        request, f"wizard_{step}.html", viewer, status=422 if errors else 409 if wants_overwrite else 200, **told
    )


def _source(platform: Platform, viewer: Viewer, video: Video, told: dict[str, Any], _: VoiceWanted) -> dict[str, Any]:
    seconds = told["wishes"].get("duration")
    minutes = {"minutes": f"{seconds / 60:g}"} if seconds else {}
    return {
        "source": "topic" if told["wishes"].get("topic") else "article",
        "values": minutes | told["values"],
        "has_text_model": bool(_ranked(platform, viewer, "text")),
    }


def _script(platform: Platform, viewer: Viewer, video: Video, told: dict[str, Any], _: VoiceWanted) -> dict[str, Any]:
    return {"can_improve": bool(_ranked(platform, viewer, "text"))}


def _voice(
    platform: Platform, viewer: Viewer, video: Video, told: dict[str, Any], wanted: VoiceWanted
) -> dict[str, Any]:
    script = told["draft"].script
    language = script.language if script else str(told["wishes"].get("language") or "en")
    shelf = voice_shelf(platform, viewer, wanted, language, str(told["wishes"].get("voice") or ""))
    speakers = script.speakers if script else []
    first = script.sections[0].sentences[0].text if script else ""
    return {"shelf": shelf, "speakers": speakers, "languages": choices.LANGUAGES, "first_sentence": first}


def _pictures(platform: Platform, viewer: Viewer, video: Video, told: dict[str, Any], _: VoiceWanted) -> dict[str, Any]:
    shown = draft_pictures.pictures(video.id, platform, viewer.caller).data
    with platform.database.reader_of(viewer.caller.user_id) as session:
        asset_ids = [str(each).removeprefix("asset:") for each in told["wishes"].get("media") or []]
        ids = [uuid.UUID(each) for each in asset_ids if len(each) == 36]
        media = list(session.scalars(select(Asset).where(Asset.id.in_(ids))))
    return {
        "pictures": shown,
        "plain_pictures": shown.model_dump(mode="json", by_alias=True),
        "sources": choices.PICTURES,
        "aspects": {name: ASPECTS.get(name, name) for name in SIZES},
        "can_search": bool(_ranked(platform, viewer, "stock")),
        "media": media,
    }


def _style(platform: Platform, viewer: Viewer, video: Video, told: dict[str, Any], _: VoiceWanted) -> dict[str, Any]:
    own = palette_for(video.title, int(told["wishes"].get("seed") or 1))
    return {
        "captions": choices.CAPTIONS,
        "moods": choices.MOODS,
        "swatches": choices.SWATCHES,
        "own_palette": (own.name, own.deep, own.mid, own.glow, own.accent),
        "aspects": {name: ASPECTS.get(name, name) for name in SIZES},
    }


def _review(platform: Platform, viewer: Viewer, video: Video, told: dict[str, Any], _: VoiceWanted) -> dict[str, Any]:
    shown = draft_pictures.pictures(video.id, platform, viewer.caller).data
    length = shown.duration or told["estimate"].length
    is_laid_out = "timeline" not in told["left"] and video.version > 0
    moments = [round(length * (number + 0.5) / _PREVIEWS, 2) for number in range(_PREVIEWS)] if is_laid_out else []
    return {
        "pictures": shown,
        "moments": moments,
        "captions": choices.CAPTIONS,
        "moods": choices.MOODS,
        "aspects": ASPECTS,
        "voice_used": (told["draft"].job.result or {}).get("voice", "") if told["draft"].job else "",
    }


def _ranked(platform: Platform, viewer: Viewer, kind: Any) -> list[Any]:
    return list(user_providers(platform, viewer.caller.user_id).ranked(kind))


def _plain(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else "" if value is None else str(value)


_OF = {
    "source": _source,
    "script": _script,
    "voice": _voice,
    "pictures": _pictures,
    "style": _style,
    "review": _review,
}
