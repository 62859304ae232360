"""What is said over a socket, in both directions."""

from __future__ import annotations

import json
import uuid
from typing import Annotated, Any, Literal, Self

from pydantic import Field, TypeAdapter, ValidationError, model_validator

from reelwright.api.wire import Asked
from reelwright.workflows.jobs.event_tail import Event

MOST_ID = 2**63 - 1


class _OfJobs(Asked):
    """About one job, or about all of the caller's."""

    job_id: uuid.UUID | None = None
    all: bool = False

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.job_id is None) != self.all:
            raise ValueError('say either a "jobId" or "all": true')
        return self

    @property
    def subject(self) -> dict[str, Any]:
        """Whom it is about, on the wire."""
        return {"all": True} if self.job_id is None else {"jobId": str(self.job_id)}


class Subscribe(_OfJobs):
    """``after`` is the id of the last event the client has."""

    type: Literal["subscribe"]
    after: int | None = Field(None, ge=0, le=MOST_ID, strict=True)


class Unsubscribe(_OfJobs):
    type: Literal["unsubscribe"]


class Ping(Asked):
    type: Literal["ping"]


class Pong(Asked):
    """The answer to a heartbeat."""

    type: Literal["pong"]


ClientMessage = Subscribe | Unsubscribe | Ping | Pong
_ADAPTER: TypeAdapter[ClientMessage] = TypeAdapter(Annotated[ClientMessage, Field(discriminator="type")])


def read_message(text: str) -> ClientMessage:
    """What a client says. Raises ``ValueError`` with a sentence on what is wrong with it."""
    try:
        return _ADAPTER.validate_json(text)
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False, include_context=False)[0]
        place = ".".join(str(part) for part in fault["loc"][1:])
        raise ValueError(f"{place}: {fault['msg']}" if place else fault["msg"]) from None


def event_told(event: Event) -> dict[str, Any]:
    """An event on the wire, but for its ``type``."""
    return {
        "id": event.id,
        "jobId": str(event.job_id),
        "kind": event.kind,
        "data": event.data,
        "at": event.at.isoformat().replace("+00:00", "Z"),
    }


def as_text(message: dict[str, Any]) -> str:
    return json.dumps(message, ensure_ascii=False, separators=(",", ":"))
