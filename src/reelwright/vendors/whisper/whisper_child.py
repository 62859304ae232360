"""The child process that listens: loads the model once, then tells the words of every piece."""

from __future__ import annotations

import sys
from typing import Any

from reelwright.isolation.child import Say, answer


def work(request: dict[str, Any], say: Say) -> dict[str, Any]:
    """Words as rows of text, start, end (seconds in the whole), no speaker, confidence; and the language."""
    import numpy as np  # noqa: PLC0415  # after the limits are there

    from reelwright.errors import InvalidInput, ProviderFailed  # noqa: PLC0415

    model = _loaded(request)
    language = request["language"]
    if language is not None and language not in (known := model.supported_languages):
        language = {"jv": "jw", "fil": "tl"}.get(language, language)
        if language not in known:
            raise InvalidInput(
                f"the Whisper model does not know the language {language!r}", hint="take a multilingual model"
            )
    samples = np.memmap(request["raw"], np.int16, "r")
    rate = int(request["rate"])
    rows: list[list[Any]] = []
    found: list[str] = []
    for first, last in request["pieces"]:
        piece = samples[first:last].astype(np.float32) / 32768
        try:
            segments, info = model.transcribe(
                piece, language=language, beam_size=request["beam_size"], vad_filter=True, word_timestamps=True,
                condition_on_previous_text=False, hotwords=", ".join(request["vocabulary"]) or None,
            )  # fmt: skip
            for segment in segments:
                rows += _rows(segment, first / rate, (last - first) / rate)
                say(heard=round(min(1.0, (first / rate + segment.end) * rate / len(samples)), 4))
        except (RuntimeError, ValueError) as error:
            if _is_memory(error):
                raise MemoryError(str(error)) from None
            raise ProviderFailed(f"Whisper stopped: {str(error)[:200]}", hint="try another model or device") from None
        found += [info.language] if info.language and info.duration_after_vad > 0 else []
    return {"words": rows, "language": max(found, key=found.count) if found else ""}


def _loaded(request: dict[str, Any]) -> Any:
    from reelwright.errors import ProviderFailed  # noqa: PLC0415

    try:
        from faster_whisper import WhisperModel  # noqa: PLC0415  # two seconds, and only here
    except ImportError as error:
        raise ProviderFailed(
            f"faster-whisper cannot be loaded: {error}", hint="pip install 'reelwright[whisper]'"
        ) from None
    try:
        return WhisperModel(
            request["model"], device=request["device"], compute_type=request["compute_type"], local_files_only=True
        )
    except Exception as error:  # a door: its loaders raise whatever they like
        if _is_memory(error):
            raise MemoryError(str(error)) from None
        raise ProviderFailed(
            f"the Whisper model at {request['model']} cannot be loaded: {str(error)[:200]}", hint="fetch it again"
        ) from None


def _rows(segment: Any, start: float, seconds: float) -> list[list[Any]]:
    """Times within the piece: Whisper's can lie beyond its end."""
    return [
        [
            word.word.strip(),
            start + min(float(word.start), seconds),
            start + min(float(word.end), seconds),
            "",
            float(word.probability),
        ]
        for word in segment.words or []
    ]


def _is_memory(error: BaseException) -> bool:
    return isinstance(error, MemoryError) or "bad_alloc" in str(error) or "out of memory" in str(error)


if __name__ == "__main__":
    sys.exit(answer(work, "recognising speech"))
