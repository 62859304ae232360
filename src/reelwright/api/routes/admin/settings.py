"""Settings changed while the server runs."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from pydantic import Field

from reelwright.api.caller import Admin, PlatformDep
from reelwright.api.client_address import origin_of
from reelwright.api.wire import Asked, Success, Wire
from reelwright.app.platform import Platform
from reelwright.business.admin.runtime_settings import CHOICES, choose, chosen

router = APIRouter(prefix="/settings")


class SettingShown(Wire):
    """``value`` is in force; ``isChosen`` says that it was set here, ``usual`` is what it is otherwise."""

    name: str
    kind: str
    title: str
    help: str
    value: bool | int | str
    usual: bool | int | str
    is_chosen: bool


class SettingsAsked(Asked):
    """By name; ``null`` goes back to the environment's."""

    values: dict[str, bool | int | str | None] = Field(max_length=20)


@router.get("", summary="Settings that can be changed while the server runs")
def index(platform: PlatformDep) -> Success[list[SettingShown]]:
    return Success(data=settings_of(platform))


@router.patch("", summary="Change some of them")
def change(asked: SettingsAsked, request: Request, platform: PlatformDep, caller: Admin) -> Success[list[SettingShown]]:
    with platform.database.system_session() as session:
        choose(session, asked.values, actor=caller.user_id, origin=origin_of(request))
    platform.in_force.forget()
    return Success(data=settings_of(platform), message="in force everywhere within seconds")


def settings_of(platform: Platform) -> list[SettingShown]:
    with platform.database.system_reader() as session:
        values = chosen(session)
    return [
        SettingShown(
            name=choice.name, kind=choice.kind, title=choice.title, help=choice.help, value=values.get(choice.name, usual), usual=usual,
            is_chosen=choice.name in values,
        )
        for choice in CHOICES
        for usual in (_usual(platform, choice.field, choice.scale, choice.kind),)
    ]  # fmt: skip


def _usual(platform: Platform, field: str, scale: int, kind: str) -> Any:
    if not field:
        return "" if kind == "text" else False
    value = getattr(platform.settings, field)
    return value // scale if kind == "number" else value
