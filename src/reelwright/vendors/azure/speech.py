"""Azure's neural voices over REST: SSML in, sound out. Word times come only through its native library, so words are aligned."""

from __future__ import annotations

from dataclasses import dataclass

from reelwright.http.vendor import VendorHttp
from reelwright.providers.access import Access
from reelwright.providers.payments import Call, Paid
from reelwright.providers.speech import Voice
from reelwright.vendors.azure.manifest import VENDOR
from reelwright.vendors.hosted_speech import HostedSpeech, Reach, Take, heard, sent_sound
from reelwright.vendors.microsoft_voices import NAME, listed_voices, locale_of, usual_voices
from reelwright.vendors.speech_pieces import Piece
from reelwright.vendors.ssml import percent, ssml_text

_MOST_BYTES = 64_000_000
_LIST = "cognitiveservices/voices/list"


@dataclass(frozen=True)
class AzureVoices:
    """See ``hosted_speech.SpeechEngine``."""

    access: Access
    http: VendorHttp
    most: int = 3000
    reads_ipa: bool = True
    hears_context: bool = False

    @property
    def version(self) -> str:
        return self.access.option("speech_format")

    @property
    def usual(self) -> tuple[Voice, ...]:
        return usual_voices(VENDOR.name)

    def listed(self) -> list[Voice]:
        return listed_voices(VENDOR.name, self.http.json("GET", _LIST, most_bytes=_MOST_BYTES))

    def is_voice(self, name: str) -> bool:
        return NAME.fullmatch(name) is not None

    def size(self, text: str) -> int:
        return len(text)

    def reach(self, voice: str) -> Reach:
        return Reach((0.5, 2.0), (-6.0, 6.0))

    def say(self, piece: Piece) -> Take:
        body = _ssml(piece)
        sound_format = self.access.option("speech_format")
        headers = {"Content-Type": "application/ssml+xml", "X-Microsoft-OutputFormat": sound_format}

        def perform(call: Call) -> Paid:
            answer = self.http.call(
                "POST", "cognitiveservices/v1", content=body.encode(), headers=headers, most_bytes=_MOST_BYTES
            )
            heard(answer.content, VENDOR.title)
            suffix = ".wav" if sound_format.startswith("riff") else ".mp3"
            reference = answer.headers.get("x-requestid", "")
            return Paid({"files": [self.access.shelf.put(answer.content, suffix)]}, usage=usage, provider_ref=reference)

        usage = {"characters": len(piece.text)}
        paid = self.access.pay("speech", {"ssml": body, "format": sound_format}, dict(usage), perform)
        return Take(*sent_sound(paid, self.access))


def connect(access: Access) -> HostedSpeech:
    """See ``providers.manifest.Offer``."""
    return HostedSpeech(AzureVoices(access, _api(access)))


def check(access: Access) -> str:
    """See ``providers.manifest.Vendor``."""
    rows = _api(access, 30).json("GET", _LIST, most_bytes=_MOST_BYTES)
    return f"the key is good; {len(rows)} voices in {access.option('region') or 'this place'}"


def _api(access: Access, timeout_seconds: float = 120.0) -> VendorHttp:
    address = access.option("base_url") or f"https://{access.option('region').lower()}.tts.speech.microsoft.com"
    headers = {"Ocp-Apim-Subscription-Key": access.option("api_key")}
    hint = f"set {VENDOR.variable('api_key')} and {VENDOR.variable('region')} of the same resource"
    return VendorHttp(VENDOR.title, address, headers, timeout_seconds, key_hint=hint)


def _ssml(piece: Piece) -> str:
    locale = locale_of(piece.voice)
    inner = ssml_text(piece)
    prosody = (f' rate="{percent(piece.speed)}"' if piece.speed != 1 else "") + (
        f' pitch="{piece.pitch:+.2f}st"' if piece.pitch else ""
    )
    if prosody:
        inner = f"<prosody{prosody}>{inner}</prosody>"
    if "Multilingual" in piece.voice and piece.language.split("-")[0] != locale.split("-")[0]:
        inner = f'<lang xml:lang="{_attribute(piece.language)}">{inner}</lang>'
    return (
        f'<speak version="1.0" xmlns="http://www.w3.org/2001/10/synthesis" xml:lang="{locale}">'
        f'<voice name="{_attribute(piece.voice)}">{inner}</voice></speak>'
    )


def _attribute(text: str) -> str:
    return "".join(char for char in text if char.isalnum() or char in "-_:")
