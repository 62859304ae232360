"""script.md: a script as a person edits it.

    ---
    language: en
    ---
    # Title
    ## Section
    One sentence on each line.
    > picture: words for the picture of the line above
    > pause: 1.5
    ## Sources
    - [Where it is from](https://example.com)

The pause, in seconds, follows the line above. Lines between ``<!--`` and ``-->`` are notes. A sentence that begins with
``#``, ``>``, ``<!--``, ``- [`` or ``\\`` is written with a ``\\`` before it.

A dialogue is written ``Anna: a line``: when every sentence is, by two or more speakers, and one of them speaks twice; or when
the head tells who speaks, as ``cast: Anna=elevenlabs:Rachel, Ben``. Lines without a name are then the narrator's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from reelwright.errors import InvalidInput
from reelwright.productions.narrate.dialogue import parse_cast, with_speakers
from reelwright.productions.narrate.script import Script, Section, Sentence
from reelwright.providers.text import Source

_PICTURE = re.compile(r"\s*>\s*picture\s*:\s*(.*)", re.IGNORECASE)
_PAUSE = re.compile(r">\s*pause\s*:\s*(\d+(?:\.\d+)?)\s*s?", re.IGNORECASE)
_HEADING = re.compile(r"(#{1,6})(?:\s+(.*))?")
_SOURCE = re.compile(r"- \[(.*)\]\((\S*)\)")
_MARKED = ("#", ">", "\\", "<!--", "- [")
SOURCES = "Sources"
"""The heading below which lines of the form ``- [title](address)`` are sources."""
_LONGEST_PAUSE = 30.0


def is_script(text: str) -> bool:
    """Whether a text is in the form of script.md: it has picture lines, or a head that says it is a script."""
    head, body = split_head(text)
    return "script" in head or any(_PICTURE.fullmatch(line) for line in body.splitlines())


def write_script(script: Script) -> str:
    told = [f"{name}={voice}" if voice else name for name, voice in script.cast]
    cast = [f"cast: {', '.join(told)}"] if told else []
    lines = ["---", f"language: {script.language}", "script: 1", *cast, "---", f"# {script.title}"]
    for section in script.sections:
        lines += ["", f"## {section.title}" if section.title else "##", ""]
        for sentence in section.sentences:
            lines += sentence_lines(sentence)
    if script.sources:
        lines += ["", f"## {SOURCES}", "", *(f"- [{source.title}]({source.url})" for source in script.sources)]
    return "\n".join(lines) + "\n"


def sentence_lines(sentence: Sentence) -> list[str]:
    """A sentence as it stands in the file, with what belongs to it."""
    said = f"{sentence.speaker}: {sentence.text}" if sentence.speaker else sentence.text
    lines = ["\\" * said.startswith(_MARKED) + said]
    lines += [f"> picture: {sentence.hint}"] if sentence.hint else []
    return lines + ([f"> pause: {sentence.pause:g}"] if sentence.pause is not None else [])


@dataclass(frozen=True, slots=True)
class PlacedScript:
    """A script with where its parts stand: ``lines`` (from, to) of each sentence with what belongs to it, ``headings`` the
    line of each section's heading (-1: it has none). Lines count from 0."""

    script: Script
    lines: tuple[tuple[tuple[int, int], ...], ...]
    headings: tuple[int, ...]


def parse_script(text: str, name: str, language: str, cast: tuple[str, ...] = ()) -> Script:
    """The script in a file; ``language`` when its head names none. ``cast`` (``Anna=espeak:en-gb``) goes before the head's.

    Raises ``InvalidInput`` with the line at fault.
    """
    return place_script(text, name, language, cast).script


