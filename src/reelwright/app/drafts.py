"""A video while a person still thinks about it: wishes and script as they stand, and the work that brings it up to them.

The draft lives in ``Video.request["draft"]``. Work on it is one ``make`` job, which stops for the person after each stage and is
sent back to the earliest stage whose wishes changed; whatever still fits is used again, and paid for once.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from pydantic import ValidationError
from sqlalchemy import select

from reelwright.app.hand_edits import check_hand_edits, hand_edits, keep_hand_edits
from reelwright.app.needed_providers import check_video
from reelwright.app.platform import Platform
from reelwright.app.providers.of_a_job import user_providers
from reelwright.app.video_wishes import MakeAsked, MakeWishes, make_request
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import Job, JobStage, Video
from reelwright.errors import InvalidInput, ReelwrightError
from reelwright.productions.narrate.script_file import is_script, parse_script, write_script
from reelwright.workflows.engine import INTERACTIVE
from reelwright.workflows.jobs.kinds import KINDS
from reelwright.workflows.jobs.lifecycle import NewJob, create_job, redo_job
from reelwright.workflows.jobs.workspace_edit import text_in, with_texts
from reelwright.workflows.script_work import read_script

STATUS = "DRAFT"
Until = Literal["script", "speech", "visuals", "timeline", "render"]
STAGES: tuple[Until, ...] = ("script", "speech", "visuals", "timeline", "render")
_ORDER = [stage.name for stage in KINDS["make"]]
AT_WORK = ("QUEUED", "PROCESSING", "CANCELLING")
_NOT_WISHES = frozenset({"approve", "priority"})
_PART_OF: dict[str, str] = {
    "sources": "gather", "assets": "gather", "pictures": "gather", "references": "gather", "text": "gather",
    "topic": "script", "title": "script", "language": "script", "duration": "script", "audience": "script", "tone": "script",
    "sections": "script", "call_to_action": "script",
    "voice": "speech", "speed": "speech", "pitch": "speech", "lexicon": "speech", "cast": "speech",
    "picture_source": "visuals", "stock_video": "visuals", "style": "visuals", "aspect": "visuals", "music": "visuals",
    "music_prompt": "visuals", "seed": "visuals", "clips": "visuals", "clips_for": "visuals",
    "captions": "timeline", "palette": "timeline", "music_level": "timeline", "credit_line": "timeline",
    "presenter": "timeline", "presenter_place": "timeline",
}  # fmt: skip
"""The first stage that reads each part of a request."""
_USUAL: dict[str, Any] = {
    "aspect": "16:9", "captions": "highlight", "music": "calm", "music_level": 0.0, "speed": 1.0, "pitch": 0.0, "palette": "",
    "picture_source": "auto", "seed": 1,
}  # fmt: skip
"""What the stages take where nothing is said (worker/stages/make.py): to say just that is no change."""


class DraftChanged(ReelwrightError):
    """Somebody changed the draft meanwhile."""

    code = "CONFLICT"


@dataclass(frozen=True)
class Draft:
    """``wishes`` are those of ``MakeWishes`` by their own names, ``script`` a person's (``None``: as it was made). ``revision``
    counts changes; ``has_new_pictures`` says that pictures were changed since they were laid out."""

    wishes: dict[str, Any] = field(default_factory=dict[str, Any])
    script: str | None = None
    revision: int = 0
    has_new_pictures: bool = False

    def as_row(self) -> dict[str, Any]:
        return {
            "wishes": self.wishes,
            "script": self.script,
            "revision": self.revision,
            "has_new_pictures": self.has_new_pictures,
        }


def new_draft(session: OwnedSession, wishes: MakeWishes) -> Video:
    """A video nobody has begun to make. Raises ``InvalidInput`` for a script that cannot be read."""
    assert isinstance(session.owner, uuid.UUID)
    told = given(wishes)
    video = Video(
        owner_id=session.owner,
        title=title_of(told),
        kind="make",
        status=STATUS,
        project_id=wishes.project_id,
        request={},
    )
    keep(video, replace(Draft(told), script=_own_script(told)))
    session.add(video)
    session.flush()
    return video


def draft_of(video: Video) -> Draft:
    """The draft of a video; one that was made without has the wishes it was made with. Raises ``InvalidInput`` for a video that
    is no narration."""
    if video.kind != "make":
        raise InvalidInput("this video was not made of a script", hint="edit its document instead")
    row = video.request.get("draft")
    if row is not None:
        return Draft(row["wishes"], row.get("script"), row.get("revision", 0), bool(row.get("has_new_pictures")))
    names = MakeWishes.model_fields.keys() - _NOT_WISHES - {"pictures", "media", "references"}
    wishes = {name: value for name, value in video.request.items() if name in names}
    known = {"media": video.request.get("pictures"), "pictures": video.request.get("picture_source")}
    known["references"] = video.request.get("references")
    return Draft(wishes | {name: value for name, value in known.items() if value})


def keep(video: Video, draft: Draft) -> None:
    """Write a draft down, one revision later."""
    video.request = video.request | {"draft": replace(draft, revision=draft.revision + 1).as_row()}


def changed_draft(video: Video, wishes: MakeWishes | None, script: str | None, revision: int | None) -> Draft:
    """Take over what was sent: wishes that are named (``None`` takes one away) and a script. What changes nothing is no change.

    Raises ``DraftChanged`` when ``revision`` is not the present one, ``InvalidInput`` for a script that cannot be read.
    """
    before = draft_of(video)
    draft, title = before, video.title
    if wishes is not None:
        draft = _with_wishes(draft, given(wishes))
        if any(draft.wishes.get(name) != before.wishes.get(name) for name in ("text", "topic", "title")):
            title = title_of(draft.wishes)
    if script is not None:
        parsed = parse_script(script, "the script", str(draft.wishes.get("language") or "en"))
        draft = replace(draft, script=script)
        title = title if draft.wishes.get("title") else parsed.title[:300]
    if draft == before:
        return before
    if revision is not None and revision != before.revision:
        raise DraftChanged(
            "the draft was changed meanwhile, in another window perhaps", hint="load it again and repeat your change"
        )
    video.title = title
    keep(video, draft)
    return draft_of(video)


def _with_wishes(draft: Draft, named: dict[str, Any]) -> Draft:
    """A text takes the topic's place and the other way round; a text that is a script already becomes the draft's script."""
    told = {name: value for name, value in (draft.wishes | named).items() if value is not None}
    if named.get("text"):
        told.pop("topic", None)
    if named.get("topic"):
        told.pop("text", None)
    if told.get("text") == draft.wishes.get("text"):
        return replace(draft, wishes=told)
    return replace(draft, wishes=told, script=_own_script(told))


def given(wishes: MakeWishes) -> dict[str, Any]:
    """What was named, as JSON values."""
    told = wishes.model_dump(mode="json", exclude=set(_NOT_WISHES))
    return {name: value for name, value in told.items() if name in wishes.model_fields_set}


def title_of(wishes: dict[str, Any]) -> str:
    """A working title."""
    text = str(wishes.get("title") or wishes.get("topic") or wishes.get("text") or "")
    head = (line.strip("# \t-") for line in text.splitlines() if ":" not in line[:12])
    return next((line for line in head if line), "New video")[:300]


def script_of(platform: Platform, video: Video, draft: Draft, job: Job | None) -> str | None:
    """The script as it stands: the person's, or as it was made; ``None`` before there is one."""
    if draft.script is not None:
        return draft.script
    return text_in(platform.store, (job.workspace_key if job else None) or video.workspace_key, "script.md")


