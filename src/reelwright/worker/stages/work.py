"""What a stage is handed."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reelwright.app.server_settings import ServerSettings
from reelwright.isolation.child import Say

if TYPE_CHECKING:
    from reelwright.app.platform import Platform
    from reelwright.app.providers.choosing import Providers
    from reelwright.workflows.dub_request import DubTools
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
        from reelwright.app.opening import open_platform_for_work  # noqa: PLC0415  # half a second, for few stages

        return open_platform_for_work(self.settings)

    @cached_property
    def tools(self) -> Tools:
        """The providers of this server, connected; what moderators find is written down."""
        from reelwright.app.recorded_moderation import RecordedModeration  # noqa: PLC0415
        from reelwright.app.wiring import tools  # noqa: PLC0415

        found = tools(self.providers)
        judges = tuple(
            RecordedModeration(each, lambda: self.platform, self.owner, self.job) for each in found.moderators
        )
        return replace(found, moderators=judges)

    @cached_property
    def providers(self) -> Providers:
        """Those of this server and the job's owner."""
        from reelwright.app.providers.of_a_job import job_providers  # noqa: PLC0415

        return job_providers(self.settings, lambda: self.platform, self.owner, self.job)

    @cached_property
    def dub_tools(self) -> DubTools:
        """The providers of this server that a dub may use."""
        from reelwright.app.dub_wiring import dub_tools  # noqa: PLC0415
        from reelwright.app.server_voices import leave_later  # noqa: PLC0415

        return dub_tools(self.providers, lambda voice: leave_later(self.platform, self.owner, voice))

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