def place_script(text: str, name: str, language: str, cast: tuple[str, ...] = ()) -> PlacedScript:
    """As ``parse_script``, with the lines everything stands in."""
    head, body = split_head(text)
    known = {**parse_cast(head.get("cast", "").split(","), name), **parse_cast(cast, "the cast")}
    offset = len(text.splitlines()) - len(body.splitlines())
    reader = _Reader(name)
    for number, line in enumerate(body.splitlines(), offset):
        reader.read(line.strip(), number)
    reader.end_section()
    sections = tuple(reader.sections)
    if not sections:
        raise InvalidInput(f"{name} holds no sentence", hint="write one sentence on each line below a ## heading")
    title = reader.title or sections[0].title or "Untitled"
    spoken = head.get("language") or head.get("lang") or language
    script = Script(title, spoken, with_speakers(sections, tuple(known)), tuple(reader.sources), tuple(known.items()))
    return PlacedScript(script, tuple(reader.lines), tuple(reader.headings))


class _Reader:
    def __init__(self, name: str) -> None:
        self._name = name
        self.title = ""
        self.sections: list[Section] = []
        self.sources: list[Source] = []
        self.lines: list[tuple[tuple[int, int], ...]] = []
        self.headings: list[int] = []
        self._in_note = False
        self._section, self._heading = "", -1
        self._sentences: list[Sentence] = []
        self._at: list[tuple[int, int]] = []

    def read(self, line: str, number: int) -> None:
        was_in_note, self._in_note = self._in_note, (self._in_note or line.startswith("<!--")) and "-->" not in line
        if was_in_note or line.startswith("<!--"):
            return
        heading = _HEADING.fullmatch(line)
        source = _SOURCE.fullmatch(line) if self._section.lower() == SOURCES.lower() else None
        if heading and heading[1] == "#":
            if self.title:
                raise InvalidInput(
                    f"{self._name}, line {number + 1}: there is a second title", hint="write sections with ##"
                )
            self.title = (heading[2] or "").strip()
        elif heading:
            self.end_section()
            self._section, self._heading = (heading[2] or "").strip(), number
        elif line.startswith(">"):
            place = f"{self._name}, line {number + 1}"
            if not self._sentences:
                raise InvalidInput(f"{place}: a line with > belongs below the sentence it is for")
            self._sentences[-1] = _noted(self._sentences[-1], line, place)
            self._at[-1] = (self._at[-1][0], number + 1)
        elif source:
            self.sources.append(Source(source[1], source[2]))
        elif any(char.isalnum() for char in line):
            self._sentences.append(Sentence(line[1:] if line.startswith("\\") else line))
            self._at.append((number, number + 1))

    def end_section(self) -> None:
        if self._sentences:
            self.sections.append(Section(self._section, tuple(self._sentences)))
            self.lines.append(tuple(self._at))
            self.headings.append(self._heading)
            self._heading = -1
        self._sentences, self._at = [], []


def _noted(sentence: Sentence, line: str, place: str) -> Sentence:
    """The sentence with what the ``>`` line below it says."""
    picture, pause = _PICTURE.fullmatch(line), _PAUSE.fullmatch(line)
    if picture:
        return replace(sentence, hint=picture[1].strip())
    if pause is None:
        raise InvalidInput(
            f"{place}: {line[:40]!r} is neither a picture nor a pause",
            hint="write > picture: words, > pause: 1.5, or \\> for a spoken >",
        )
    if float(pause[1]) > _LONGEST_PAUSE:
        raise InvalidInput(f"{place}: a pause of {pause[1]} s is too long", hint=f"at most {_LONGEST_PAUSE:g} s")
    return replace(sentence, pause=float(pause[1]))


def split_head(text: str) -> tuple[dict[str, str], str]:
    """The ``key: value`` lines between two ``---`` at the top, and the rest."""
    text = text.lstrip("\ufeff")
    match = re.match(r"---[ \t]*\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|$)", text, re.DOTALL)
    if match is None:
        return {}, text
    pairs = (line.partition(":") for line in match.group(1).splitlines())
    return {key.strip().lower(): value.strip().strip("\"'") for key, mark, value in pairs if mark}, text[match.end() :]
