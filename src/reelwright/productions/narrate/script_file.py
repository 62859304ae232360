"""script.md: a script as a person edits it.

    ---
    language: en
    ---
    # Title
    ## Section
    One sentence on each line.
    > picture: words for the picture of the line above
"""

from __future__ import annotations

import re

from reelwright.errors import InvalidInput
from reelwright.productions.narrate.script import Script, Section, Sentence

_PICTURE = re.compile(r"\s*>\s*picture\s*:\s*(.*)", re.IGNORECASE)


def is_script(text: str) -> bool:
    """Whether a text is in the form of script.md: picture lines, or a head that names a language or says it is a script."""
    head, body = split_head(text)
    return "script" in head or any(_PICTURE.fullmatch(line) for line in body.splitlines())


def write_script(script: Script) -> str:
    lines = ["---", f"language: {script.language}", "script: 1", "---", f"# {script.title}"]
    for section in script.sections:
        lines += ["", f"## {section.title}" if section.title else "##", ""]
        for sentence in section.sentences:
            lines.append(sentence.text)
            lines += [f"> picture: {sentence.hint}"] if sentence.hint else []
    return "\n".join(lines) + "\n"


def parse_script(text: str, name: str, language: str) -> Script:
    """The script in a file; ``language`` when its head names none. Raises ``InvalidInput`` with the line at fault."""
    head, body = split_head(text)
    offset = text.count("\n") - body.count("\n")
    title, sections, section_title, sentences = "", [], "", []
    for number, line in enumerate(body.splitlines(), offset + 1):
        line = line.strip()
        picture = _PICTURE.fullmatch(line)
        if picture:
            if not sentences:
                raise InvalidInput(f"{name}, line {number}: a picture line belongs below the sentence it is for")
            sentences[-1] = Sentence(sentences[-1].text, picture.group(1).strip())
        elif line.startswith("##"):
            if sentences:
                sections.append(Section(section_title, tuple(sentences)))
            section_title, sentences = line.lstrip("#").strip(), []
        elif line.startswith("#"):
            if title:
                raise InvalidInput(f"{name}, line {number}: there is a second title; write sections with ##")
            title = line[1:].strip()
        elif line and not line.startswith("<!--"):
            sentences.append(Sentence(line))
    if sentences:
        sections.append(Section(section_title, tuple(sentences)))
    if not sections:
        raise InvalidInput(f"{name} holds no sentence", hint="write one sentence on each line below a ## heading")
    return Script(title or sections[0].title or "Untitled", head.get("language") or head.get("lang") or language, tuple(sections))


def split_head(text: str) -> tuple[dict[str, str], str]:
    """The ``key: value`` lines between two ``---`` at the top, and the rest."""
    text = text.lstrip("\ufeff")
    match = re.match(r"---[ \t]*\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|$)", text, re.DOTALL)
    if match is None:
        return {}, text
    pairs = (line.partition(":") for line in match.group(1).splitlines())
    return {key.strip().lower(): value.strip().strip("\"'") for key, mark, value in pairs if mark}, text[match.end() :]
