"""The pictures of a narrated video: looked for, chosen, fetched, and kept in visuals.json for a person to change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from reelwright.errors import InvalidInput, ProviderNeeded
from reelwright.productions.narrate.assemble import Shown
from reelwright.productions.narrate.folder_stock import FolderStock
from reelwright.productions.narrate.frame import SIZES, Frame
from reelwright.productions.narrate.picture_ranking import candidates_in, choose
from reelwright.productions.narrate.picture_scores import Scored, scored, worth_after
from reelwright.productions.narrate.script import Script
from reelwright.productions.narrate.search_words import picture_prompt, searches
from reelwright.productions.narrate.shots import Shot, divide
from reelwright.productions.narrate.speak import Narration
from reelwright.productions.narrate.visual_plan import (
    CLIP,
    DESIGNED,
    FILE,
    GENERATED,
    Earlier,
    Option,
    Row,
    name_of,
    parse_plan,
    retimed,
    write_plan,
)
from reelwright.productions.project.atomic import write_atomically
from reelwright.productions.project.folder import Project
from reelwright.productions.project.style import project_style
from reelwright.providers.clips import ClipGeneration
from reelwright.providers.pictures import StockCandidate, StockQuery
from reelwright.timeline.fingerprint import digest
from reelwright.workflows.generated_clips import makers_named, no_makers
from reelwright.workflows.make_request import MakeRequest, Progress, Tools
from reelwright.workflows.moderated import check_words
from reelwright.workflows.picture_files import FOLDER, PictureFiles
from reelwright.workflows.shot_clips import ShotClips
from reelwright.workflows.stock_candidates import StockSearch
from reelwright.workflows.usable_media import usable

_MOST_OPTIONS = 12
_MOVING = 0.3
"""What is added to footage's score where footage is wanted."""


@dataclass
class Planned:
    """``shown`` is empty for a video that is designed throughout."""

    shown: list[Shown] = field(default_factory=list[Shown])
    rows: list[Row] = field(default_factory=list[Row])
    notes: list[str] = field(default_factory=list[str])


def plan_pictures(
    request: MakeRequest, tools: Tools, project: Project, script: Script, narration: Narration,
    on_progress: Callable[[Progress], None],
) -> Planned:  # fmt: skip
    """What is seen when. Sentences that did not change keep their pictures, and a person's changes are followed.

    Raises ``InvalidInput`` or ``ProviderNeeded`` for a source of pictures that is not there, ``ProviderFailed`` when only stocks
    were asked for and none answers, ``ContentRefused`` for words of pictures that the moderators flag: nothing is made then.
    """
    style = project_style(project.folder, request.style, request.references)
    if request.pictures == DESIGNED and not request.clips and not request.plans_designed:
        return Planned()
    check_sources(request, tools)
    planned = Planned()
    path = project.folder / FILE
    earlier = Earlier(parse_plan(path.read_text("utf-8-sig"), str(path)) if path.is_file() else [])
    own = _own(request, planned.notes)
    is_empty = own is None and request.pictures == "auto" and not (tools.stocks or request.clips or path.is_file())
    if is_empty and not request.plans_designed:
        return Planned()
    frame = Frame(*SIZES[request.aspect])
    shots = divide(narration)
    rows = retimed(_Choosing(request, tools, own, frame, script, planned.notes).rows(shots, earlier))
    rows = _with_clips(request, shots, rows)
    makers = _makers(request, tools)
    clips = ShotClips(project.folder / FOLDER, makers, tools.moderators, frame, style, request.seed, planned.notes)
    wished = {CLIP, GENERATED} if request.pictures == GENERATED else {CLIP}
    files = PictureFiles(project.folder, own, tools, frame, style, request.seed, planned.notes, clips, wished)
    for row in rows:  # all words first: nothing is paid for in a video that is refused
        if row.chosen in (CLIP, GENERATED):
            check_words(tools.moderators, files.described(row))
    wanted = [row for row in rows if row.chosen == CLIP]
    total = len(rows) + len(wanted) + 1
    if makers:
        clips.begin(wanted, lambda done: on_progress(Progress("visuals", done, total)))
    done: list[Row] = []
    for number, row in enumerate(rows):
        on_progress(Progress("visuals", len(wanted) + number, total))
        done.append(files.laid_out(row, {other.chosen for other in [*done, *rows[number + 1 :]]}))
    if all(row.chosen == DESIGNED and not row.by_hand for row in done) and not request.plans_designed:
        return Planned(notes=planned.notes)
    write_atomically(path, write_plan(done))
    planned.rows = done
    if any(row.file for row in done):
        planned.shown = [
            Shown(
                replace(shot, start=row.start, end=row.end),
                "video" if row.kind == "video" else "picture",
                row.file,
                row.focus,
                row.size,
                seconds=row.seconds,
                trim=row.trim,
            )
            for shot, row in zip(shots, done, strict=True)
        ]
    return planned


