"""What Shotstack's clients send and expect."""

from __future__ import annotations

import uuid
from typing import Any, Generic, Literal, TypeVar

from pydantic import BaseModel, Field

from reelwright.api.wire import Wire

T = TypeVar("T")


class Answer(Wire, Generic[T]):
    """The envelope of Shotstack's Edit API."""

    success: Literal[True] = True
    message: str
    response: T


class Warned(Wire):
    """What of an edit is lost or approximated; ``pointer`` is the place in the edit."""

    severity: str
    pointer: str
    message: str


class Queued(Wire):
    """``warnings`` is a field Shotstack lacks."""

    message: str
    id: uuid.UUID
    warnings: list[Warned]


class Rendering(Wire):
    """``url`` comes with the status ``done``; ``data`` is the edit as it was sent, unless ``data=false`` is asked for."""

    id: uuid.UUID
    owner: str
    plan: str
    status: str
    error: str
    duration: float = 0
    render_time: float = 0
    """Milliseconds."""
    url: str = ""
    poster: str | None
    thumbnail: str | None
    data: dict[str, Any] = Field(default_factory=dict)
    warnings: list[Warned]
    created: str
    updated: str


class TemplateAsked(BaseModel):
    """Without a template a blank one is kept."""

    name: str = Field(min_length=1, max_length=200)
    template: dict[str, Any] = Field(default_factory=dict)


class TemplateKept(Wire):
    message: str
    id: uuid.UUID


class TemplateShown(Wire):
    id: uuid.UUID
    name: str
    owner: str
    template: dict[str, Any]


class TemplateRow(Wire):
    id: uuid.UUID
    name: str
    created: str
    updated: str


class TemplateList(Wire):
    owner: str
    templates: list[TemplateRow]


class MergeField(BaseModel):
    find: str = Field(min_length=1)
    replace: Any


class TemplateRender(BaseModel):
    id: uuid.UUID
    merge: list[MergeField] = Field(default_factory=list, max_length=1000)


class Probed(Wire):
    metadata: dict[str, Any]


class AssetAttributes(Wire):
    id: uuid.UUID
    owner: str
    region: str
    render_id: uuid.UUID
    provider_id: uuid.UUID
    filename: str
    url: str
    status: Literal["ready"] = "ready"
    created: str
    updated: str


class AssetResource(Wire):
    type: Literal["asset"] = "asset"
    attributes: AssetAttributes


class AssetAnswer(Wire):
    data: AssetResource


class AssetsAnswer(Wire):
    data: list[AssetResource]
