"""Microsoft Edge's voices with word times, over the browser's websocket as the `edge-tts` package speaks it."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

from reelwright.errors import ProviderFailed, ProviderUnavailable, RateLimited
from reelwright.http.vendor import refusal
from reelwright.providers.access import Access
from reelwright.providers.payments import Call, Paid
from reelwright.providers.speech import Voice
from reelwright.vendors.edge.manifest import VENDOR
from reelwright.vendors.hosted_speech import HostedSpeech, Reach, Take, heard, sent_sound
from reelwright.vendors.microsoft_voices import NAME, listed_voices, usual_voices
from reelwright.vendors.speech_pieces import Piece
from reelwright.vendors.ssml import percent

Result = TypeVar("Result")
_TICKS = 10_000_000
"""In a second."""
_USUAL_HZ = {"female": 200, "male": 115}
"""A voice's usual pitch: the service takes hertz, we take semitones."""
_MOST_BYTES = 50_000_000


@dataclass(frozen=True)
class EdgeVoices:
    """See ``hosted_speech.SpeechEngine``. ``silence_seconds`` is the longest wait for the next part of an answer."""

    access: Access
    silence_seconds: int = 60
    version: str = "1"
    most: int = 3800
    reads_ipa: bool = False
    hears_context: bool = False

    @property
    def usual(self) -> tuple[Voice, ...]:
        return usual_voices(VENDOR.name)

    def listed(self) -> list[Voice]:
        import edge_tts  # noqa: PLC0415  optional

        rows: Any = _run(edge_tts.list_voices())
        return listed_voices(VENDOR.name, rows)

    def is_voice(self, name: str) -> bool:
        return NAME.fullmatch(name) is not None

    def size(self, text: str) -> int:
        """Bytes; the service counts escaped text."""
        return len(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").encode())

    def reach(self, voice: str) -> Reach:
        return Reach((0.5, 2.0), (-6.0, 6.0))

    def say(self, piece: Piece) -> Take:
        hertz = _USUAL_HZ[_gender(self.usual, piece.voice)]
        how = {
            "voice": piece.voice,
            "rate": percent(piece.speed),
            "pitch": f"{round(hertz * (2 ** (piece.pitch / 12) - 1)):+d}Hz",
        }

        def perform(call: Call) -> Paid:
            sound, words = _run(_spoken(piece.text, how, self.silence_seconds))
            heard(sound, VENDOR.title)
            return Paid({"files": [self.access.shelf.put(sound, ".mp3")], "words": words})

        paid = self.access.pay("speech", {"text": piece.text, **how}, {}, perform)
        return Take(*sent_sound(paid, self.access), _anchors(piece, paid.result["words"]))


def connect(access: Access) -> HostedSpeech:
    """See ``providers.manifest.Offer``."""
    return HostedSpeech(EdgeVoices(access))


async def _spoken(text: str, how: dict[str, str], silence_seconds: int) -> tuple[bytes, list[list[Any]]]:
    """The sound, and each word reported with the second it begins."""
    import edge_tts  # noqa: PLC0415  optional

    speech = edge_tts.Communicate(
        text,
        how["voice"],
        rate=how["rate"],
        pitch=how["pitch"],
        boundary="WordBoundary",
        receive_timeout=silence_seconds,
    )
    sound, words = bytearray(), list[list[Any]]()
    parts = speech.stream()
    while part := await _next(parts, silence_seconds):
        if part["type"] == "audio":
            sound += part["data"]
            if len(sound) > _MOST_BYTES:
                raise ProviderUnavailable(f"{VENDOR.title} sent more than {_MOST_BYTES} bytes")
        elif part["type"] == "WordBoundary":
            words.append([part["text"], round(part["offset"] / _TICKS, 4)])
    return bytes(sound), words


async def _next(parts: Any, silence_seconds: int) -> Any:
    """``None`` at the end. The package waits for ever on a connection that has gone quiet."""
    try:
        return await asyncio.wait_for(anext(parts), silence_seconds)
    except StopAsyncIteration:
        return None


def _run(work: Coroutine[Any, Any, Result]) -> Result:
    """In a thread of its own, for the caller may be in a loop already. Nothing is ever charged for: what breaks may be tried again."""
    import aiohttp  # noqa: PLC0415  comes with edge-tts
    from edge_tts.exceptions import EdgeTTSException  # noqa: PLC0415

    try:
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(asyncio.run, work).result()
    except aiohttp.ClientResponseError as error:
        headers = {name.lower(): value for name, value in (error.headers or {}).items()}
        raise _free(refusal(VENDOR.title, error.status, error.message, headers)) from None
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise ProviderUnavailable(
            f"{VENDOR.title} cannot be reached ({type(error).__name__})",
            hint="check the network, or choose another voice",
        ) from None
    except EdgeTTSException as error:
        raise ProviderFailed(
            f"{VENDOR.title}: {error}", hint="the service changes at times: choose another voice"
        ) from None


def _free(error: ProviderFailed) -> ProviderFailed:
    """Half-open outcomes are none where nothing costs."""
    if isinstance(error, RateLimited) or error.code != "OUTCOME_UNKNOWN":
        return error
    return ProviderUnavailable(error.message, hint="try again later")


def _anchors(piece: Piece, words: list[list[Any]]) -> tuple[tuple[int, float], ...] | None:
    """Reported words found again in the text, one after the other."""
    found: list[tuple[int, float]] = []
    low, place = piece.text.lower(), 0
    for word, second in words:
        at = low.find(str(word).lower(), place)
        if at < 0:
            continue
        found.append((piece.said.unit_at(at), float(second)))
        place = at + len(str(word))
    return tuple(found) or None


def _gender(voices: tuple[Voice, ...], name: str) -> str:
    known = {voice.id.partition(":")[2]: voice.gender for voice in voices}
    return known.get(name, "female")
