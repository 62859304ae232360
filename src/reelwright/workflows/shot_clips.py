"""The generated clips of a narrated video's shots: several at a time, each paid for once and kept in the project."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from reelwright.errors import MediaUnusable, OutcomeUnknown, ProviderFailed, UnclearPayment
from reelwright.media.probe import probe
from reelwright.media.thumbnail import write_thumbnail
from reelwright.productions.narrate.frame import Frame
from reelwright.productions.narrate.visual_plan import Row
from reelwright.productions.project.atomic import make_atomically
from reelwright.productions.project.store import file_digest
from reelwright.productions.project.style import ProjectStyle
from reelwright.providers.clips import Clip, ClipGeneration, ClipRequest, OnWait, ReferencesNotTaken
from reelwright.providers.moderation import Moderation
from reelwright.timeline.fingerprint import digest
from reelwright.workflows.generated_clips import make_clip, nearest_aspect
from reelwright.workflows.moderated import check_pictures

_AT_ONCE = 3
"""Clips that are waited for at the same time; providers allow few more."""
AVOID = "text, letters, captions, watermark, logo"


@dataclass
class ShotClips:
    """``folder`` is where the files go; ``notes`` are told to the project's owner."""

    folder: Path
    makers: Sequence[ClipGeneration]
    moderators: Sequence[Moderation]
    frame: Frame
    style: ProjectStyle
    seed: int
    notes: list[str]
    _failed: dict[str, ProviderFailed | MediaUnusable] = field(default_factory=dict, init=False)

    def begin(self, rows: Iterable[Row], on_done: Callable[[int], None]) -> None:
        """Make the clips of these rows that are not there yet. Those that fail are remembered for ``made``.

        Raises what ends the run: ``QuotaExceeded``, ``OutcomeUnknown``, ``UnclearPayment`` — after the clips that are being
        made meanwhile have come. A ``KeyboardInterrupt`` stops the waiting; the providers go on, and the next run fetches.
        """
        wanted = {self.made_of(row): row for row in rows}
        missing = [row for made_of, row in wanted.items() if self._kept(made_of) is None]
        left = threading.Event()

        def waits(state: str, part: float | None) -> None:
            if left.is_set():
                raise _Left

        pool = ThreadPoolExecutor(_AT_ONCE)
        work = {pool.submit(self._make, row, waits): self.made_of(row) for row in missing}
        try:
            for count, future in enumerate(as_completed(work), 1):
                error = future.exception()
                if isinstance(error, (ProviderFailed, MediaUnusable)) and not _ends_it(error):
                    self._failed[work[future]] = error
                elif error is not None:
                    raise error
                on_done(count)
        except KeyboardInterrupt:
            left.set()
            raise
        finally:
            pool.shutdown(cancel_futures=True)

    def made(self, row: Row) -> Path:
        """The file. Raises why there is none."""
        made_of = self.made_of(row)
        if made_of in self._failed:
            raise self._failed[made_of]
        return self._kept(made_of) or self._make(row, lambda state, part: None)

    def made_of(self, row: Row) -> str:
        """What a clip or a generated picture depends on. Not on its maker: another one configured must not be paid to make it again;
        nor on the shot's length, which the timeline fits it to."""
        looks = [file_digest(path) for path in self.style.references]
        size = [self.frame.width, self.frame.height]
        told = {
            "prompt": row.prompt,
            "style": self.style.line,
            "looks": looks,
            "size": size,
            "seed": self.seed + row.part,
        }
        return digest(told)[:16]

    def _kept(self, made_of: str) -> Path | None:
        found = (path for path in sorted(self.folder.glob(f"clip-{made_of}.*")) if ".part" not in path.name)
        return next(found, None)

    def _make(self, row: Row, on_wait: OnWait) -> Path:
        size = (self.frame.width, self.frame.height)
        request = ClipRequest(
            row.prompt, float(max(1, round(row.end - row.start))), nearest_aspect(*size), min(size), self.style.line, AVOID,
            references=self.style.references, seed=self.seed + row.part,
        )  # fmt: skip
        made = make_clip([_Looking(maker) for maker in self.makers], request, on_wait)
        if made.note:
            self.notes.append(f"the clip at {row.start:.1f} s is {made.note}")
        self._judge(made.clip.path)
        target = self.folder / f"clip-{self.made_of(row)}{made.clip.path.suffix}"
        make_atomically(target, lambda part: shutil.copyfile(made.clip.path, part))
        return target

    def _judge(self, path: Path) -> None:
        if any(moderator.judges_pictures for moderator in self.moderators):
            with TemporaryDirectory() as folder:
                check_pictures(self.moderators, (write_thumbnail(probe(path), Path(folder) / "frame"),))


@dataclass(frozen=True)
class _Looking:
    """A maker that is shown as many of the project's pictures as it takes."""

    maker: ClipGeneration

    @property
    def name(self) -> str:
        return self.maker.name

    @property
    def version(self) -> str:
        return self.maker.version

    def cost_micros(self, request: ClipRequest) -> int:
        return self.maker.cost_micros(request)

    def generate(self, request: ClipRequest, on_wait: OnWait = lambda state, part: None) -> Clip:
        try:
            return self.maker.generate(request, on_wait)
        except ReferencesNotTaken as error:
            return self.maker.generate(replace(request, references=request.references[: error.most]), on_wait)


class _Left(BaseException):
    """Nobody waits for the clip any more; the provider goes on with it."""


def _ends_it(error: BaseException) -> bool:
    return isinstance(error, (OutcomeUnknown, UnclearPayment))