def check_sources(request: MakeRequest, tools: Tools) -> None:
    """Raises ``InvalidInput`` or ``ProviderNeeded`` for a source of pictures that is not there."""
    if request.pictures == "folder" and request.media is None:
        raise InvalidInput("pictures of a folder need the folder", hint="name it with --media")
    if request.media is not None:
        candidates_in(request.media, _made_here(request))
    if request.pictures == "stock" and not tools.stocks:
        raise ProviderNeeded(
            "no stock of pictures is configured",
            hint="set REELWRIGHT_PEXELS_API_KEY or REELWRIGHT_PIXABAY_API_KEY; both keys cost nothing",
        )
    if request.pictures == GENERATED and not tools.image_makers:
        raise ProviderNeeded(
            "nothing that makes pictures is configured", hint="`reel providers` lists who does, and what to set"
        )
    if request.clips and not tools.clip_makers:
        raise no_makers()
    _makers(request, tools)


def _makers(request: MakeRequest, tools: Tools) -> Sequence[ClipGeneration]:
    return makers_named(tools.clip_makers, request.clips if request.clips != "auto" else None)


def _with_clips(request: MakeRequest, shots: Sequence[Shot], rows: Sequence[Row]) -> list[Row]:
    """The rows with clips where they are wished for: what was chosen stands in. Choices of a person's hand stay."""
    after: list[Row] = []
    for number, (shot, row) in enumerate(zip(shots, rows, strict=True)):
        is_first = number == 0 or shots[number - 1].section != shot.section
        is_wished = bool(request.clips) and (request.clips_for == "sentences" or is_first)
        if not row.by_hand and is_wished:
            instead = row.instead if row.chosen == CLIP else row.chosen
            row = replace(row, chosen=CLIP, instead=instead)
        elif not row.by_hand and row.chosen == CLIP:
            row = replace(row, chosen=row.instead or DESIGNED, instead="")
        after.append(row)
    return after


def _made_here(request: MakeRequest) -> frozenset[Path]:
    """What an earlier run of the same command made, which may lie among the user's pictures."""
    made = (request.output, request.output.with_suffix(".jpg"), request.folder)
    return frozenset(path.resolve() for path in made)


def _own(request: MakeRequest, notes: list[str]) -> FolderStock | None:
    if request.media is None or request.pictures not in ("auto", "folder"):
        return None
    files, skipped = usable(candidates_in(request.media, _made_here(request)))
    notes += [f"left out {path}: {reason}" for path, reason in skipped]
    return FolderStock(request.media, files)


