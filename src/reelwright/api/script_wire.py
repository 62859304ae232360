"""A script as data: sections and sentences, as an editor shows them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from reelwright.api.wire import Asked, Wire
from reelwright.errors import InvalidInput
from reelwright.productions.narrate.pace import narration_seconds, speech_seconds
from reelwright.productions.narrate.script import Script, Section, Sentence
from reelwright.productions.narrate.script_file import parse_script, write_script
from reelwright.providers.text import Source


class SentenceShown(Wire):
    """``seconds`` is how long it takes to say, about, with the pause after it."""

    text: str
    hint: str = ""
    pause: float | None = None
    speaker: str = ""
    seconds: float = 0.0


class SectionShown(Wire):
    title: str
    sentences: list[SentenceShown]


class SourceShown(Wire):
    title: str
    url: str


class ScriptShown(Wire):
    """``text`` is the same as a file; ``seconds`` the whole narration, about; ``speakers`` are those of a dialogue."""

    title: str
    language: str
    sections: list[SectionShown]
    sources: list[SourceShown]
    speakers: list[str]
    cast: dict[str, str]
    seconds: float
    words: int
    text: str


class SentenceAsked(Asked):
    """``hint`` are words for the picture, ``pause`` the silence after it in seconds."""

    text: str = Field(max_length=5000, examples=["Bread begins with four things."])
    hint: str = Field("", max_length=1000)
    pause: float | None = Field(None, ge=0, le=30)
    speaker: str = Field("", max_length=60)


class SectionAsked(Asked):
    title: str = Field("", max_length=300)
    sentences: list[SentenceAsked] = Field(max_length=2000)


class SourceAsked(Asked):
    title: str = Field(max_length=500)
    url: str = Field(max_length=2000)


class ScriptAsked(Asked):
    """A whole script. Sentences and sections without words are left out."""

    title: str = Field("", max_length=300, examples=["Why bread rises"])
    language: str = Field("en", max_length=35)
    sections: list[SectionAsked] = Field(max_length=500)
    sources: list[SourceAsked] = Field(default_factory=list, max_length=500)
    cast: dict[Annotated[str, Field(max_length=60)], Annotated[str, Field(max_length=200)]] = Field(
        default_factory=dict, max_length=40
    )


def script_text(asked: ScriptAsked) -> str:
    """The script as a file. Raises ``InvalidInput`` when nothing in it can be said."""
    sections = tuple(
        Section(_line(section.title), tuple(_sentence(each) for each in section.sentences if _line(each.text)))
        for section in asked.sections
    )
    kept = tuple(section for section in sections if section.sentences)
    if not kept:
        raise InvalidInput("the script holds no sentence", hint="write one")
    cast = {name: asked.cast.get(name, "") for section in kept for s in section.sentences if (name := s.speaker)}
    sources = tuple(Source(_line(each.title), _line(each.url)) for each in asked.sources)
    text = write_script(Script(_line(asked.title) or "Untitled", asked.language, kept, sources, tuple(cast.items())))
    parse_script(text, "the script", asked.language)
    return text


def script_shown(text: str, language: str) -> ScriptShown:
    """Raises ``InvalidInput`` for a text that is no script."""
    script = parse_script(text, "the script", language)
    sections = [
        SectionShown(
            title=section.title,
            sentences=[
                SentenceShown(
                    text=each.text, hint=each.hint, pause=each.pause, speaker=each.speaker,
                    seconds=round(speech_seconds(each.text, script.language), 2),
                )
                for each in section.sentences
            ],
        )
        for section in script.sections
    ]  # fmt: skip
    return ScriptShown(
        title=script.title,
        language=script.language,
        sections=sections,
        sources=[SourceShown(title=each.title, url=each.url) for each in script.sources],
        speakers=list(script.speakers),
        cast=dict(script.cast),
        seconds=round(narration_seconds(script), 1),
        words=sum(len(each.text.split()) for each in script.sentences),
        text=text,
    )


def _sentence(asked: SentenceAsked) -> Sentence:
    return Sentence(_line(asked.text), _line(asked.hint), asked.pause, _line(asked.speaker))


def _line(text: str) -> str:
    return " ".join(text.split())
