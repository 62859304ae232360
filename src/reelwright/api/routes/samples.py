"""Hearing and seeing before choosing: a sentence in a voice, a mood's music, captions and colours on a frame."""

from __future__ import annotations

import io
import uuid
import wave
from functools import lru_cache
from typing import Annotated, Any, Literal

import numpy as np
from fastapi import APIRouter, Query, Response
from pydantic import Field

from reelwright.api.caller import Maker, PlatformDep, Reader
from reelwright.api.preview_desk import DeskDep
from reelwright.api.routes.videos import video_of
from reelwright.api.wire import Asked
from reelwright.app.drafts import draft_of, newest_make, script_of
from reelwright.app.look_sample import MOMENT, look_sample
from reelwright.app.picture_previews import file_of
from reelwright.app.providers.choosing import Providers
from reelwright.app.providers.of_a_job import user_providers
from reelwright.app.speakers import speaker_of
from reelwright.app.voice_sample import sample_sentence
from reelwright.app.wiring import tools
from reelwright.captions.styles import StyleName
from reelwright.errors import InvalidInput, ReelwrightError
from reelwright.productions.narrate.language import detect_language
from reelwright.productions.narrate.lexicon import parse_lexicon
from reelwright.productions.narrate.palettes import palette_for, palette_named
from reelwright.productions.narrate.script_file import parse_script
from reelwright.productions.narrate.visual_plan import FILE, parse_plan
from reelwright.providers.music import Mood, MusicRequest
from reelwright.providers.speech import SpeechRequest
from reelwright.worker.preview.previews import Looked
from reelwright.workflows.jobs.workspace_edit import text_in

router = APIRouter(prefix="/api", tags=["drafts"])
_MUSIC_SECONDS = 10.0
_SOUND: dict[int | str, dict[str, Any]] = {
    200: {"content": {"audio/wav": {"schema": {"type": "string", "format": "binary"}}}, "description": "a WAV"}
}
_FRAME: dict[int | str, dict[str, Any]] = {
    200: {"content": {"image/jpeg": {"schema": {"type": "string", "format": "binary"}}}, "description": "a JPEG"}
}


class SampleAsked(Asked):
    """``text`` is a sentence of the language if left out; ``lexicon`` says how words are spoken."""

    voice: str | None = Field(None, max_length=200, examples=["espeak:en-gb"])
    text: str | None = Field(None, min_length=1, max_length=600, examples=["Bread begins with four things."])
    language: str | None = Field(None, max_length=35, pattern=r"^[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*$")
    speed: float = Field(1.0, ge=0.5, le=2)
    pitch: float = Field(0.0, ge=-6, le=6)
    lexicon: str = Field("", max_length=100_000, examples=["Nguyen = win"])


@router.post("/tts/sample", summary="Hear a sentence at once", response_class=Response, responses=_SOUND)
def voice_sample(platform: PlatformDep, caller: Maker, asked: SampleAsked) -> Response:
    """A WAV. What a paid voice has said so once is not paid for again."""
    providers = user_providers(platform, caller.user_id)
    language = asked.language or (detect_language(asked.text) if asked.text else "en")
    speaker = speaker_of(providers, language, asked.voice)
    reads = speaker.provider.abilities.reads_ipa
    said = parse_lexicon(asked.lexicon).said(asked.text or sample_sentence(language), language, reads_ipa=reads)
    if not said.text:
        raise InvalidInput("there is nothing in it that can be said", hint="write a word")
    speech = speaker.provider.speak(
        SpeechRequest(said.text, speaker.voice, language, asked.speed, asked.pitch, said.ipa)
    )
    return Response(speech.wav(), media_type="audio/wav", headers={"Cache-Control": "private, max-age=600"})


@router.get("/music/samples/{mood}", summary="Ten seconds of a mood", response_class=Response, responses=_SOUND)
def music_sample(mood: Mood, _caller: Reader) -> Response:
    """A WAV, composed here, for nothing."""
    return Response(_music(mood), media_type="audio/wav", headers={"Cache-Control": "private, max-age=86400"})


@router.get(
    "/videos/{video_id}/draft/look",
    summary="One frame of a video in other captions, colours or another shape, as it would be rendered",
    response_class=Response,
    responses=_FRAME,
)
def look(
    video_id: uuid.UUID,
    platform: PlatformDep,
    caller: Reader,
    desk: DeskDep,
    captions: StyleName = "highlight",
    palette: Annotated[str, Query(max_length=40)] = "",
    aspect: Literal["16:9", "9:16", "1:1", "4:5"] = "16:9",
    width: Annotated[int, Query(ge=64, le=1280)] = 480,
) -> Response:
    """A frame of the renderer's, over the video's first picture where it has one."""
    with platform.database.reader_of(caller.user_id) as session:
        video = video_of(session, video_id)
        draft, job = draft_of(video), newest_make(session, video)
    text = script_of(platform, video, draft, job)
    language = str(draft.wishes.get("language") or "en")
    words, title = _first_words(text, language), video.title
    plan = text_in(platform.store, video.workspace_key, FILE)
    row = next((row for row in parse_plan(plan) if row.kind == "picture"), None) if plan and not palette else None
    ground = file_of(platform, video, row, row.chosen) if row else ""
    colours = palette_named(palette) if palette else palette_for(title, int(draft.wishes.get("seed") or 1))
    document = look_sample(words or sample_sentence(language), language, captions, colours, aspect, ground)
    looked = Looked(video.id, video.owner_id, video.workspace_key, document)
    picture = desk.previews.frame(looked, MOMENT, width)
    return Response(picture, media_type="image/jpeg", headers={"Cache-Control": "private, max-age=3600"})


def _first_words(text: str | None, language: str) -> str:
    try:
        return parse_script(text, "the script", language).sentences[0].text if text else ""
    except ReelwrightError:
        return ""


@lru_cache(maxsize=4)
def _music(mood: Mood) -> bytes:
    music = tools(Providers({})).composer.compose(MusicRequest(mood, _MUSIC_SECONDS, 1))
    samples = (np.clip(music.samples, -1, 1) * 32767).astype("<i2")
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(music.rate)
        file.writeframes(samples.tobytes())
    return buffer.getvalue()
