"""Speech by Kokoro, from its ONNX files and eSpeak NG's phonemes."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from reelwright.errors import ProviderFailed
from reelwright.providers.access import Access
from reelwright.providers.speech import Speech, SpeechAbilities, SpeechRequest, Voice
from reelwright.speaking.engine_text import has_letters
from reelwright.speaking.finish import wordless
from reelwright.speaking.onnx_session import OnnxModel, fingerprint, onnx_model, sound_and_lengths, thread_count
from reelwright.speaking.phonemes import phonemes
from reelwright.speaking.spoken_pieces import Piece, moved_in_pitch, spoken
from reelwright.vendors.kokoro.manifest import LANGUAGES
from reelwright.vendors.kokoro.model_files import kokoro_files
from reelwright.vendors.kokoro.sentences import Sentence, sentences
from reelwright.vendors.kokoro.vocabulary import numbered
from reelwright.vendors.kokoro.voice_styles import chosen_voice, language_letter, voice_rows, voice_style

RATE = 24_000
_REVISION = "1"
"""Raise it when this adapter changes the sound or the times."""
_ENGINE = "Kokoro"
_ESPEAK = {"a": "en-us", "b": "en-gb", "e": "es", "f": "fr-fr", "h": "hi", "i": "it", "p": "pt-br"}


class KokoroSpeech:
    """``SpeechSynthesis`` by Kokoro. Times are the model's own where its file gives durations, else estimates."""

    def __init__(self, model: Path, voices: Path, threads: int = 0) -> None:
        self._model_file = model
        self._voices_file = voices
        self._threads = threads

    @property
    def abilities(self) -> SpeechAbilities:
        return SpeechAbilities(
            name="kokoro",
            version=f"{fingerprint(self._model_file)}/{_REVISION}",
            languages=LANGUAGES,
            word_times=len(self._model().outputs) > 1,
            offline=True,
            sample_rate=RATE,
        )

    def voices(self) -> tuple[Voice, ...]:
        return voice_rows(self._voices_file)

    def speak(self, request: SpeechRequest) -> Speech:
        name = chosen_voice(request.voice, request.language, self._voices_file)
        letter = language_letter(request.language)
        if letter in "ab" and name[:1] in "ab":
            letter = name[:1]  # an English voice keeps its accent
        written = phonemes(request.text, _ESPEAK[letter])
        if not has_letters(request.text) or not written.clauses:
            return wordless(written.units, RATE)
        model, styles = self._model(), voice_style(self._voices_file, name)
        factor = 2 ** (request.pitch / 12)
        pieces = [
            _said(model, sentence, styles[min(len(sentence.symbols), len(styles)) - 1], request.speed / factor, factor)
            for sentence in sentences(written.clauses, letter)
        ]
        return spoken(pieces, written.units, RATE, _ENGINE)

    def _model(self) -> OnnxModel:
        model = onnx_model(self._model_file, self._threads)
        if not {"style", "speed"} <= set(model.inputs) or not _ids_name(model):
            raise ProviderFailed(
                f"{self._model_file.name} is no Kokoro model: it takes {', '.join(model.inputs)}",
                hint="set REELWRIGHT_KOKORO_MODEL to a Kokoro .onnx file, or: reel models get kokoro",
            )
        return model


def connect(access: Access) -> KokoroSpeech:
    """See ``providers.manifest.Offer``. Raises ``ProviderNeeded`` when the files are not here."""
    files = kokoro_files(access)
    return KokoroSpeech(files.model, files.voices, thread_count(access.number("threads")))


def _ids_name(model: OnnxModel) -> str:
    """Older files call them ``tokens``."""
    return next((name for name in ("input_ids", "tokens") if name in model.inputs), "")


def _said(model: OnnxModel, sentence: Sentence, style: np.ndarray, speed: float, factor: float) -> Piece:
    ids = numbered(sentence.symbols)
    if model.inputs["speed"] in (np.int32, np.int64) and speed != round(speed):
        raise ProviderFailed("this Kokoro file speaks at its own pace and pitch only", hint="reel models get kokoro")
    outputs = model.run({_ids_name(model): [ids], "style": style.reshape(1, -1), "speed": [speed]})
    sound, lengths = sound_and_lengths(outputs, len(ids))
    return Piece(moved_in_pitch(sound, factor), (-1, *sentence.units, -1), lengths)