def request_of(session: OwnedSession, draft: Draft) -> dict[str, Any]:
    """What a job is asked for. Raises ``InvalidInput`` while the wishes are not enough, and what ``make_request`` raises."""
    wishes = draft.wishes
    if draft.script is not None and not wishes.get("text") and not wishes.get("topic"):
        wishes = wishes | {"text": draft.script}
    try:
        asked = MakeAsked.model_validate(wishes)
    except ValidationError as error:
        said = str(error.errors()[0]["msg"]).removeprefix("Value error, ")
        raise InvalidInput(
            f"the draft is not enough to begin with: {said}", hint="write a topic, a text or a script"
        ) from None
    return make_request(session, asked) | {"draft": True}


def stages_left(session: OwnedSession, draft: Draft, job: Job | None) -> list[str]:
    """What is still to be done, in order: stages that never ran, and those from the earliest one whose wishes changed."""
    if job is None:
        return list(_ORDER)
    done = set(session.scalars(select(JobStage.stage).where(JobStage.job_id == job.id, JobStage.state == "done")))
    first = next((place for place, name in enumerate(_ORDER) if name not in done), len(_ORDER))
    if changed := _changed_stages(session, draft, job):
        first = min(first, *(_ORDER.index(stage) for stage in changed))
    return _ORDER[first:]


