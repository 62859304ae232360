"""The processes that keep documents open for looking, as routes get at them."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from reelwright.worker.preview.previews import Previews


def previews_of(request: Request) -> Previews:
    return request.app.state.previews


PreviewsDep = Annotated[Previews, Depends(previews_of)]
