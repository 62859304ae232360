"""Moderators whose findings are written down, and who let through what an administrator allowed."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from reelwright.app.platform import Platform
from reelwright.business.moderation.flagged import Finding, digest_of, is_allowed, write_down
from reelwright.providers.moderation import Moderation, Verdict


@dataclass(frozen=True)
class RecordedModeration:
    """One moderator, for one user's work. ``opened`` answers the platform; it is asked only when something is found."""

    inner: Moderation
    opened: Callable[[], Platform] = field(repr=False)
    owner: uuid.UUID
    job: uuid.UUID | None

    @property
    def name(self) -> str:
        return self.inner.name

    @property
    def judges_pictures(self) -> bool:
        return self.inner.judges_pictures

    def check(self, text: str, pictures: tuple[Path, ...] = ()) -> Verdict:
        verdict = self.inner.check(text, pictures)
        if verdict.is_clean:
            return verdict
        platform = self.opened()
        content = text or b"".join(picture.read_bytes() for picture in pictures)
        if is_allowed(platform.database, self.owner, digest_of(self.name, content)):
            return Verdict()
        kept = platform.store.put_file(pictures[0], "image/jpeg") if pictures and not text else None
        found = Finding(
            self.name,
            [flag.category for flag in verdict.flags],
            max(flag.score for flag in verdict.flags),
            content,
            kept.key if kept else None,
            kept.size if kept else 0,
        )
        write_down(platform.database, self.owner, self.job, found)
        return verdict
