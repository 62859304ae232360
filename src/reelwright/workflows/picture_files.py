"""The file of each chosen picture, laid into the project; where one cannot be had, the next best is taken."""

from __future__ import annotations

import re
import shutil
from collections.abc import Set
from dataclasses import dataclass, replace
from pathlib import Path

from reelwright.errors import (
    MediaUnusable,
    OutcomeUnknown,
    ProviderFailed,
    QuotaExceeded,
    ReelwrightError,
    UnclearPayment,
)
from reelwright.media.focus import focus_of
from reelwright.media.probe import probe
from reelwright.productions.narrate.assemble import relative
from reelwright.productions.narrate.folder_stock import FolderStock
from reelwright.productions.narrate.frame import Frame
from reelwright.productions.narrate.visual_plan import CLIP, DESIGNED, GENERATED, Option, Row
from reelwright.productions.project.atomic import make_atomically
from reelwright.productions.project.style import ProjectStyle
from reelwright.providers.fallback import first_that_delivers
from reelwright.providers.images import ImageRequest
from reelwright.workflows.make_request import Tools
from reelwright.workflows.moderated import check_pictures, check_words
from reelwright.workflows.shot_clips import AVOID, ShotClips

FOLDER = "shots"


def fetched_name(option: str, suffix: str = "") -> str:
    """Where a candidate's file lies in the project."""
    stem = re.sub(r"[^\w-]+", "-", option)[:80]
    return f"{FOLDER}/{stem}{suffix}"