def run(
    platform: Platform, session: OwnedSession, video: Video, until: Until, *, is_fresh: bool = False, overwrite: bool = False
) -> Job:  # fmt: skip
    """Bring a video up to its draft, as far as ``until``, and wait there for the person. ``is_fresh`` has the script written anew;
    ``overwrite`` lays a timeline that was edited by hand out anew, and keeps the edits as a version.

    Raises ``JobState`` while it is at work, ``InvalidInput`` while the wishes are not enough, ``ProviderNeeded`` where nobody can make
    it, ``HandEditsInTheWay``.
    """
    draft = draft_of(video)
    job = newest_make(session, video)
    request = request_of(session, draft)
    check_video(user_providers(platform, video.owner_id), request)
    if is_fresh:
        draft, request = replace(draft, script=None), request | {"fresh": True}
    base = (job.workspace_key if job else None) or video.workspace_key
    texts = {"script.md": draft.script} if draft.script is not None else {}
    wish = NewJob(
        "make", request, () if until == "render" else (until,), INTERACTIVE, video_id=video.id,
        workspace_key=with_texts(platform.store, base, texts) if texts else base,
    )  # fmt: skip
    if job is None:
        job = create_job(session, platform.engine, video.owner_id, wish)
        video.status = job.status
    else:
        left = ["script"] if is_fresh else stages_left(session, draft, job)
        if not left or _ORDER.index(left[0]) > _ORDER.index(until):
            return job
        first = left[0]
        if _ORDER.index(until) >= _ORDER.index("timeline") and hand_edits(session, video) is not None:
            if not overwrite:
                check_hand_edits(session, video)
            keep_hand_edits(session, video)
            first = min(first, "timeline", key=_ORDER.index)  # what is drawn is what was laid out, not what was edited
        redo_job(session, platform.engine, job, first, wish)
    video.request = request
    keep(video, replace(draft, script=None, has_new_pictures=False))
    return job


def newest_make(session: OwnedSession, video: Video) -> Job | None:
    """The job that makes the video; later renderings of an edited document are others."""
    query = select(Job).where(Job.video_id == video.id, Job.kind == "make").order_by(Job.created_at.desc())
    return session.scalar(query.limit(1))


def _changed_stages(session: OwnedSession, draft: Draft, job: Job) -> set[str]:
    try:
        request = request_of(session, draft)
    except ReelwrightError:
        return set()
    names = request.keys() | job.request.keys()
    found = {_PART_OF[name] for name in names & _PART_OF.keys() if _said(request, name) != _said(job.request, name)}
    found |= {"speech"} if draft.script is not None else set()
    found |= {"visuals"} if draft.has_new_pictures or not job.request.get("draft") else set()
    return found


def _said(request: dict[str, Any], name: str) -> Any:
    told = request.get(name)
    return _USUAL.get(name) if told is None else told


def _own_script(wishes: dict[str, Any]) -> str | None:
    """A text that is a script already, as the editor writes it. Raises ``InvalidInput`` for one that cannot be read."""
    text = str(wishes.get("text") or "")
    if not text or not is_script(text):
        return None
    return write_script(read_script(text, "the script", wishes.get("language")))
