"""Captions in every format: of words, of other captions, or of what is said in a recording."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from reelwright.app.listening import listeners
from reelwright.captions.cues import Cue, CueLimits, build_cues
from reelwright.captions.formats.by_suffix import SUFFIXES, written
from reelwright.captions.reading import words_of
from reelwright.captions.styles import placement
from reelwright.productions.transcribe.written import transcript_cues, transcript_json, transcript_text
from reelwright.providers.recognition import RecognitionRequest
from reelwright.render.files import Files
from reelwright.transcript import Word
from reelwright.worker.stages.work import StageWork
from reelwright.workflows.transcribe import Transcript, time_text, transcribe


def captions(work: StageWork) -> dict[str, Any]:
    """A recording comes with its transcript, too."""
    path = Files(work.folder).path_of(str(work.request["sources"][0]))
    limits = _limits(work.request)
    if path.suffix.lower() in SUFFIXES:
        words = words_of(path.read_text("utf-8-sig"), path.name)
        return _delivered(work, words, build_cues(words, limits))
    transcript = _listened(work, path)
    heard = transcript.recognised
    report = _delivered(work, heard.words, transcript_cues(heard, limits))
    (work.deliver / "transcript.txt").write_text(transcript_text(heard), "utf-8")
    (work.deliver / "transcript.json").write_text(transcript_json(heard, transcript.by, transcript.notes), "utf-8")
    report["deliver"] += ["deliver/transcript.txt", "deliver/transcript.json"]
    speakers = {part.speaker for part in heard.parts if part.speaker}
    report["result"] |= {
        "language": heard.language, "by": transcript.by, "notes": list(transcript.notes), "speakers": len(speakers),
    }  # fmt: skip
    return report


def _listened(work: StageWork, path: Path) -> Transcript:
    language, speakers = work.request.get("language"), int(work.request.get("speakers", 0))
    who = listeners(work.providers, language, speakers)

    def progress(part: float) -> None:
        work.progress(part, 1.0)

    if work.request.get("text"):
        return time_text(path, str(work.request["text"]), language, who, progress)
    vocabulary = tuple(str(term) for term in work.request.get("vocabulary", []))
    return transcribe(RecognitionRequest(path, language, speakers, vocabulary), who, progress)


def _delivered(work: StageWork, words: Sequence[Word], cues: Sequence[Cue]) -> dict[str, Any]:
    for suffix in SUFFIXES:
        (work.deliver / f"captions{suffix}").write_text(written(words, cues, suffix), "utf-8")
    return {
        "deliver": [f"deliver/captions{suffix}" for suffix in SUFFIXES],
        "result": {"words": len(words), "captions": len(cues)},
    }


def _limits(request: dict[str, Any]) -> CueLimits:
    given = {name: request.get(name) for name in ("max_chars", "max_words", "max_lines")}
    limits = placement((1920, 1080), "classic").limits
    return replace(limits, **{name: value for name, value in given.items() if value is not None})
