"""visuals.json: which picture is seen when, what else could be, and who made it, as a person reads and edits it.

``chosen`` names a candidate, a file (beside visuals.json or anywhere), ``generated``, ``clip`` or ``designed``; ``focus`` is the point that
stays in view; ``moved`` is by how many seconds the picture begins later than its sentences. All may be changed by hand; the next
run follows without searching or paying again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from reelwright.errors import InvalidInput
from reelwright.productions.narrate.credits import Credited
from reelwright.productions.narrate.picture_scores import Scored
from reelwright.productions.narrate.shots import Shot
from reelwright.providers.pictures import Credit, StockCandidate

FILE = "visuals.json"
VERSION = 1
DESIGNED, GENERATED, CLIP = "designed", "generated", "clip"
MADE = (DESIGNED, GENERATED, CLIP)
"""Choices that are not found but made: here, by an image provider, by a clip provider."""
SHORTEST = 0.8
"""Seconds a picture is seen at the least: the fade into it takes 0.6."""
Focus = tuple[float, float]
_ALWAYS = frozenset({"start", "end", "duration", "text", "chosen", "candidates"})
"""What is written down even when it is nothing."""


@dataclass(frozen=True, slots=True)
class Option:
    """A candidate as it is written down. ``focus`` is found when it is first shown."""

    id: str
    score: float
    scores: dict[str, float]
    candidate: StockCandidate

    @staticmethod
    def of(row: Scored) -> Option:
        return Option(name_of(row.candidate), row.score, row.parts, row.candidate)


@dataclass(frozen=True)
class Row:
    """One shot. ``shown``, ``file``, ``shown_focus`` and ``size`` are what the last run made of ``chosen``; where ``chosen`` or
    ``focus`` differ from them, a person has changed it. ``key`` says what the search depended on, ``made_of`` what a generated
    picture or clip did; a clip lasts ``seconds``, and ``instead`` is the choice for when it cannot be had."""

    start: float
    end: float
    text: str
    part: int
    search: str
    prompt: str
    chosen: str = ""
    focus: Focus | None = None
    kind: str = ""
    file: str = ""
    size: tuple[int, int] = (0, 0)
    credit: Credit | None = None
    by_hand: bool = False
    shown: str = ""
    shown_focus: Focus | None = None
    key: str = ""
    made_of: str = ""
    instead: str = ""
    seconds: float = 0.0
    candidates: tuple[Option, ...] = field(default_factory=tuple)
    moved: float = 0.0
    """Seconds by which a person lets it begin later than its sentences do (earlier when negative)."""
    trim: float = 0.0
    """Second of a clip with which it begins."""
    alt: str = ""
    """What is to be seen, in a person's words."""

    def option(self, name: str) -> Option | None:
        return next((option for option in self.candidates if option.id == name), None)


def name_of(candidate: StockCandidate) -> str:
    """``pexels:123``, ``pexels:video-123``, ``folder:beach.jpg``."""
    is_clip = candidate.kind == "video" and candidate.provider != "folder"
    return f"{candidate.provider}:{'video-' if is_clip else ''}{candidate.id}"


def write_plan(rows: Sequence[Row]) -> str:
    return json.dumps({"version": VERSION, "shots": [_plain(row) for row in rows]}, ensure_ascii=False, indent=1) + "\n"


def parse_plan(text: str, name: str = FILE) -> list[Row]:
    """Raises ``InvalidInput`` with the place at fault."""
    try:
        tree = json.loads(text)
        if isinstance(tree, list):  # an earlier version's, which chose nothing that is worth keeping
            return []
        rows = tree["shots"]
        if tree["version"] != VERSION or not isinstance(rows, list):
            raise ValueError
    except (ValueError, KeyError, TypeError):
        raise InvalidInput(f"{name} cannot be read", hint="mend it, or delete it to have it made anew") from None
    found: list[Row] = []
    for number, row in enumerate(rows, 1):
        try:
            found.append(_row(row))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise InvalidInput(
                f"{name}, shot {number} cannot be read ({error})",
                hint="mend it, or delete the file to have it made anew",
            ) from None
    return found


class Earlier:
    """The rows of an earlier run, to be found again by what is said."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows: dict[tuple[str, int], list[Row]] = {}
        for row in rows:
            self._rows.setdefault((row.text, row.part), []).append(row)

    def take(self, shot: Shot) -> Row | None:
        """The row of the same sentences, with the shot's times. What is said twice is taken in its order."""
        rows = self._rows.get((shot.text, shot.part))
        return replace(rows.pop(0), start=shot.start, end=shot.end) if rows else None


@dataclass(frozen=True, slots=True)
class Change:
    """A person's choice for a shot (counted from 1). ``None`` leaves as it is."""

    shot: int
    chosen: str | None = None
    focus: Focus | None = None
    start: float | None = None
    """Seconds at which it should begin; the one before it lasts until then."""
    trim: float | None = None
    prompt: str | None = None
    alt: str | None = None
    offered: Option | None = None
    """A picture the person brings along, which becomes a candidate."""


