"""For administrators: the numbers, the server's health, its settings."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends, Request, Response

from reelwright.api.caller import PlatformDep
from reelwright.api.routes.admin import health, numbers, settings
from reelwright.api.routes.admin.jobs import count_by_status
from reelwright.errors import ReelwrightError
from reelwright.studio.administering import AdminViewer, admin_page, admin_viewer, back_to
from reelwright.studio.charts import Series, columns
from reelwright.studio.error_pages import PageRoute
from reelwright.studio.form import Form, FormDep, FormErrors, told

router = APIRouter(prefix="/admin", route_class=PageRoute, dependencies=[Depends(admin_viewer)])
_SUMMED = ("completed", "failed", "cost", "revenue", "registered", "credits")
_SPANS = {"7": "A week", "30": "30 days", "90": "90 days"}


@router.get("")
def overview(request: Request, platform: PlatformDep, viewer: AdminViewer, days: str = "30") -> Response:
    span = days if days in _SPANS else "30"
    found = numbers.show(platform, int(span)).data
    places = [f"{each.day.day} {each.day:%b}" for each in found.days]
    charts = [
        columns(
            "Videos a day",
            places,
            [
                Series("finished", "good", [each.completed for each in found.days]),
                Series("failed", "bad", [each.failed for each in found.days]),
            ],
        ),
        columns(
            "People who began work",
            places,
            [Series("people", "main", [each.makers for each in found.days])],
            adds_up=False,
        ),
        columns(
            "Cost at providers",
            places,
            [
                Series("by the server's keys", "main", [each.cost for each in found.days]),
                Series("by users' own keys", "second", [each.own_key_cost for each in found.days]),
            ],
            unit="$",
            digits=2,
        ),
        columns("New accounts", places, [Series("accounts", "main", [each.registered for each in found.days])]),
    ]
    if found.currency:
        taken = [each.revenue / 100 for each in found.days]
        unit = "$" if found.currency == "usd" else f"{found.currency.upper()} "
        charts.insert(3, columns("Revenue", places, [Series("paid invoices", "good", taken)], unit=unit, digits=2))
    return admin_page(
        request, "admin_overview.html", viewer, found=found, charts=charts, span=span, spans=_SPANS, jobs=count_by_status(platform),
        totals={name: sum(getattr(each, name) for each in found.days) for name in _SUMMED},
    )  # fmt: skip


@router.get("/system")
def system(request: Request, platform: PlatformDep, viewer: AdminViewer) -> Response:
    return admin_page(request, "admin_system.html", viewer, found=health.show(platform).data)


@router.get("/settings")
def runtime(request: Request, platform: PlatformDep, viewer: AdminViewer) -> Response:
    return _settings(request, platform, viewer)


@router.post("/settings")
def change(request: Request, platform: PlatformDep, viewer: AdminViewer, form: FormDep) -> Response:
    """A field that is left empty goes back to the environment's; so does one that says what that says."""
    try:
        values = _values(platform, form)
        settings.change(settings.SettingsAsked(values=values), request, platform, viewer.caller)
    except (FormErrors, ReelwrightError) as refusal:
        return _settings(request, platform, viewer, form, told(refusal))
    return back_to("/admin/settings", "saved")


def _values(platform: PlatformDep, form: Form) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for each in settings.settings_of(platform):
        text = form.text(each.name)
        if each.kind == "flag":
            value: Any = bool(form.text(each.name))
        elif each.kind == "number" and text:
            if not (text.isascii() and text.isdigit()):
                raise FormErrors({each.name: "Write a whole number."})
            value = int(text)
        else:
            value = text or None
        values[each.name] = None if value == each.usual else value
    return values


def _settings(
    request: Request, platform: PlatformDep, viewer: AdminViewer, form: Form | None = None, errors: FormErrors | None = None
) -> Response:  # fmt: skip
    rows = settings.settings_of(platform)
    values = form.values if form else {each.name: str(each.value) for each in rows if each.kind != "flag"}
    ticked = {each.name for each in rows if each.kind == "flag" and (form.text(each.name) if form else each.value)}
    return admin_page(
        request, "admin_settings.html", viewer, status=422 if errors else 200, rows=rows, values=values, ticked=ticked,
        errors=errors.by_field if errors else {},
    )  # fmt: skip