@dataclass(frozen=True)
class PictureFiles:
    """``folder`` is the project's, ``notes`` are told to its owner. ``wished`` are choices that were asked for in so many words:
    where the budget does not allow one the run ends, while what only fills a gap is left out."""

    folder: Path
    own: FolderStock | None
    tools: Tools
    frame: Frame
    style: ProjectStyle
    seed: int
    notes: list[str]
    clips: ShotClips
    wished: Set[str] = frozenset()

    def laid_out(self, row: Row, taken: Set[str]) -> Row:
        """The row with its file, size, focus and credit. ``taken`` are the other shots' choices.

        Raises ``UnclearPayment`` or ``OutcomeUnknown`` when a picture may have been paid for and nobody knows, ``QuotaExceeded``
        for a wished one.
        """
        if self._is_up_to_date(row):
            return row if row.focus or not row.file else self._refocused(row)
        for chosen in self._in_order(row, taken):
            try:
                return self._with(row, chosen)
            except (UnclearPayment, OutcomeUnknown):
                raise
            except (ProviderFailed, MediaUnusable, QuotaExceeded, _Unknown) as error:
                if isinstance(error, QuotaExceeded) and chosen in self.wished:
                    raise
                if chosen:
                    self.notes.append(f"the {_called(chosen)} at {row.start:.1f} s cannot be had: {error.message}")
        return self._empty(row)

    def _is_up_to_date(self, row: Row) -> bool:
        if row.chosen == GENERATED and row.made_of != self.clips.made_of(row) and self.tools.image_makers:
            return False
        if row.chosen == CLIP and row.made_of != self.clips.made_of(row) and self.tools.clip_makers:
            return False
        if row.chosen == DESIGNED:
            return row.shown == DESIGNED
        return bool(row.file) and row.shown == row.chosen and (self.folder / row.file).is_file() and all(row.size)

    def _in_order(self, row: Row, taken: Set[str]) -> list[str]:
        """The choice, then the other candidates, then what stands in for pictures."""
        first = [row.chosen, row.instead] if row.instead and row.chosen == CLIP else [row.chosen]
        others = [option.id for option in row.candidates if option.id not in taken and option.id not in first]
        last = [GENERATED] if self.tools.image_makers and self.tools.stocks and GENERATED not in first else []
        return [*first, *others, *last]

    def _with(self, row: Row, chosen: str) -> Row:
        if chosen == DESIGNED:
            return self._empty(row)
        if chosen == GENERATED:
            path, credit, made_of = self._generated(row), None, self.clips.made_of(row)
        elif chosen == CLIP:
            path, credit, made_of = self.clips.made(row), None, self.clips.made_of(row)
        elif (option := row.option(chosen)) is not None:
            path, credit, made_of = self._fetched(option), option.candidate.credit, ""
        else:
            path, credit, made_of = self._named(chosen), None, ""
        info = probe(path)
        if info.video is None:
            raise MediaUnusable(f"{path.name} holds no picture", hint="choose another")
        is_moved = row.focus is not None and row.focus != row.shown_focus
        found = row.focus if is_moved else focus_of(path)
        return replace(
            row, chosen=chosen, shown=chosen, by_hand=row.by_hand and chosen == row.chosen, file=relative(path, self.folder),
            kind="picture" if info.duration is None else "video", size=(info.video.width, info.video.height), credit=credit,
            focus=found, shown_focus=row.shown_focus if is_moved else found, made_of=made_of,
            seconds=float(info.duration or 0) if chosen == CLIP else 0.0,
        )  # fmt: skip

    def _empty(self, row: Row) -> Row:
        return replace(
            row, chosen=DESIGNED, shown=DESIGNED, file="", kind="", size=(0, 0), credit=None, focus=None, shown_focus=None,
            made_of="", seconds=0.0, by_hand=row.by_hand and row.chosen == DESIGNED,
        )  # fmt: skip

    def _refocused(self, row: Row) -> Row:
        found = focus_of(self.folder / row.file)
        return replace(row, focus=found, shown_focus=found)

    def _fetched(self, option: Option) -> Path:
        """A stock's file, copied into the project; the user's own stay where they are."""
        candidate = option.candidate
        if self.own is not None and candidate.provider == self.own.name:
            return self.own.fetch(candidate)
        stem = fetched_name(option.id)
        for path in sorted(self.folder.glob(f"{stem}.*")):
            if ".part" not in path.name:
                return path
        stock = next((stock for stock in self.tools.stocks if stock.name == candidate.provider), None)
        if stock is None:
            raise _Unknown(f"{candidate.provider} is not configured here", hint="set its key, or choose another")
        fetched = stock.fetch(candidate)
        target = self.folder / f"{stem}{fetched.suffix}"
        make_atomically(target, lambda part: shutil.copyfile(fetched, part))
        return target

    def _named(self, chosen: str) -> Path:
        """A file a person wrote down, beside visuals.json or anywhere."""
        path = Path(chosen).expanduser()
        path = path if path.is_absolute() else self.folder / path
        if not chosen or not path.is_file():
            raise _Unknown("it is neither a candidate nor a file", hint="name the id of a candidate, or a file")
        return path

    def _generated(self, row: Row) -> Path:
        target = self.folder / FOLDER / f"generated-{self.clips.made_of(row)}.png"
        if target.is_file():
            return target
        check_words(self.tools.moderators, self.described(row))
        request = ImageRequest(
            row.prompt, self.frame.width, self.frame.height, self.style.line, AVOID, self.style.references,
            self.seed + row.part,
        )  # fmt: skip
        delivered = first_that_delivers(self.tools.image_makers, lambda maker: maker.generate(request))
        if delivered.failures:
            by = self.tools.image_makers[delivered.by].name
            why = "; ".join(error.message for error in delivered.failures)
            self.notes.append(f"the picture at {row.start:.1f} s is drawn by {by}, for {why}")
        if not delivered.result:
            raise ProviderFailed("no picture came of it", hint="change the prompt in visuals.json")
        made = delivered.result[0].path
        check_pictures(self.tools.moderators, (made,))
        make_atomically(target, lambda part: shutil.copyfile(made, part))
        return target

    def described(self, row: Row) -> str:
        """The words that a picture or clip is made of."""
        return f"{row.prompt}\n{self.style.line}".strip()


def _called(chosen: str) -> str:
    return "generated clip" if chosen == CLIP else "generated picture" if chosen == GENERATED else f"picture {chosen}"


class _Unknown(ReelwrightError):
    """A choice that names nothing here."""
