"""Speech by Piper's voices (VITS), from their ONNX files and eSpeak NG's phonemes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reelwright.errors import ProviderFailed
from reelwright.providers.access import Access
from reelwright.providers.speech import Speech, SpeechAbilities, SpeechRequest, Voice
from reelwright.speaking.engine_text import has_letters
from reelwright.speaking.finish import wordless
from reelwright.speaking.onnx_session import OnnxModel, fingerprint, onnx_model, sound_and_lengths, thread_count
from reelwright.speaking.phonemes import phonemes
from reelwright.speaking.spoken_pieces import Piece, moved_in_pitch, spoken
from reelwright.vendors.piper.symbols import letters, numbered, sentences
from reelwright.vendors.piper.voice_files import voice_files
from reelwright.vendors.piper.voice_settings import voice_settings
from reelwright.vendors.piper.voices import PiperVoice, chosen_voice, voice_rows

_REVISION = "1"
"""Raise it when this adapter changes the sound or the times."""
_ENGINE = "Piper"


class PiperSpeech:
    """``SpeechSynthesis`` by Piper. Times are the model's own for voices that were made to give them, else estimates."""

    def __init__(self, models: Sequence[Path], first: str = "", threads: int = 0) -> None:
        self._found = _readable(models)
        self._first = first
        self._threads = threads

    @property
    def abilities(self) -> SpeechAbilities:
        marks = "-".join(fingerprint(voice.model) for voice in self._found[:4])
        return SpeechAbilities(
            name="piper",
            version=f"{marks}/{len(self._found)}/{_REVISION}",
            languages=tuple(sorted({voice.settings.language for voice in self._found})),
            word_times=False,
            offline=True,
            sample_rate=self._found[0].settings.rate,
        )

    def voices(self) -> tuple[Voice, ...]:
        return voice_rows(self._found)

    def speak(self, request: SpeechRequest) -> Speech:
        voice, speaker = chosen_voice(request.voice, request.language, self._found, self._first)
        settings = voice.settings
        written = letters(request.text) if settings.kind == "text" else phonemes(request.text, settings.espeak_voice)
        if not has_letters(request.text) or not written.clauses:
            return wordless(written.units, settings.rate)
        model = self._model(voice)
        factor = 2 ** (request.pitch / 12)
        scales = [settings.noise_scale, settings.length_scale * factor / request.speed, settings.noise_w]
        pieces: list[Piece] = []
        for sentence in sentences(written.clauses, settings.symbol_ids):
            ids, owners = numbered(sentence, settings.symbol_ids)
            if any(owner >= 0 for owner in owners):
                pieces.append(_said(model, ids, owners, scales, speaker, factor))
        if not pieces:
            raise ProviderFailed(
                f"the Piper voice {settings.name} knows none of the sounds of this text",
                hint="choose a voice of the text's language",
            )
        return spoken(pieces, written.units, settings.rate, _ENGINE)

    def _model(self, voice: PiperVoice) -> OnnxModel:
        model = onnx_model(voice.model, self._threads)
        if not {"input", "input_lengths", "scales"} <= set(model.inputs) or (
            voice.settings.speakers and "sid" not in model.inputs
        ):
            raise ProviderFailed(
                f"{voice.model.name} is no Piper voice: it takes {', '.join(model.inputs)}",
                hint="fetch the voice again, or remove it: `reel models remove`",
            )
        return model


def connect(access: Access) -> PiperSpeech:
    """See ``providers.manifest.Offer``. Raises ``ProviderNeeded`` when no voice is here."""
    return PiperSpeech(voice_files(access), access.option("voices"), thread_count(access.number("threads")))


def _readable(models: Sequence[Path]) -> tuple[PiperVoice, ...]:
    """One broken voice does not take the others away; when all are broken, what is wrong with the first is raised."""
    found: list[PiperVoice] = []
    broken: list[ProviderFailed] = []
    for model in models:
        try:
            found.append(PiperVoice(model, voice_settings(model)))
        except ProviderFailed as error:
            broken.append(error)
    if broken and not found:
        raise broken[0]
    return tuple(found)


def _said(
    model: OnnxModel, ids: list[int], owners: tuple[int, ...], scales: list[float], speaker: int | None, factor: float
) -> Piece:
    inputs = {"input": [ids], "input_lengths": [len(ids)], "scales": scales}
    if "sid" in model.inputs:
        inputs["sid"] = [speaker or 0]
    outputs = model.run(inputs)
    sound, lengths = sound_and_lengths(outputs, len(ids))
    return Piece(moved_in_pitch(sound, factor), owners, lengths)
