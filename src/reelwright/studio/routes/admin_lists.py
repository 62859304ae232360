"""For administrators: everybody's jobs and projects, what was flagged, the audit log."""

from __future__ import annotations

import uuid
from typing import Any

from fastapi import APIRouter, Depends, Request, Response

from reelwright.api.caller import PlatformDep
from reelwright.api.routes.admin import jobs, journal, moderation, projects
from reelwright.studio.administering import AdminViewer, admin_page, admin_viewer, back_to
from reelwright.studio.error_pages import PageRoute
from reelwright.studio.form import FormDep, asked_of
from reelwright.studio.listing import addresses, page_number
from reelwright.studio.words import STATUSES
from reelwright.workflows.jobs.kinds import KINDS

router = APIRouter(prefix="/admin", route_class=PageRoute, dependencies=[Depends(admin_viewer)])
_LIMIT = 30
_STATES = {"waiting": "To decide", "appealed": "Appealed", "allowed": "Allowed", "upheld": "Upheld", "all": "All"}
_GROUPS = {
    "user.": "Users", "sign_in.": "Sign-ins", "impersonation.": "Looking as users", "token.": "API tokens", "provider_key.": "Provider keys",
    "password.": "Passwords", "credits.": "Credits", "plan.": "Plans", "job.": "Jobs", "moderation.": "Moderation", "setting.": "Settings",
    "account.": "Accounts", "voice.": "Voices",
}  # fmt: skip


@router.get("/jobs")
def all_jobs(
    request: Request, platform: PlatformDep, viewer: AdminViewer, status: str = "", kind: str = "", owner: str = "", code: str = "",
    page: str = "1",
) -> Response:  # fmt: skip
    wanted = {
        "status": status if status in STATUSES else "",
        "kind": kind if kind in KINDS else "",
        "owner": _id(owner),
        "code": code[:60],
    }
    given = {"status": wanted["status"], "kind": wanted["kind"], "ownerId": wanted["owner"], "code": wanted["code"]}
    found = jobs.index(platform, asked_of(jobs.JobFilter, given | _paging(page))).data
    return _listed(
        request, "admin_jobs.html", viewer, found, wanted, "/admin/jobs", kinds=sorted(KINDS),
        statuses={name: row[0] for name, row in STATUSES.items() if name != "CANCELLING"},
    )  # fmt: skip


@router.get("/jobs/{job_id}")
def one_job(job_id: uuid.UUID, request: Request, platform: PlatformDep, viewer: AdminViewer) -> Response:
    return admin_page(request, "admin_job.html", viewer, log=jobs.log(job_id, platform).data)


@router.post("/jobs/{job_id}/cancel")
def stop(job_id: uuid.UUID, request: Request, platform: PlatformDep, viewer: AdminViewer) -> Response:
    jobs.stop(platform, viewer.caller, job_id, request)
    return back_to(f"/admin/jobs/{job_id}", "cancelled")


@router.post("/jobs/{job_id}/retry")
def retry(job_id: uuid.UUID, request: Request, platform: PlatformDep, viewer: AdminViewer) -> Response:
    jobs.again(platform, viewer.caller, job_id, request)
    return back_to(f"/admin/jobs/{job_id}", "retried")


@router.get("/projects")
def all_projects(
    request: Request, platform: PlatformDep, viewer: AdminViewer, q: str = "", page: str = "1"
) -> Response:
    wanted = {"q": q[:200]}
    found = projects.index(platform, asked_of(projects.ProjectFilter, wanted | _paging(page))).data
    return _listed(request, "admin_projects.html", viewer, found, wanted, "/admin/projects")


@router.get("/moderation")
def flagged(request: Request, platform: PlatformDep, viewer: AdminViewer, state: str = "", page: str = "1") -> Response:
    wanted = {"state": state if state in _STATES else ""}
    found = moderation.index(platform, asked_of(moderation.FlaggedFilter, wanted | _paging(page))).data
    return _listed(request, "admin_moderation.html", viewer, found, wanted, "/admin/moderation", states=_STATES)


@router.post("/moderation/{item_id}")
def decide(item_id: uuid.UUID, request: Request, platform: PlatformDep, viewer: AdminViewer, form: FormDep) -> Response:
    asked = asked_of(moderation.DecisionAsked, {"decision": form.text("decision"), "note": form.text("note")[:2000]})
    moderation.decided(item_id, asked, request, platform, viewer.caller)
    return back_to("/admin/moderation", "decided")


@router.get("/logs")
def audit(
    request: Request, platform: PlatformDep, viewer: AdminViewer, action: str = "", q: str = "", actor: str = "", page: str = "1"
) -> Response:  # fmt: skip
    wanted = {"action": action[:80], "q": q[:200], "actor": _id(actor)}
    given = {"action": wanted["action"], "q": wanted["q"], "actorId": wanted["actor"]}
    found = journal.index(platform, asked_of(journal.EntryFilter, given | _paging(page))).data
    return _listed(request, "admin_logs.html", viewer, found, wanted, "/admin/logs", areas=_GROUPS)


def _listed(
    request: Request, name: str, viewer: AdminViewer, found: Any, wanted: dict[str, str], path: str, **values: Any
) -> Response:
    return admin_page(
        request, name, viewer, rows=found.items, pages=found.pagination, wanted=wanted, address=addresses(path, wanted), **values
    )  # fmt: skip


def _paging(page: str) -> dict[str, int]:
    return {"page": page_number(page), "limit": _LIMIT}


def _id(text: str) -> str:
    """An id of an address, which people edit; empty where it is none."""
    try:
        return str(uuid.UUID(text))
    except ValueError:
        return ""
