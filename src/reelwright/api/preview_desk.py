"""What looks at documents, of the server process, as routes get at it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from reelwright.worker.preview.previews import Previews
from reelwright.worker.preview.proxies import Proxies


@dataclass(frozen=True)
class Desk:
    """The processes that keep documents open, and the small films made of them."""

    previews: Previews
    proxies: Proxies


def _desk(request: Request) -> Desk:
    return Desk(request.app.state.previews, request.app.state.proxies)


DeskDep = Annotated[Desk, Depends(_desk)]
