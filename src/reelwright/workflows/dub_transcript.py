"""What is said in a dub's source, by whom and when: recognised, timed where the words are known, or brought by the person."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from reelwright.errors import InvalidInput, MediaUnusable, ProviderNeeded
from reelwright.productions.dub.document import DubDocument, Segment, SourceWord, Speaker, checked
from reelwright.productions.dub.glossary import read_glossary
from reelwright.productions.dub.segmenting import Said, segments_of_words
from reelwright.productions.dub.speaker_traits import speaker_pitches, with_pitches
from reelwright.productions.dub.transcript_file import read_spoken_text, read_transcript
from reelwright.productions.narrate.language import detect_language, small_words
from reelwright.productions.project.store import Store
from reelwright.providers.recognition import Recognised, RecognitionRequest
from reelwright.transcript.language_names import base_language
from reelwright.workflows.dub_request import DubRequest, DubTools
from reelwright.workflows.kept_listening import kept_listeners
from reelwright.workflows.transcribe import Listeners, Transcript, time_text, told_apart, transcribe

_PITCHES = 1
"""Raised when voices are listened to in another way."""
_TOLD_BY = 8
"""Words that are enough to tell a language by."""
_MOST_TERMS = 1000
OnPart = Callable[[float], None]


class DubTranscript:
    """``notes`` are for the person who asked; everything heard is kept in ``store``."""

    def __init__(self, request: DubRequest, tools: DubTools, store: Store, digest: str, duration_ms: int) -> None:
        self._request = request
        self._tools = tools
        self._store = store
        self._digest = digest
        self._duration_ms = duration_ms
        self.notes: list[str] = []

    def document(self, on_part: OnPart) -> DubDocument:
        """``on_part`` is told the part that is done, 0 to 1. Raises ``ProviderNeeded``, ``MediaUnusable`` when nobody speaks."""
        own = self._request.transcript
        if own is not None and own.suffix.lower() != ".txt":
            document = self._own(own)
        else:
            document = self._heard(own, on_part)
        self._doubt_language(document)
        on_part(1.0)
        return document

    def _own(self, path: Path) -> DubDocument:
        own = read_transcript(path, self._duration_ms)
        language = self._request.language or detect_language(" ".join(each.text for each in own.segments))
        speakers = self._with_pitches(own.speakers, own.segments)
        document = DubDocument(
            self._request.source.name,
            self._digest,
            self._duration_ms,
            language,
            speakers,
            own.segments,
            own.translations,
        )
        return checked(document, path.name)

    def _heard(self, text: Path | None, on_part: OnPart) -> DubDocument:
        request = self._request
        who = 0 if request.speakers == 1 else request.speakers
        listeners = kept_listeners(self._tools.listeners(request.language, who), self._store, self._digest)
        wanted = RecognitionRequest(request.source, request.language, who, self._terms())

        def on_heard(part: float) -> None:
            on_part(0.95 * part)

        if text is None:
            said, transcript = self._recognised(wanted, listeners, on_heard)
        else:
            said, transcript = _timed(wanted, text, listeners, on_heard)
        self.notes += transcript.notes
        heard = transcript.recognised
        language = request.language or heard.language or detect_language(heard.text)
        segments = segments_of_words(said, language)
        names = dict.fromkeys(each.speaker for each in said)
        speakers = tuple(Speaker(name, "" if len(name) == 1 else name) for name in names)
        speakers = self._with_pitches(speakers, segments)
        return DubDocument(request.source.name, self._digest, self._duration_ms, language, speakers, segments)

    def _recognised(
        self, wanted: RecognitionRequest, listeners: Listeners, on_heard: OnPart
    ) -> tuple[list[Said], Transcript]:
        if not listeners.recognisers:
            tongue = f"{wanted.language} " if wanted.language else ""
            raise ProviderNeeded(
                f"nobody here recognises {tongue}speech",
                hint=f"{_captions_beside(wanted.sound)}give a --transcript (captions, words, or the text that is said), or "
                "configure a recogniser: `reel doctor` says how",
            )
        try:
            transcript = transcribe(wanted, listeners, on_heard)
        except MediaUnusable as error:
            error.hint = "if somebody does speak, give a --transcript"
            raise
        if any(each.caution and each.title == transcript.by for each in listeners.recognisers):
            self.notes.append(
                f"to look at what {transcript.by} wrote before it is translated, stop after the transcript"
            )
        return said_words(transcript.recognised), transcript

    def _terms(self) -> tuple[str, ...]:
        """Names and terms to expect: the glossary's."""
        request = self._request
        terms = read_glossary(request.glossary) if request.glossary else request.terms
        return tuple(term.source for term in terms or ())[:_MOST_TERMS]

    def _doubt_language(self, document: DubDocument) -> None:
        """A language that was told wrong is noticed by the words, which are then nonsense or somebody else's."""
        text = " ".join(each.text for each in document.segments)
        found = detect_language(text)
        if (
            self._request.language is not None
            and len(text.split()) >= _TOLD_BY
            and base_language(found) != base_language(document.language)
            and _is_sure(text, found, document.language)
        ):
            self.notes.append(
                f"the words look like {found}, not {document.language}: look at them (`reel segments list`), and if "
                f"--from is wrong, begin anew with --from {found} --fresh"
            )

    def _with_pitches(self, speakers: tuple[Speaker, ...], segments: tuple[Segment, ...]) -> tuple[Speaker, ...]:
        """The speakers, each with how high their voice is."""
        spans = [[each.speaker, each.start_ms, each.end_ms] for each in segments]

        def listen(part: Path) -> dict[str, Any]:
            part.write_text(json.dumps(speaker_pitches(self._request.source, segments), ensure_ascii=False), "utf-8")
            return {}

        inputs = {"source": self._digest, "segments": spans, "pitches": _PITCHES}
        kept = self._store.keep("pitches", ".txt", inputs, listen)
        return with_pitches(speakers, json.loads(kept.path.read_text("utf-8")))


