"""Changes to a script, sentence by sentence: found by number, accepted in parts, put into a file that went on being edited."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from difflib import SequenceMatcher
from typing import Any, Literal

from reelwright.errors import InvalidInput
from reelwright.productions.narrate.script import Script, Sentence
from reelwright.productions.narrate.script_file import PlacedScript, place_script, sentence_lines

ChangeKind = Literal["replaced", "added", "removed", "title"]


@dataclass(frozen=True, slots=True)
class Change:
    """``section`` and ``sentence`` count from 1 in the script that was looked at; an added sentence stands after ``sentence`` (0: at
    the section's beginning). ``number`` is the change's own, and never another's."""

    number: int
    kind: ChangeKind
    section: int
    sentence: int
    before: str
    after: str
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Changes to the script whose sentences ``base`` holds by section."""

    base: tuple[tuple[str, ...], ...]
    changes: tuple[Change, ...]

    def as_row(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "base": [list(section) for section in self.base],
            "changes": [asdict(change) for change in self.changes],
        }

    @staticmethod
    def of_row(row: dict[str, Any]) -> Proposal:
        """Raises ``InvalidInput`` for JSON that is none."""
        try:
            base = tuple(tuple(str(text) for text in section) for section in row["base"])
            return Proposal(base, tuple(Change(**change) for change in row["changes"]))
        except (KeyError, TypeError):
            raise InvalidInput("the proposal cannot be read", hint="ask for a new one") from None


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence of the new script; ``origin`` is the place in its section it comes from (from 0), ``None`` for a new one."""

    text: str
    picture: str
    origin: int | None = None


@dataclass(frozen=True, slots=True)
class Accepted:
    """``unfit`` are the numbers of changes that had no place any more: what they change was edited meanwhile."""

    text: str
    applied: tuple[int, ...]
    unfit: tuple[int, ...]


def compared(script: Script, titles: Sequence[str], told: Sequence[Sequence[Told]]) -> Proposal:
    """The changes from a script to new sentences, given for each of its sections. A sentence that moved is removed and added."""
    rows: list[Change] = []
    for number, (section, title, new) in enumerate(zip(script.sections, titles, told, strict=True), 1):
        old = [sentence.text for sentence in section.sentences]
        if title != section.title:
            rows.append(Change(0, "title", number, 0, section.title, title))
        kept = _in_order([each.origin for each in new])
        here = -1
        for place, each in enumerate(new):
            if place not in kept or each.origin is None:
                rows.append(Change(0, "added", number, here + 1, "", each.text, each.picture))
                continue
            rows += [Change(0, "removed", number, gone + 1, old[gone], "") for gone in range(here + 1, each.origin)]
            here = each.origin
            if each.text != old[here]:
                rows.append(Change(0, "replaced", number, here + 1, old[here], each.text, each.picture))
        rows += [Change(0, "removed", number, gone + 1, old[gone], "") for gone in range(here + 1, len(old))]
    base = tuple(tuple(sentence.text for sentence in section.sentences) for section in script.sections)
    return Proposal(base, tuple(replace(row, number=place) for place, row in enumerate(rows, 1)))


def accepted(text: str, name: str, proposal: Proposal, wanted: Iterable[int]) -> Accepted:
    """The file's text with the wanted changes, all else as it is, notes and empty lines too. Raises ``InvalidInput`` for a number that
    is none, and when no sentence would be left."""
    numbers = sorted(set(wanted))
    known = {change.number: change for change in proposal.changes}
    for number in numbers:
        if number not in known:
            raise InvalidInput(
                f"there is no change {number}", hint=f"there are {len(known)}; choose some of them, all, or none"
            )
    placed = place_script(text, name, "")
    where = _Where(proposal, placed)
    lines = text.splitlines()
    edits = {number: where.edit(known[number], lines) for number in numbers}
    fitting = [(number, edit) for number, edit in edits.items() if edit is not None]
    for _, (start, end, new) in sorted(
        fitting, key=lambda row: (row[1][0], row[1][1] > row[1][0], row[0]), reverse=True
    ):
        lines[start:end] = new
    result = "\n".join(lines) + "\n" if fitting else text
    place_script(result, name, "")
    return Accepted(result, tuple(n for n, _ in fitting), tuple(n for n, edit in edits.items() if edit is None))


class _Where:
    """Where the sentences that were looked at stand in the file now."""

    def __init__(self, proposal: Proposal, placed: PlacedScript) -> None:
        self._placed = placed
        self._base = [(section, place) for section, texts in enumerate(proposal.base) for place in range(len(texts))]
        now = [(section, place) for section, rows in enumerate(placed.lines) for place in range(len(rows))]
        old_texts = [text for texts in proposal.base for text in texts]
        new_texts = [sentence.text for sentence in placed.script.sentences]
        blocks = SequenceMatcher(None, old_texts, new_texts, autojunk=False).get_matching_blocks()
        self._now = {self._base[block.a + step]: now[block.b + step] for block in blocks for step in range(block.size)}

    def edit(self, change: Change, lines: Sequence[str]) -> tuple[int, int, list[str]] | None:
        """Lines (from, to) and what takes their place, or ``None`` where the change has no place."""
        section, sentence = change.section - 1, change.sentence - 1
        if change.kind == "title":
            return self._title(section, change)
        if change.kind == "added":
            at = self._after(section, sentence)
            return None if at is None else (at, at, sentence_lines(Sentence(change.after, change.picture)))
        found = self._now.get((section, sentence))
        if found is None:
            return None
        start, end = self._placed.lines[found[0]][found[1]]
        if change.kind == "removed":
            return start, end, []
        return start, end, _replaced(lines[start:end], change)

    def _after(self, section: int, sentence: int) -> int | None:
        """The line after a sentence, or after the nearest one before it that is still there; else before the first one that is."""
        count = sum(each == section for each, _ in self._base)
        for place in range(min(sentence, count - 1), -1, -1):
            if found := self._now.get((section, place)):
                return self._placed.lines[found[0]][found[1]][1]
        for place in range(max(sentence, 0), count):
            if found := self._now.get((section, place)):
                return self._placed.lines[found[0]][found[1]][0]
        return None

    def _title(self, section: int, change: Change) -> tuple[int, int, list[str]] | None:
        found = next((now for (base, _), now in self._now.items() if base == section), None)
        if found is None or self._placed.script.sections[found[0]].title != change.before:
            return None
        line, heading = self._placed.headings[found[0]], [f"## {change.after}".rstrip()]
        first = self._placed.lines[found[0]][0][0]
        return (line, line + 1, heading) if line >= 0 else (first, first, [*heading, ""])


def _replaced(block: Sequence[str], change: Change) -> list[str]:
    """The lines of a sentence with its text and picture changed; its pause, notes and empty lines stay."""
    told = sentence_lines(Sentence(change.after, change.picture))
    rest = [
        line
        for line in block[1:]
        if not (change.picture and line.strip().lower().startswith(("> picture", ">picture")))
    ]
    return told + rest


def _in_order(origins: Sequence[int | None]) -> set[int]:
    """Places of the longest run of rising origins: what stayed, where the rest moved or is new."""
    best: list[list[int]] = []
    for place, origin in enumerate(origins):
        if origin is None:
            best.append([])
            continue
        before = [run for run in best if run and (origins[run[-1]] or 0) < origin]
        best.append([*max(before, key=len, default=[]), place])
    return set(max(best, key=len, default=[]))
