"""Weak wording: sentences too long for a breath, repetition, and in English the passive and words that say nothing."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from statistics import mean, pstdev

from reelwright.captions.breaking import is_small_word
from reelwright.productions.narrate.keywords import content_words, stem
from reelwright.productions.narrate.review.finding import Finding, Line, has_no_spaces
from reelwright.transcript.unspaced import is_unspaced

MOST_WORDS = 22
_MOST_CHARACTERS = 60
_NEAR = 3
"""Sentences in a row in which a word is heard as repeated."""
_IRREGULAR = (
    "been born beaten begun bitten blown bought bound broken brought built burnt caught chosen cut dealt done drawn driven "
    "eaten fed felt fallen fought found forgotten frozen given gone ground grown heard held hidden hit hung hurt kept known laid "
    "led left lent lit lost made meant met paid put read ridden risen run said seen sent set shaken shot shown shut sold sought "
    "spent spoken spread stolen struck sung sunk swept sworn taken taught thought thrown told torn understood woken won worn "
    "woven written"
)
_PASSIVE = re.compile(
    r"\b(?:am|is|are|was|were|be|been|being)\s+(?:(?:not|also|often|usually|still|now|then|always|never|\w+ly)\s+)?"
    rf"(?:{'|'.join(_IRREGULAR.split())}|(?!need\b|speed\b|indeed\b|red\b|bed\b)\w{{2,}}ed)\b",
    re.IGNORECASE,
)
_STATES = frozenset(
    "interested excited tired worried pleased bored scared surprised married used supposed united".split()
)
_FILLERS = {
    "in order to": "to", "due to the fact that": "because", "at this point in time": "now", "in the event that": "if",
    "it is important to note that": "", "it is worth noting that": "", "it should be noted that": "", "needless to say": "",
    "as you can see": "", "as we all know": "", "the fact that": "that", "a large number of": "many", "a lot of": "many",
    "kind of": "", "sort of": "", "basically": "", "actually": "", "literally": "", "really": "", "very": "", "quite": "",
    "simply": "", "in today's world": "", "at the end of the day": "", "in this video": "", "without further ado": "",
}  # fmt: skip
_FILLER = re.compile(
    "|".join(rf"\b{re.escape(words)}\b" for words in sorted(_FILLERS, key=len, reverse=True)), re.IGNORECASE
)


def weak_wording(lines: Sequence[Line], title: str, language: str) -> list[Finding]:
    """All of it, sentence by sentence."""
    found = [
        *_long(lines),
        *_repeated_words(lines, title),
        *_same_openings(lines),
        *_twice_said(lines),
        *_monotone(lines),
    ]
    if language.lower().split("-")[0] == "en":
        found += [*_passives(lines), *_fillers(lines)]
    return sorted(found, key=lambda each: (each.section, each.sentence, each.start, each.kind))


def _long(lines: Sequence[Line]) -> Iterator[Finding]:
    for line in lines:
        unspaced = sum(map(is_unspaced, line.text))
        if unspaced * 2 > len(line.text):
            if unspaced > _MOST_CHARACTERS:
                yield line.finding("long", f"{unspaced} characters in one breath", "make two sentences of it")
        elif len(line.words) > MOST_WORDS:
            yield line.finding("long", f"{len(line.words)} words in one breath", _where_to_divide(line))


def _where_to_divide(line: Line) -> str:
    middle = len(line.text) / 2
    cuts = [
        match.start()
        for match in re.finditer(r"[,;:–—]\s|\s(?=(?:and|but|und|aber|y|pero|et|mais|e|ma|mas|और|लेकिन)\s)", line.text)
    ]
    cuts = [cut for cut in cuts if 0.2 < cut / len(line.text) < 0.8]
    if not cuts:
        return "make two sentences of it"
    cut = min(cuts, key=lambda place: abs(place - middle))
    return f"make two sentences of it, for example after “{' '.join(line.text[:cut].split()[-3:])}”"


def _repeated_words(lines: Sequence[Line], title: str) -> Iterator[Finding]:
    """A word of weight in three sentences running, or three times in one; the topic itself may come back."""
    topic = {stem(word) for word in content_words(title)}
    runs: dict[str, list[tuple[int, re.Match[str]]]] = defaultdict(list)
    for number, line in enumerate(lines):
        for word in line.words:
            text = word.group().lower()
            root = stem(text)
            if len(text) > 3 and not is_small_word(text) and root not in topic and not is_unspaced(text[0]):
                runs[root].append((number, word))
    for uses in runs.values():
        at = 0
        while at + 2 < len(uses):
            window = uses[at : at + 3]
            if window[-1][0] - window[0][0] < _NEAR:
                number, word = window[-1]
                yield lines[number].finding(
                    "repetition",
                    f"“{word.group()}” is heard three times in a row",
                    "use another word, or join the sentences",
                    word.span(),
                )
                at += 3
            else:
                at += 1


def _same_openings(lines: Sequence[Line]) -> Iterator[Finding]:
    def opening(line: Line) -> tuple[str, ...]:
        words = line.lowered()
        return tuple(words[:2]) if len(words) > 2 and not has_no_spaces([line]) else ()

    run = 1
    for before, line in itertools.pairwise(lines):
        both, first = opening(line), opening(line)[:1]
        run = run + 1 if first and first == opening(before)[:1] else 1
        if (both and both == opening(before)) or run == _NEAR:
            words = line.words[:2] if both == opening(before) else line.words[:1]
            begins = line.text[words[0].start() : words[-1].end()]
            yield line.finding(
                "opening",
                f"begins like the sentence before it: “{begins}”",
                "begin with another word",
                (words[0].start(), words[-1].end()),
            )


def _twice_said(lines: Sequence[Line]) -> Iterator[Finding]:
    seen: dict[tuple[str, ...], Line] = {}
    for line in lines:
        key = tuple(line.lowered())
        if key and key in seen:
            first = seen[key]
            yield line.finding(
                "repetition", f"says word for word what sentence {first.section}.{first.sentence} says", "leave it out"
            )
        seen.setdefault(key, line)


def _monotone(lines: Sequence[Line]) -> Iterator[Finding]:
    lengths = [len(line.words) for line in lines]
    if len(lines) >= 6 and not has_no_spaces(lines) and pstdev(lengths) < 0.2 * mean(lengths):
        yield lines[0].finding(
            "rhythm",
            f"all sentences are about {round(mean(lengths))} words long",
            "let a short sentence follow a long one",
        )


def _passives(lines: Sequence[Line]) -> Iterator[Finding]:
    for line in lines:
        for match in _PASSIVE.finditer(line.text):
            if match.group().split()[-1].lower() not in _STATES:
                yield line.finding(
                    "passive", f"“{match.group()}” hides who acts", "name who does it, and let them do it", match.span()
                )


def _fillers(lines: Sequence[Line]) -> Iterator[Finding]:
    for line in lines:
        for match in _FILLER.finditer(line.text):
            better = _FILLERS[" ".join(match.group().lower().split())]
            yield line.finding(
                "filler",
                f"“{match.group()}” adds nothing",
                f"say “{better}”" if better else "leave it out",
                match.span(),
            )
