"""A drawn presenter, whose mouth follows a voice."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from reelwright.timeline.clips.base import Framed
from reelwright.timeline.clips.captions import CaptionWord
from reelwright.timeline.strict import ColorField, Seconds, Strict

CharacterName = Literal["maya", "leo", "amara", "kenji", "ruth", "omar", "noor", "tom"]


class Phoneme(Strict):
    """A sound of speech: its sign in the International Phonetic Alphabet, and its times."""

    ipa: Annotated[str, Field(max_length=16)]
    start: Seconds
    end: Seconds

    @model_validator(mode="after")
    def _runs_forward(self) -> Phoneme:
        if self.end < self.start:
            raise ValueError("a sound ends after it starts")
        return self


class PresenterClip(Framed):
    """A drawn presenter. ``of`` names a speech clip whose words the mouth says; ``words``, ``phonemes`` or ``src`` have times that count from
    the clip's start. With none of them the presenter listens."""

    type: Literal["presenter"]
    character: CharacterName = "maya"
    of: str | None = Field(None, description="id of a speech clip")
    src: str | None = Field(None, description="a JSON file of sounds: a list of [IPA, start, end]")
    words: tuple[CaptionWord, ...] | None = None
    phonemes: tuple[Phoneme, ...] | None = None
    language: str | None = Field(None, description="of the words; found out if left out")
    view: Literal["bust", "head"] = Field("bust", description="head and shoulders, or the head alone")
    facing: Literal["front", "left", "right"] = Field(
        "front", description="where the head is turned, as the viewer sees it"
    )
    background: ColorField | None = Field(None, description="behind the presenter; nothing if left out")
    seed: int = Field(0, description="another number gives other blinks and movements")

    @model_validator(mode="after")
    def _one_voice(self) -> PresenterClip:
        if sum(source is not None for source in (self.of, self.src, self.words, self.phonemes)) > 1:
            raise ValueError("a presenter says one of 'of', 'src', 'words' and 'phonemes'")
        return self