def _captions_beside(video: Path) -> str:
    """What to say of captions that lie beside the video under its name."""
    found = next((path for suffix in (".srt", ".vtt", ".ass") if (path := video.with_suffix(suffix)).is_file()), None)
    return f"captions lie beside it: --transcript {found.name}; else " if found else ""


def _timed(
    wanted: RecognitionRequest, text: Path, listeners: Listeners, on_heard: OnPart
) -> tuple[list[Said], Transcript]:
    """The words of a text at their times. Names before its lines say who speaks; without any it is found out."""
    spoken = read_spoken_text(text)
    transcript = time_text(wanted.sound, " ".join(word for word, _ in spoken), wanted.language, listeners, on_heard)
    heard, notes = transcript.recognised, [f"timed by {transcript.by}", *transcript.notes]
    names = [name for _, name in spoken]
    if len(heard.words) != len(spoken):
        raise InvalidInput(f"the words of {text.name} could not all be timed", hint="give captions (.srt) instead")
    if not any(names) and wanted.speakers:
        heard = told_apart(wanted, heard, listeners, notes)
        names = [each.speaker for each in said_words(heard)]
    said = [replace(each, speaker=name or "A") for each, name in zip(said_words(heard), names, strict=True)]
    return said, Transcript(heard, transcript.by, tuple(notes))


def said_words(heard: Recognised) -> list[Said]:
    """Each word with who says it; one speaker, ``A``, where that is not known."""
    speakers = [""] * len(heard.words)
    for part in heard.parts:
        for place in range(part.first, part.last):
            speakers[place] = part.speaker
    confidence = heard.confidence or (-1.0,) * len(heard.words)
    found: list[Said] = []
    for word, name, sure in zip(heard.words, speakers, confidence, strict=True):
        start = round(word.start * 1000)
        found.append(Said(SourceWord(word.text, start, max(round(word.end * 1000), start + 1), sure), name or "A"))
    return found


def _is_sure(text: str, found: str, told: str) -> bool:
    """Whether the small words of one language clearly outnumber the other's; another script is sure by itself."""
    words = [word.strip(".,;:!?…\"'").lower() for word in text.split()]
    one, two = (sum(word in small_words(each) for word in words) for each in (found, told))
    return not small_words(found) or not small_words(told) or one >= 3 + 2 * two
