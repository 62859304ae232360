"""Condensing an article to what can be said in a given time: whole sentences, chosen and kept in their order."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from reelwright.productions.narrate.article import Article
from reelwright.productions.narrate.keywords import content_words, picture_hint, rarity, stem
from reelwright.productions.narrate.long_sentences import divided
from reelwright.productions.narrate.pace import SECTION_PAUSE, SENTENCE_PAUSE, speech_seconds
from reelwright.productions.narrate.script import Script, Section, Sentence
from reelwright.transcript.sentences import split_sentences

_MOST_SENTENCES = 20_000
_TURN = SECTION_PAUSE - SENTENCE_PAUSE
"""What a new section costs besides its sentences, in seconds."""
_SECONDS_PER_SECTION = 10.0
_LEADING = 1.5
"""How much more the first sentence of a section counts: writers put there what it is about."""
_OPENINGS = (
    "however but and so thus therefore moreover furthermore additionally also it they this these "
    "those that he she such then here "
    "pero sin además esto estos estas ello así mais donc cependant ainsi ceci cela ces cette ils elles "
    "aber jedoch doch dies diese dieser dadurch deshalb sie er es "
    "ma però questo questi quindi inoltre mas isto esse essa isso assim"
)
_DANGLING = frozenset(_OPENINGS.split())
_POINTING = frozenset({"this", "these", "those", "such", "esto", "estos", "cette", "ces", "dieser", "diese", "questo"})
_LEANING = 0.3
"""A sentence that begins so leans on the one before."""


@dataclass(slots=True)
class _Candidate:
    place: int
    part: int
    text: str
    stems: list[str]
    seconds: float
    worth: float
    leans: bool
    """Whether it points to the sentence before."""


def condense(article: Article, language: str, seconds: float) -> Script:
    """A script of about ``seconds``: all of the article when it is short enough, else its weightiest sentences.

    Every section keeps a sentence if that leaves each some seconds; else the weightiest sections are told. Sentences
    are picked one by one by how common their words are in the article (SumBasic: Nenkova & Vanderwende
    2005); words already said count less, so that nothing is said twice.
    """
    candidates = _candidates(article, language)
    whole = sum(c.seconds for c in candidates) + _TURN * (len(article.parts) - 1)
    chosen = {c.place for c in candidates} if whole <= seconds * 1.1 else _pick(candidates, seconds)
    weights = rarity([c.text for c in candidates])
    sections: list[Section] = []
    for index, part in enumerate(article.parts):
        pictures = ", ".join(part.pictures[:1])
        said = [c for c in candidates if c.part == index and c.place in chosen]
        sentences = [
            Sentence(
                _standing_alone(c, chosen),
                pictures if n == 0 and pictures else picture_hint(c.text, part.title, weights),
            )
            for n, c in enumerate(said)
        ]
        if sentences:
            sections.append(Section(part.title, tuple(sentences)))
    return Script(article.title, language, tuple(sections))


def _candidates(article: Article, language: str) -> list[_Candidate]:
    found: list[_Candidate] = []
    for part_index, part in enumerate(article.parts):
        for paragraph in part.paragraphs:
            for text in (piece for sentence in split_sentences(paragraph) for piece in divided(sentence)):
                if any(char.isalnum() for char in text) and len(found) < _MOST_SENTENCES:
                    stems = [stem(word) for word in content_words(text)]
                    found.append(
                        _Candidate(
                            len(found), part_index, text, stems, speech_seconds(text, language), 1.0, _leans(text)
                        )
                    )
    first_in_part = {candidate.part: candidate.place for candidate in reversed(found)}
    for candidate in found:
        if first_in_part[candidate.part] == candidate.place:
            candidate.worth *= _LEADING
        if not 4 <= len(candidate.text.split()) <= 32 and language[:2] not in ("zh", "ja", "th", "lo", "km", "my"):
            candidate.worth *= 0.6
        if candidate.text.endswith(("?", ":")):
            candidate.worth *= 0.7
    return found


def _leans(text: str) -> bool:
    words = [word.strip("\"'“”‘’«»(,").lower() for word in text.split()[:3]]
    return words[:1] != [] and (words[0] in _DANGLING or not _POINTING.isdisjoint(words))


def _pick(candidates: list[_Candidate], budget: float) -> set[int]:
    counts = Counter(word for candidate in candidates for word in candidate.stems)
    total = sum(counts.values()) or 1
    common = {word: count / total for word, count in counts.items()}
    chosen: set[int] = set()
    spent = 0.0

    def score(candidate: _Candidate) -> float:
        if not candidate.stems:
            return 0.0
        worth = candidate.worth * (_LEANING if candidate.leans and candidate.place - 1 not in chosen else 1.0)
        return worth * sum(common[word] for word in candidate.stems) / (len(candidate.stems) + 2)

    def take(candidate: _Candidate) -> None:
        nonlocal spent
        chosen.add(candidate.place)
        spent += candidate.seconds
        for word in set(candidate.stems):
            common[word] **= 2

    take(candidates[0])  # what the article opens with
    best_of: dict[int, _Candidate] = {}
    for candidate in candidates:
        if candidate.part != candidates[0].part and (
            candidate.part not in best_of or score(candidate) > score(best_of[candidate.part])
        ):
            best_of[candidate.part] = candidate
    most = max(1, int(budget / _SECONDS_PER_SECTION) - 1)
    told = {candidates[0].part}
    for best in sorted(best_of.values(), key=lambda c: (-score(c), c.place)):
        if len(told) <= most and spent + best.seconds + _TURN <= budget:
            take(best)
            spent += _TURN
            told.add(best.part)
    rest = [c for c in candidates if c.place not in chosen and c.part in told]
    while rest:
        rest = [c for c in rest if c.place not in chosen and spent + c.seconds <= budget]
        if rest:
            take(max(rest, key=lambda c: (score(c) * (1.6 if c.place - 1 in chosen else 1.0), -c.place)))
    return chosen


def _standing_alone(candidate: _Candidate, chosen: set[int]) -> str:
    """The sentence without an opening word that pointed to one left out ("However, rice …" → "Rice …")."""
    first, _, rest = candidate.text.partition(" ")
    if candidate.place - 1 in chosen or not first.endswith(",") or first[:-1].lower() not in _DANGLING or not rest:
        return candidate.text
    return rest[0].upper() + rest[1:]
