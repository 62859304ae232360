"""From recognised words to segments: by meaning, pauses and speaker, not by the recogniser's chunks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reelwright.productions.dub.document import Segment, SourceWord
from reelwright.transcript.sentences import split_sentences
from reelwright.transcript.spoken_units import lacks_spaces

PAUSE_MS = 700
"""A silence that ends a segment even within a sentence: the dub should pause there, too."""
LONGEST_MS = 12_000
"""Longer sentences are divided where they pause most: they are hard to time as one."""
SHORTEST_MS = 400
"""Shorter ones join the one before, where the same speaker goes on at once."""
_JOIN_MS = 300
_CLAUSE_ENDS = (",", ";", ":", "—", "–", "、", "，", "；", "：")


@dataclass(frozen=True, slots=True)
class Said:
    """A recognised word and who says it."""

    word: SourceWord
    speaker: str


def segments_of_words(said: Sequence[Said], language: str) -> tuple[Segment, ...]:
    """Segments ``s1``, ``s2`` …, in order of time. Words are kept as they are; every word is in exactly one segment."""
    groups: list[list[Said]] = []
    for run in _runs(said):
        for sentence in _sentences(run, language):
            groups += _bearable(sentence)
    joined = _joined(groups)
    joined.sort(key=lambda group: group[0].word.start_ms)
    return tuple(_segment(f"s{number}", group) for number, group in enumerate(joined, 1))


def _runs(said: Sequence[Said]) -> list[list[Said]]:
    """Words of one speaker without a long pause."""
    runs: list[list[Said]] = []
    last: dict[str, list[Said]] = {}
    for each in sorted(said, key=lambda each: each.word.start_ms):
        run = last.get(each.speaker)
        is_next = bool(runs) and run is runs[-1]
        if run is None or not is_next or each.word.start_ms - run[-1].word.end_ms >= PAUSE_MS:
            run = []
            runs.append(run)
            last[each.speaker] = run
        run.append(each)
    return runs


def _sentences(run: list[Said], language: str) -> list[list[Said]]:
    """A run divided where its text's sentences end."""
    text = _joined_text([each.word.text for each in run])
    groups: list[list[Said]] = []
    at = 0
    for sentence in split_sentences(text, language):
        wanted, group, length = len(_solid(sentence)), [], 0
        while at < len(run) and length < wanted:
            length += len(_solid(run[at].word.text))
            group.append(run[at])
            at += 1
        if group:
            groups.append(group)
    if at < len(run):
        groups = [*groups[:-1], groups[-1] + run[at:]] if groups else [run[at:]]
    return groups


def _bearable(group: list[Said]) -> list[list[Said]]:
    """The group, divided at its best places until no part is too long."""
    if group[-1].word.end_ms - group[0].word.start_ms <= LONGEST_MS or len(group) < 2:
        return [group]
    middle = (group[0].word.start_ms + group[-1].word.end_ms) / 2
    span = group[-1].word.end_ms - group[0].word.start_ms

    def worth(place: int) -> float:
        """A pause and the end of a clause speak for a place, distance from the middle against it."""
        before, after = group[place - 1].word, group[place].word
        pause = (after.start_ms - before.end_ms) / 1000
        clause = 0.6 if before.text.endswith(_CLAUSE_ENDS) else 0.0
        return pause + clause - 1.5 * abs((before.end_ms + after.start_ms) / 2 - middle) / span

    place = max(range(1, len(group)), key=worth)
    return [*_bearable(group[:place]), *_bearable(group[place:])]


def _joined(groups: list[list[Said]]) -> list[list[Said]]:
    """Groups too short to be timed join their neighbour."""
    joined: list[list[Said]] = []
    for group in groups:
        before = joined[-1] if joined else None
        if before is not None and before[0].speaker == group[0].speaker and _belong(before, group):
            before += group
        else:
            joined.append(list(group))
    return joined


def _belong(before: list[Said], group: list[Said]) -> bool:
    gap = group[0].word.start_ms - before[-1].word.end_ms
    short = min(_length(before), _length(group)) < SHORTEST_MS
    return short and gap <= _JOIN_MS and _length(before) + _length(group) <= LONGEST_MS


def _length(group: list[Said]) -> int:
    return group[-1].word.end_ms - group[0].word.start_ms


def _segment(name: str, group: list[Said]) -> Segment:
    words = tuple(each.word for each in group)
    end = max(words[-1].end_ms, words[0].start_ms + 1)
    return Segment(name, group[0].speaker, words[0].start_ms, end, _joined_text([word.text for word in words]), words)


def _joined_text(texts: Sequence[str]) -> str:
    """Words as one writes them: without spaces in scripts that have none."""
    result = ""
    for text in texts:
        glued = bool(result) and lacks_spaces(result[-1]) and lacks_spaces(text[:1])
        result += text if glued or not result else f" {text}"
    return result


def _solid(text: str) -> str:
    return "".join(text.split())
