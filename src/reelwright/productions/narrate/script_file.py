"""script.md: a script as a person edits it.

    ---
    language: en
    ---
    # Title
    ## Section
    One sentence on each line.
    > picture: words for the picture of the line above
    > pause: 1.5

The pause, in seconds, follows the line above. Lines between ``<!--`` and ``-->`` are notes. A sentence that begins with
``#``, ``>``, ``<!--`` or ``\\`` is written with a ``\\`` before it.

A dialogue is written ``Anna: a line``: when every sentence is, by two or more speakers, and one of them speaks twice; or when
the head tells who speaks, as ``cast: Anna=elevenlabs:Rachel, Ben``. Lines without a name are then the narrator's.
"""

from __future__ import annotations

import re
from dataclasses import replace

from reelwright.errors import InvalidInput
from reelwright.productions.narrate.dialogue import parse_cast, with_speakers
from reelwright.productions.narrate.script import Script, Section, Sentence

_PICTURE = re.compile(r"\s*>\s*picture\s*:\s*(.*)", re.IGNORECASE)
_PAUSE = re.compile(r">\s*pause\s*:\s*(\d+(?:\.\d+)?)\s*s?", re.IGNORECASE)
_HEADING = re.compile(r"(#{1,6})(?:\s+(.*))?")
_MARKED = ("#", ">", "\\", "<!--")
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
            said = f"{sentence.speaker}: {sentence.text}" if sentence.speaker else sentence.text
            lines.append("\\" * said.startswith(_MARKED) + said)
            lines += [f"> picture: {sentence.hint}"] if sentence.hint else []
            lines += [f"> pause: {sentence.pause:g}"] if sentence.pause is not None else []
    return "\n".join(lines) + "\n"


def parse_script(text: str, name: str, language: str, cast: tuple[str, ...] = ()) -> Script:
    """The script in a file; ``language`` when its head names none. ``cast`` (``Anna=espeak:en-gb``) goes before the head's.

    Raises ``InvalidInput`` with the line at fault.
    """
    head, body = split_head(text)
    known = {**parse_cast(head.get("cast", "").split(","), name), **parse_cast(cast, "the cast")}
    offset = text.count("\n") - body.count("\n")
    title, sections, section_title = "", [], ""
    sentences: list[Sentence] = []
    in_note = False
    for number, line in enumerate(body.splitlines(), offset + 1):
        line = line.strip()
        was_in_note, in_note = in_note, (in_note or line.startswith("<!--")) and "-->" not in line
        heading = _HEADING.fullmatch(line)
        if was_in_note or line.startswith("<!--"):
            continue
        if heading and heading[1] == "#":
            if title:
                raise InvalidInput(f"{name}, line {number}: there is a second title", hint="write sections with ##")
            title = (heading[2] or "").strip()
        elif heading:
            if sentences:
                sections.append(Section(section_title, tuple(sentences)))
            section_title, sentences = (heading[2] or "").strip(), []
        elif line.startswith(">"):
            if not sentences:
                raise InvalidInput(f"{name}, line {number}: a line with > belongs below the sentence it is for")
            sentences[-1] = _noted(sentences[-1], line, f"{name}, line {number}")
        elif any(char.isalnum() for char in line):
            sentences.append(Sentence(line[1:] if line.startswith("\\") else line))
    if sentences:
        sections.append(Section(section_title, tuple(sentences)))
    if not sections:
        raise InvalidInput(f"{name} holds no sentence", hint="write one sentence on each line below a ## heading")
    return Script(
        title or sections[0].title or "Untitled",
        head.get("language") or head.get("lang") or language,
        with_speakers(tuple(sections), tuple(known)),
        tuple(known.items()),
    )


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
