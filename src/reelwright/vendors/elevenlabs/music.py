"""Music by ElevenLabs: ``POST /v1/music`` with a description and a length.

https://elevenlabs.io/docs/api-reference/music/compose
"""

from __future__ import annotations

import numpy as np

from reelwright.errors import ContentRefused, ProviderFailed
from reelwright.providers.access import Access
from reelwright.providers.music import Mood, Music, MusicRequest, Style
from reelwright.providers.payments import Call, Paid
from reelwright.units.time import SAMPLE_RATE
from reelwright.vendors.elevenlabs.api import api
from reelwright.vendors.made_sound import keep_sound, sound_samples

_LEAST_SECONDS, _MOST_SECONDS = 10.0, 300.0
_MOODS: dict[Mood, str] = {
    "calm": "calm, warm background music with soft piano and pads, slow",
    "bright": "bright, friendly background music with light guitar and claps, medium tempo",
    "tense": "tense, dark background music with low strings and pulses",
    "epic": "epic orchestral music with drums and brass, building up",
}
_STYLES: dict[Style, str] = {
    "piano": "solo piano", "acoustic": "acoustic guitar and flute", "ambient": "ambient pads", "strings": "a string ensemble",
    "drone": "a slow tanpura drone, no drums, no melody", "chant": "a slow tanpura drone with wordless humming",
}  # fmt: skip
_LEVEL = 10 ** (-20 / 20)
"""Root mean square of the finished music, as loud as the music composed here."""
_PEAK = 10 ** (-1 / 20)
_FADE_IN_SECONDS, _FADE_OUT_SECONDS = 0.02, 1.8


class ElevenLabsMusic:
    """Instrumental. It takes no seed: another one asks for another piece."""

    def __init__(self, access: Access, timeout_seconds: float = 300.0, most_bytes: int = 100_000_000) -> None:
        self._access = access
        self._http = api(access, timeout_seconds)
        self._most_bytes = most_bytes
        self._model = access.option("music_model")

    @property
    def name(self) -> str:
        return self._access.name

    @property
    def version(self) -> str:
        return self._model

    def compose(self, request: MusicRequest) -> Music:
        """See ``providers.music.MusicComposer``. Raises ``ProviderFailed`` for more than five minutes."""
        if not 1 <= request.seconds <= _MOST_SECONDS:
            raise ProviderFailed(
                f"ElevenLabs composes no music of {request.seconds:g} s", hint=f"choose 1 to {_MOST_SECONDS:g} seconds"
            )
        seconds = max(_LEAST_SECONDS, request.seconds)
        body = {
            "prompt": _told(request), "music_length_ms": round(seconds * 1000),
            "model_id": self._model, "force_instrumental": True,
        }  # fmt: skip
        told = body | {"seed": request.seed, "format": self._access.option("music_format")}

        def perform(call: Call) -> Paid:
            try:
                answer = self._http.call(
                    "POST", "v1/music", params={"output_format": told["format"]}, json=body, most_bytes=self._most_bytes
                )
            except ProviderFailed as error:
                if "bad_prompt" in error.message or "bad_composition_plan" in error.message:
                    raise ContentRefused(error.message, hint="describe it without names of songs and artists") from None
                raise
            file = keep_sound(answer.content, self._access.shelf, self._http.title)
            return Paid(
                {"files": [file]}, usage={"seconds": round(seconds)}, provider_ref=answer.headers.get("song-id", "")
            )

        paid = self._access.pay("music", told, {"seconds": seconds}, perform)
        samples = sound_samples(self._access.shelf.path(paid.result["files"][0]))
        return Music(fitted(samples, request.seconds), SAMPLE_RATE, 0.0, "")


def _told(request: MusicRequest) -> str:
    """The description, with what else is asked for in words."""
    further = (
        _STYLES[request.style] if request.style else "",
        f"{request.tempo:g} beats per minute" if request.tempo else "",
        f"in {request.key}" if request.key else "",
        "a seamless loop" if request.loopable else "",
    )
    return "; ".join([request.prompt or _MOODS[request.mood], *filter(None, further)])


def connect(access: Access) -> ElevenLabsMusic:
    """See ``providers.manifest.Offer``."""
    return ElevenLabsMusic(access)


def fitted(samples: np.ndarray, seconds: float) -> np.ndarray:
    """(count, 2) float32 of exactly so many seconds, at the usual level and faded at both ends; what is short ends in silence."""
    count = round(seconds * SAMPLE_RATE)
    played = np.array(samples[:count], np.float32)
    loudness = float(np.sqrt(np.mean(played**2))) if len(played) else 0.0
    peak = float(np.abs(played).max(initial=0.0))
    if loudness > 1e-6:
        played *= np.float32(min(_LEVEL / loudness, _PEAK / peak))
    rise = min(len(played), round(_FADE_IN_SECONDS * SAMPLE_RATE))
    fall = min(len(played), round(_FADE_OUT_SECONDS * SAMPLE_RATE), len(played) // 3 + 1)
    played[:rise] *= np.linspace(0, 1, rise, dtype=np.float32)[:, None]
    played[len(played) - fall :] *= np.cos(np.linspace(0, np.pi / 2, fall, dtype=np.float32))[:, None]
    whole = np.zeros((count, 2), np.float32)
    whole[: len(played)] = played
    return whole
