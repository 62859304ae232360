"""A Piper voice's settings, from the JSON file beside its model."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from reelwright.errors import ProviderFailed, ProviderNeeded
from reelwright.vendors.piper.voice_files import settings_file


@dataclass(frozen=True, slots=True)
class VoiceSettings:
    """``language`` is a BCP 47 tag. ``symbol_ids`` maps a phoneme to its numbers; ``speakers`` names to numbers, none for one
    speaker. Scales are those the voice was made for; ``kind`` says what its symbols are: eSpeak NG's phonemes, or letters."""

    name: str
    language: str
    title: str
    gender: Literal["female", "male", "neutral"]
    rate: int
    espeak_voice: str
    kind: Literal["espeak", "text"]
    symbol_ids: Mapping[str, tuple[int, ...]]
    speakers: Mapping[str, int]
    noise_scale: float
    length_scale: float
    noise_w: float


def voice_settings(model: Path) -> VoiceSettings:
    """Raises ``ProviderFailed`` for a file that is not a voice's, ``ProviderNeeded`` for a kind of voice that is not spoken here."""
    path = settings_file(model)
    try:
        data = json.loads(path.read_text("utf-8"))
        settings = _parsed(model.stem, data)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ProviderFailed(
            f"{path.name} holds no settings of a Piper voice ({type(error).__name__}: {error})",
            hint="fetch the voice again: its .onnx and .onnx.json belong together",
        ) from None
    kind = str(data.get("phoneme_type", "espeak"))
    if kind not in ("espeak", "text"):
        raise ProviderNeeded(
            f"the Piper voice {model.stem} wants {kind} phonemes, which are not made here", hint="choose another voice"
        )
    return settings


def _parsed(name: str, data: Mapping[str, Any]) -> VoiceSettings:
    inference = data.get("inference") or {}
    language = data.get("language") or {}
    espeak = str((data.get("espeak") or {}).get("voice", ""))
    code = str(language.get("code") or (name.partition("-")[0] if "_" in name else espeak))
    speakers = {str(key): int(value) for key, value in (data.get("speaker_id_map") or {}).items()}
    count = int(data.get("num_speakers", 1))
    gender = str(data.get("gender", "neutral")).lower()
    return VoiceSettings(
        name=name,
        language=_tag(code),
        title=str(data.get("dataset") or name),
        gender="female" if gender in ("f", "female") else "male" if gender in ("m", "male") else "neutral",
        rate=int(data["audio"]["sample_rate"]),
        espeak_voice=espeak or code,
        kind="text" if data.get("phoneme_type") == "text" else "espeak",
        symbol_ids={str(key): tuple(int(number) for number in ids) for key, ids in data["phoneme_id_map"].items()},
        speakers=(speakers or {str(number): number for number in range(count)}) if count > 1 else {},
        noise_scale=float(inference.get("noise_scale", 0.667)),
        length_scale=float(inference.get("length_scale", 1.0)),
        noise_w=float(inference.get("noise_w", 0.8)),
    )


def _tag(code: str) -> str:
    main, _, region = code.replace("_", "-").partition("-")
    return f"{main.lower()}-{region.upper() if len(region) == 2 else region}" if region else main.lower()
