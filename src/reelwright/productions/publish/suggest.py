"""Title, description, tags and chapters for a video: by a language model where there is one, else from the script itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from reelwright.errors import ProviderFailed
from reelwright.productions.narrate.asking import ask
from reelwright.productions.narrate.keywords import content_words, stem
from reelwright.productions.narrate.prompt_files import prompt
from reelwright.productions.narrate.script import Script
from reelwright.productions.publish.chapters import Chapter, chapter_lines
from reelwright.providers.publishing import MOST_DESCRIPTION_BYTES, MOST_TAGS, MOST_TITLE, tags_length
from reelwright.providers.text import TextGeneration, TextRequest

_MOST_OWN_TAGS = 12
_MOST_LEAD = 600
_MOST_CONTENT = 60_000
SCHEMA: dict[str, Any] = {
    "type": "object", "additionalProperties": False, "required": ["title", "description", "tags"],
    "properties": {
        "title": {"type": "string", "minLength": 1}, "description": {"type": "string", "minLength": 1},
        "tags": {"type": "array", "items": {"type": "string", "minLength": 1}},
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Suggestion:
    """``description`` has the chapters in it; ``by`` names the model that wrote it, empty for the script itself."""

    title: str
    description: str
    tags: tuple[str, ...]
    language: str
    by: str = ""
    notes: tuple[str, ...] = ()


def suggested(
    script: Script | None,
    title: str,
    chapters: Sequence[Chapter] = (),
    duration: float | None = None,
    model: TextGeneration | None = None,
    credits: Sequence[str] = (),
) -> Suggestion:
    """``title`` is what the video is called here, ``credits`` lines that must be told (who made its pictures).

    A model that fails is a note, not an error: the script says enough.
    """
    own = _of_script(script, title)
    if model is not None and script is not None:
        try:
            own = _of_model(script, model)
        except ProviderFailed as error:
            own = replace(own, notes=(f"no suggestion by {model.name}: {error.message}",))
    return replace(own, description=_whole(own.description, script, chapter_lines(chapters, duration), credits))


def _of_script(script: Script | None, title: str) -> Suggestion:
    """The script's title, its first sentences, and the words it turns on."""
    if script is None:
        return Suggestion(_title(title), "", (), "")
    sentences = [sentence.text for section in script.sections for sentence in section.sentences]
    lead = ""
    for sentence in sentences[:4]:
        if lead and len(lead) + len(sentence) > _MOST_LEAD:
            break
        lead = f"{lead} {sentence}".strip()
    return Suggestion(_title(script.title or title), _plain(lead), _tags(script.title, sentences), script.language)


def _of_model(script: Script, model: TextGeneration) -> Suggestion:
    lines = [f"# {script.title}"]
    for section in script.sections:
        lines += ["", f"## {section.title}", *(sentence.text for sentence in section.sentences)]
    request = TextRequest(
        prompt("publish").filled(language=script.language), "\n".join(lines)[:_MOST_CONTENT], SCHEMA, "publication"
    )
    told = ask(model, request, _blanks, _faults).answer
    tags = _fitting(list(dict.fromkeys(_plain(tag).strip("#, ") for tag in told.data["tags"])))
    return Suggestion(
        _title(told.data["title"]),
        _plain_lines(told.data["description"]),
        tags,
        script.language,
        model.version,
        told.notes,
    )


def _blanks(data: dict[str, Any]) -> list[str]:
    return [f"the {name} is empty" for name in ("title", "description") if not data[name].strip()]


def _faults(data: dict[str, Any]) -> list[str]:
    faults = [f"the {name} contains < or >" for name in ("title", "description") if set("<>") & set(data[name])]
    if len(data["title"]) > MOST_TITLE:
        faults.append(f"the title has {len(data['title'])} letters, at most {MOST_TITLE} are taken")
    return faults


def _tags(title: str, sentences: list[str]) -> tuple[str, ...]:
    """Words used more than once, the most used first; those of the title count threefold."""
    counts: Counter[str] = Counter()
    shown: dict[str, str] = {}
    for text, weight in [(title, 3), *((sentence, 1) for sentence in sentences)]:
        for word in content_words(text):
            if len(word) < 2 or word.isdigit():
                continue
            counts[stem(word)] += weight
            shown.setdefault(stem(word), word)
    words = [shown[root] for root, count in counts.most_common() if count > 1]
    return _fitting(words[:_MOST_OWN_TAGS])


def _fitting(words: list[str]) -> tuple[str, ...]:
    kept: tuple[str, ...] = ()
    for word in words:
        if word and tags_length((*kept, word)) <= MOST_TAGS:
            kept = (*kept, word)
    return kept


def _whole(lead: str, script: Script | None, chapters: Sequence[str], credits: Sequence[str]) -> str:
    """The description's parts with empty lines between; what does not fit any more is left out from its end."""
    sources = [f"{source.title}: {source.url}" for source in script.sources] if script else []
    parts = [
        part
        for part in (lead, "\n".join(chapters), "\n".join(map(_plain, sources)), "\n".join(map(_plain, credits)))
        if part
    ]
    text = "\n\n".join(parts)
    while len(text.encode()) > MOST_DESCRIPTION_BYTES:
        text = (
            text.rpartition("\n")[0] if "\n" in text else text.encode()[:MOST_DESCRIPTION_BYTES].decode(errors="ignore")
        )
    return text


def _title(text: str) -> str:
    """Cut between words when it is too long."""
    plain = _plain(text)
    if len(plain) <= MOST_TITLE:
        return plain
    return plain[: MOST_TITLE - 1].rpartition(" ")[0].rstrip(",;:- ") + "…"


def _plain(text: str) -> str:
    return " ".join(text.replace("<", "‹").replace(">", "›").split())


def _plain_lines(text: str) -> str:
    return "\n".join(_plain(line) for line in text.strip().splitlines())
