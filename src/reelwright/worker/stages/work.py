"""What a stage is handed."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from reelwright.app.platform import Platform, open_platform_for_work
from reelwright.app.server_settings import ServerSettings
from reelwright.app.settings import read_settings
from reelwright.app.wiring import tools
from reelwright.isolation.child import Say
from reelwright.workflows.make_request import Tools


@dataclass(frozen=True)
class StageWork:
    """``folder`` is the job's workspace, ``part`` (first, last) the frames of a part of a rendering."""

    request: dict[str, Any]
    folder: Path
    owner: uuid.UUID
    job: uuid.UUID
    part: tuple[int, int] | None
    settings: ServerSettings
    say: Say

    @staticmethod
    def of(told: dict[str, Any], say: Say) -> StageWork:
        first, _, last = told["part"].partition("-")
        return StageWork(
            told["request"], Path(told["folder"]), uuid.UUID(told["owner"]), uuid.UUID(told["job"]),
            (int(first), int(last)) if told["part"] else None, ServerSettings.from_plain(told["settings"]), say,
        )  # fmt: skip

    def progress(self, done: float, total: float) -> None:
        """Tell how far the stage is."""
        self.say(done=round(done * 1000 / max(total, 1e-9)), total=1000)

    @cached_property
    def platform(self) -> Platform:
        """Database and files, opened when a stage needs them."""
        return open_platform_for_work(self.settings)

    @cached_property
    def tools(self) -> Tools:
        """The providers of this server."""
        return tools(read_settings())

    @property
    def deliver(self) -> Path:
        """Where files to hand over are written."""
        folder = self.folder / "deliver"
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    @property
    def chunks(self) -> Path:
        """This machine's finished chunks of this workspace."""
        return self.folder / ".reel" / "chunks"