def changed(rows: Sequence[Row], changes: Sequence[Change], *, own_files: bool) -> list[Row]:
    """The rows with a person's choices. Raises ``InvalidInput`` for a shot or candidate that is not there.

    ``own_files`` says whether a file may be named, which on a server nobody may.
    """
    after = list(rows)
    for change in changes:
        if not 1 <= change.shot <= len(after):
            raise InvalidInput(f"there is no shot {change.shot}", hint=f"choose 1 to {len(after)}")
        row = after[change.shot - 1]
        if change.offered is not None:
            others = tuple(each for each in row.candidates if each.id != change.offered.id)
            row = replace(row, candidates=(change.offered, *others))
        if change.chosen is not None:
            is_known = change.chosen in MADE or row.option(change.chosen) is not None
            if not is_known and not own_files:
                raise InvalidInput(
                    f"shot {change.shot} has no candidate {change.chosen[:80]!r}",
                    hint="name the id of one of its candidates, designed, generated or clip",
                )
            row = replace(row, chosen=change.chosen)
        if change.focus is not None:
            row = replace(row, focus=_focus(change.focus))
        told = {"trim": change.trim, "prompt": change.prompt, "alt": change.alt}
        row = replace(row, **{name: value for name, value in told.items() if value is not None})
        if change.start is not None:
            if change.shot == 1:
                raise InvalidInput(
                    "the first picture begins with the video", hint="move the beginning of the second one"
                )
            row = replace(row, start=change.start, moved=round(change.start - (row.start - row.moved), 3))
        after[change.shot - 1] = row
    return retimed(after) if any(change.start is not None for change in changes) else after


def retimed(rows: Sequence[Row]) -> list[Row]:
    """Rows whose ``start`` tells where they should begin, each lasting until the next one and at least ``SHORTEST`` seconds."""
    if not rows:
        return []
    end, starts = rows[-1].end, [rows[0].start]
    for place, row in enumerate(rows[1:], 1):
        latest = end - SHORTEST * (len(rows) - place)
        starts.append(round(max(starts[-1] + SHORTEST, min(row.start, latest)), 3))
    ends = [*starts[1:], max(end, starts[-1])]
    return [
        replace(row, start=start, end=until, moved=round(row.moved + start - row.start, 3))
        for row, start, until in zip(rows, starts, ends, strict=True)
    ]


def credited(rows: Sequence[Row]) -> list[Credited]:
    """The pictures that ask for a credit, in their order."""
    return [
        Credited(row.start, row.end, row.credit)
        for row in rows
        if row.credit is not None and row.credit.line and row.file
    ]


def shown_rows(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """For the API: without what only the next run needs."""
    plain = [_plain(row) for row in rows]
    for row in plain:
        for name in ("key", "made_of", "shown", "shown_focus", "instead"):
            row.pop(name, None)
        for option in row["candidates"]:
            option.pop("facts", None)
    return plain


def _plain(row: Row) -> dict[str, Any]:
    told = {
        "start": row.start, "end": row.end, "duration": round(row.end - row.start, 3), "text": row.text, "part": row.part,
        "search": row.search, "prompt": row.prompt, "chosen": row.chosen, "kind": row.kind, "file": row.file, "focus": row.focus,
        "size": row.size, "by_hand": row.by_hand, "credit": asdict(row.credit) if row.credit else None, "shown": row.shown,
        "shown_focus": row.shown_focus, "key": row.key, "made_of": row.made_of,
        "instead": row.instead, "seconds": round(row.seconds, 3),
        "candidates": [_plain_option(option) for option in row.candidates], "moved": row.moved, "trim": row.trim, "alt": row.alt,
    }  # fmt: skip
    return {name: value for name, value in told.items() if name in _ALWAYS or value not in (None, "", False, (0, 0), 0)}


def _plain_option(option: Option) -> dict[str, Any]:
    one = option.candidate
    return {
        "id": option.id, "score": option.score, "scores": option.scores, "provider": one.provider, "name": one.id, "kind": one.kind,
        "width": one.width, "height": one.height, "seconds": round(one.seconds, 3), "words": one.words,
        "preview": one.preview_url, "credit": asdict(one.credit), "facts": one.facts,
    }  # fmt: skip


def _row(row: Mapping[str, Any]) -> Row:
    size = row.get("size") or (0, 0)
    return Row(
        float(row["start"]), float(row["end"]), str(row.get("text", "")), int(row.get("part", 0)), str(row.get("search", "")),
        str(row.get("prompt", "")), str(row.get("chosen") or ""), _focus(row.get("focus")), str(row.get("kind", "")),
        str(row.get("file", "")), (int(size[0]), int(size[1])), Credit(**row["credit"]) if row.get("credit") else None,
        bool(row.get("by_hand")), str(row.get("shown", "")), _focus(row.get("shown_focus")), str(row.get("key", "")),
        str(row.get("made_of", "")), str(row.get("instead", "")), float(row.get("seconds", 0)),
        tuple(_option(option) for option in row.get("candidates") or []),
        float(row.get("moved", 0)), float(row.get("trim", 0)), str(row.get("alt", "")),
    )  # fmt: skip


def _option(row: Mapping[str, Any]) -> Option:
    kind = row["kind"]
    if kind not in ("picture", "video"):
        raise ValueError(f"a candidate is a picture or a video, not {kind!r}")
    candidate = StockCandidate(
        str(row["provider"]), str(row["name"]), kind, int(row["width"]), int(row["height"]), str(row.get("words", "")),
        Credit(**row["credit"]), str(row.get("preview", "")), float(row.get("seconds", 0)), dict(row.get("facts") or {}),
    )  # fmt: skip
    return Option(str(row["id"]), float(row.get("score", 0)), dict(row.get("scores") or {}), candidate)


def _focus(told: Any) -> Focus | None:
    if told is None:
        return None
    x, y = (float(part) for part in told)
    if not (0 <= x <= 1 and 0 <= y <= 1):
        raise InvalidInput(f"a focus is two numbers from 0 to 1, not {x:g}, {y:g}", hint="0.5, 0.5 is the middle")
    return x, y