class _Choosing:
    def __init__(
        self,
        request: MakeRequest,
        tools: Tools,
        own: FolderStock | None,
        frame: Frame,
        script: Script,
        notes: list[str],
    ) -> None:
        self._request, self._tools, self._own, self._frame, self._script = request, tools, own, frame, script
        stocks = tools.stocks if request.pictures in ("auto", "stock") else ()
        self._search = StockSearch(stocks, frame, notes, with_video=request.stock_video)
        self._key = self._key_of()

    def rows(self, shots: Sequence[Shot], earlier: Earlier) -> list[Row]:
        """A row for each shot, with its choice. No two of a stock's pictures are the same."""
        before = [_moved(earlier.take(shot)) for shot in shots]
        kept = [self._kept(row) for row in before]
        wanted = searches(shots, self._script.title, self._script.language)
        used = {row.chosen for row in kept if row is not None}
        rows: list[Row] = []
        for shot, old, row, tries in zip(shots, before, kept, wanted, strict=True):
            if row is None:
                row = _with_its_hand(self._new(shot, tries[0].words if tries else ""), old)
                if self._request.pictures == GENERATED:
                    row = replace(row, chosen=GENERATED)
                else:
                    found = self._found(shot, tries, used)
                    row = replace(row, candidates=tuple(Option.of(each) for each in found[:_MOST_OPTIONS]))
                    row = replace(row, chosen=self._best(found, rows, used))
            elif not row.chosen:  # a person took the choice away
                row = replace(row, chosen=next((each.id for each in row.candidates if each.id not in used), ""))
            used.add(row.chosen)
            rows.append(row)
        self._search.check(is_only=self._request.pictures == "stock")
        return self._filled(shots, rows)

    def _kept(self, row: Row | None) -> Row | None:
        """A row of an earlier run that still holds: by a person's hand, or made under what is asked now."""
        if row is None or not (row.chosen or row.candidates):
            return None
        by_hand = row.by_hand or (bool(row.shown) and bool(row.chosen) and row.chosen != row.shown)
        is_empty = row.chosen == DESIGNED and not by_hand
        if by_hand or (row.key == self._key and not is_empty):
            return replace(row, by_hand=by_hand, key=self._key)
        return None

    def _new(self, shot: Shot, search: str) -> Row:
        prompt = picture_prompt(shot, self._script.title)
        return Row(shot.start, shot.end, shot.text, shot.part, search, prompt, key=self._key)

    def _found(self, shot: Shot, tries: Sequence[Any], used: set[str]) -> list[Scored]:
        """Candidates of the user's own folder and of all stocks."""
        return self._own_found(shot) + (self._search.found(shot, tries, used) if self._search.stocks else [])

    def _own_found(self, shot: Shot) -> list[Scored]:
        if self._own is None:
            return []
        found: list[StockCandidate] = []
        for kind in ("picture", "video"):
            found += self._own.search(StockQuery(shot.wish, kind, count=_MOST_OPTIONS))
        return scored(found, shot.wish, self._frame, shot.end - shot.start, keeps_all=True)

    def _best(self, found: Sequence[Scored], before: Sequence[Row], used: set[str]) -> str:
        """The name of the candidate that suits best and was not shown yet; nothing when there is none."""
        if self._own is not None and not self._search.stocks:
            return ""  # ranked together, below
        fresh = [row for row in found if name_of(row.candidate) not in used]
        if not fresh:
            return ""
        if self._own is not None and any(row.candidate.provider == self._own.name for row in fresh):
            fresh = [row for row in fresh if row.candidate.provider == self._own.name]
        seen = [option.candidate for row in before if (option := row.option(row.chosen)) is not None]
        bonus = _MOVING if self._request.stock_video else 0.0
        best = max(fresh, key=lambda row: worth_after(row, seen) + bonus * (row.candidate.kind == "video"))
        return name_of(best.candidate)

    def _filled(self, shots: Sequence[Shot], rows: list[Row]) -> list[Row]:
        """Rows without a choice, filled: with the user's own pictures in turn, a generated one, a designed background."""
        own = self._own
        if own is None:
            last = GENERATED if self._tools.image_makers and self._search.stocks else DESIGNED
            return [row if row.chosen else replace(row, chosen=last) for row in rows]
        by_name = {f"{own.name}:{file.path.relative_to(own.folder).as_posix()}": file for file in own.files}
        settled = {n: by_name[row.chosen].path for n, row in enumerate(rows) if row.chosen in by_name}
        chosen = choose([shot.wish for shot in shots], own.files, settled)
        filled: list[Row] = []
        for shot, row, file in zip(shots, rows, chosen, strict=True):
            candidate = own.candidate(file)
            if row.chosen or candidate is None:
                filled.append(row if row.chosen else replace(row, chosen=DESIGNED))
                continue
            options = row.candidates
            if row.option(name_of(candidate)) is None:
                whole = scored([candidate], shot.wish, self._frame, shot.end - shot.start, keeps_all=True)
                options = (*options, Option.of(whole[0]))
            filled.append(replace(row, chosen=name_of(candidate), candidates=options))
        return filled

    def _key_of(self) -> str:
        """What a choice depends on besides the words. Another stock, or one less, changes nothing about what was chosen."""
        request, frame = self._request, self._frame
        listed = [[str(file.path), file.description] for file in self._own.files] if self._own else None
        how = "generated" if request.pictures == GENERATED else "chosen"
        shape = [frame.width, frame.height]
        return digest({"how": how, "frame": shape, "video": request.stock_video, "own": listed})[:16]


def _moved(row: Row | None) -> Row | None:
    """A row with its sentences' times, where a person let it begin."""
    return row if row is None or not row.moved else replace(row, start=round(row.start + row.moved, 3))


def _with_its_hand(row: Row, old: Row | None) -> Row:
    """A new choice where a person had set the time or the description before."""
    return row if old is None else replace(row, start=old.start, moved=old.moved, alt=old.alt)


def plan_file(project: Path) -> Path:
    """Where a project's pictures are written down."""
    return project / FILE
