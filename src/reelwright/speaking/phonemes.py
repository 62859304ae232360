"""A text in phonemes (IPA), each of which knows the written unit it speaks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reelwright.errors import InvalidInput
from reelwright.speaking.child_process import ask_child
from reelwright.speaking.engine_text import has_letters, speakable
from reelwright.speaking.espeak_library import ESPEAK_SCRIPT, engine_voices, espeak_paths
from reelwright.speaking.matching_symbols import owners
from reelwright.transcript.abbreviations import ABBREVIATIONS
from reelwright.transcript.spoken_units import spoken_units

TIE = "\u0361"
"""Joins the letters of one sound, as in ``t͡ʃ``."""
_LANGUAGE_SWITCH = re.compile(r"\([a-z\u0361-]{2,}\)")
_MARKS = {
    "。": ".", "．": ".", "।": ".", "॥": ".", "۔": ".", "！": "!", "？": "?", "؟": "?", "，": ",", "、": ",", "،": ",", "；": ";", "؛": ";",
    "：": ":", "–": "—",
}  # fmt: skip
_ENDING = re.compile(r"([.,;:!?…—])[)\]}\"'»«”’“‘]*$")


@dataclass(frozen=True, slots=True)
class Clause:
    """``symbols`` are IPA with stress marks and ties, words apart by single spaces; ``units`` name for each symbol the written
    unit (its place in ``Phonemes.units``) it belongs to, a space the one before it. ``mark`` is the punctuation at its end."""

    symbols: str
    units: tuple[int, ...]
    mark: str

    @property
    def ends_sentence(self) -> bool:
        return self.mark in (".", "!", "?", "…")


@dataclass(frozen=True, slots=True)
class Phonemes:
    """``units`` are the written units (see ``spoken_units``), every one; ``clauses`` hold what is said."""

    units: tuple[str, ...]
    clauses: tuple[Clause, ...]


def phonemes(text: str, voice: str) -> Phonemes:
    """What a reader says, by eSpeak NG's rules for a voice of its own (``en-us``, ``fr``, ``pt-br``).

    Raises ``InvalidInput`` for a voice eSpeak NG has not, ``ProviderFailed`` when it cannot answer.
    """
    units = tuple(unit for token in text.split() for unit in spoken_units(token))
    drafts = _drafts(units, text)
    if not drafts:
        return Phonemes(units, ())
    file = espeak_voice_file(voice)
    whole = _written([text for _, text, _ in drafts], file)
    apart = _apart(drafts, whole, units, file)
    clauses: list[Clause] = []
    for (members, _, mark), symbols in zip(drafts, whole, strict=True):
        if symbols:
            clauses.append(Clause(symbols, owners(symbols, [(unit, apart.get(unit, "")) for unit in members]), mark))
    return Phonemes(units, tuple(clauses))


def espeak_voice_file(voice: str) -> str:
    """eSpeak NG's own name for a voice named by its language or its file. Raises ``InvalidInput``."""
    wanted = voice.strip().lower().replace("_", "-")
    for row in engine_voices():
        if wanted in (row.code, row.file.lower()):
            return row.file
    raise InvalidInput(f"eSpeak NG has no voice {voice!r} to take phonemes from", hint="`reel voices` lists its voices")


def _drafts(units: Sequence[str], text: str) -> list[tuple[list[int], str, str]]:
    """Clauses as (places of their units, text to say, mark at their end); what cannot be said is in none."""
    opens = _token_starts(text)
    drafts: list[tuple[list[int], str, str]] = []
    members: list[int] = []
    said = ""
    for place, unit in enumerate(units):
        clean = speakable(unit)
        mark = _mark_after(clean)
        if has_letters(clean):
            said += (" " if place in opens and said else "") + clean
            members.append(place)
        if mark and members:
            drafts.append((members, said, mark))
            members, said = [], ""
        elif mark and drafts and drafts[-1][2] == ",":
            drafts[-1] = (*drafts[-1][:2], mark)
    if members:
        drafts.append((members, said, ""))
    return drafts


def _token_starts(text: str) -> set[int]:
    """The places of units that stand at the beginning of a whitespace token."""
    starts: set[int] = set()
    place = 0
    for token in text.split():
        starts.add(place)
        place += len(spoken_units(token))
    return starts


def _mark_after(unit: str) -> str:
    plain = "".join(_MARKS.get(char, char) for char in unit)
    if plain in ("-", "--"):
        return "—"
    found = _ENDING.search(plain)
    if not found or plain.rstrip(".").lower() in ABBREVIATIONS:
        return ""
    return "…" if plain[: found.end(1)].endswith("...") else found[1]


def _apart(
    drafts: Sequence[tuple[list[int], str, str]], whole: Sequence[str], units: Sequence[str], file: str
) -> dict[int, str]:
    """Single units in phonemes, for the clauses where the words said are not as many as those written."""
    unclear = [
        place
        for (members, _, _), symbols in zip(drafts, whole, strict=True)
        if len(symbols.split()) != len(members)
        for place in members
    ]
    if not unclear:
        return {}
    return dict(zip(unclear, _written([speakable(units[place]) for place in unclear], file), strict=True))


def _written(texts: Sequence[str], file: str) -> list[str]:
    facts, _ = ask_child(
        ESPEAK_SCRIPT,
        {**espeak_paths(), "do": "phonemes", "voice": file, "texts": list(texts)},
        timeout_s=20 + sum(map(len, texts)) / 100,
        engine="eSpeak NG",
    )
    return [" ".join(_LANGUAGE_SWITCH.sub("", row).split()) for row in facts["phonemes"]]
