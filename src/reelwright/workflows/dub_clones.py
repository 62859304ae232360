"""The voices of a dub's own speakers: cloned from their cleanest speech, spoken with, and removed at the provider afterwards."""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from reelwright.errors import ConsentNeeded, InvalidInput, MediaUnusable, NotFound, ProviderFailed, ProviderNeeded
from reelwright.productions.dub.casting import gender_of, wish_for
from reelwright.productions.dub.document import DubDocument, Speaker
from reelwright.productions.dub.speaker_sample import clean_spans, write_spans
from reelwright.productions.voices.clone import PREFIX, VoiceClone, VoiceReference, dismissed
from reelwright.productions.voices.cloned_speech import ClonedSpeech, Cloner
from reelwright.productions.voices.cloning import new_clone, try_to_leave, voice_at
from reelwright.productions.voices.consent import consent_given
from reelwright.productions.voices.folder_library import FolderLibrary
from reelwright.productions.voices.library import VoiceLibrary, usable_clones
from reelwright.productions.voices.sample import prepared_sample
from reelwright.providers.speech import SpeechSynthesis
from reelwright.workflows.dub_request import CloneWish, DubRequest, DubTools
from reelwright.workflows.dub_source import DubSource

OWN = f"{PREFIX}@"
"""``clone:@A`` is the clone of speaker A of the same dub; names in a library do not begin so."""


class DubClones:
    """The clones of one run. They are kept with the dub, so that a later run (an edited line) speaks with them again."""

    def __init__(self, request: DubRequest, tools: DubTools, source: DubSource, notes: list[str]) -> None:
        self._request, self._tools, self._source, self._notes = request, tools, source, notes
        self._own: VoiceLibrary = FolderLibrary(request.folder / "voices")
        self._failed: dict[str, ProviderFailed] = {}
        self._said: set[str] = set()

    def cast(self, document: DubDocument, language: str) -> DubDocument:
        """The document with a clone as the voice of each speaker who agreed. Who cannot be cloned is cast as usual, with a note."""
        wish = self._request.clone
        if wish is None:
            return document
        speakers: list[Speaker] = []
        for each in document.speakers:
            is_spoken_for = language in each.voices and not wish.replaces
            if wish_for(each, self._request.voices) or is_spoken_for:
                speakers.append(each)
                continue
            clone = self._clone_or_note(document, each, wish)
            speakers.append(_spoken_by(each, language, clone) if clone is not None else each)
        return replace(document, speakers=tuple(speakers))

    def speaker_for(self, voice: str) -> tuple[SpeechSynthesis, str]:
        """Who speaks with ``clone:@…``. Raises ``NotFound`` without that clone, ``ProviderNeeded`` when nobody can speak with it."""
        name = voice.removeprefix(PREFIX)
        clone = next((each for each in usable_clones(self._own) if each.name == name), None)
        if clone is None:
            raise NotFound(
                f"there is no clone of speaker {name[1:]!r} in this dub", hint="run it with --clone and --consent"
            )
        cloner = self._cloner(clone)

        def find(language: str) -> str:
            if clone.id in self._failed:
                raise self._failed[clone.id]
            try:
                return voice_at(self._own, clone, cloner, language)
            except ProviderFailed as error:
                self._failed[clone.id] = error
                raise

        return ClonedSpeech(cloner.speech, clone.voice, find), clone.voice

    def finish(self) -> None:
        """Remove the temporary clones at their providers; samples and consent stay with the dub, to speak edited lines."""
        for clone in self._own.clones():
            self._own.change(clone.id, dismissed)
            after = try_to_leave(self._own, clone.id, self._cloner_of)
            for each in after.references:
                if self._tools.leave(each):
                    self._own.change(clone.id, lambda one, gone=each: _without(one, gone))
                else:
                    self._notes.append(
                        f"a temporary clone is still at {each.provider} ({each.error}); the next run tries to remove it again"
                    )

    def told(self, document: DubDocument) -> dict[str, dict[str, Any]]:
        """For the report: whose voice was cloned, and who declared that they agreed."""
        if not any(voice.startswith(PREFIX) for each in document.speakers for voice in each.voices.values()):
            return {}
        by_name = {each.name: each for each in (*self._own.clones(), *self._tools.library.clones())}
        found: dict[str, dict[str, Any]] = {}
        for each in document.speakers:
            for language in self._request.targets:
                voice = each.voices.get(language, "")
                clone = by_name.get(voice.removeprefix(PREFIX)) if voice.startswith(PREFIX) else None
                if clone is not None and clone.consent is not None:
                    found[each.id] = {"voice": voice, "consent": clone.consent.tree(), "sample": clone.sample_sha256}
        return found

    def _clone_or_note(self, document: DubDocument, speaker: Speaker, wish: CloneWish) -> VoiceClone | None:
        name = speaker.name or speaker.id
        declared = wish.declared.get(speaker.id) or wish.declared.get(speaker.name) or wish.declared.get("*")
        try:
            return self._clone_of(document, speaker, wish, declared)
        except ConsentNeeded:
            self._note(f"{name} is not cloned: nobody said that they agreed")
        except (MediaUnusable, InvalidInput) as error:
            self._note(f"{name} is not cloned: {error.message}")
        return None

    def _clone_of(self, document: DubDocument, speaker: Speaker, wish: CloneWish, declared: Any) -> VoiceClone:
        """The speaker's clone: that of before, or a new one. Nobody is asked yet, unless it goes to the library."""
        library = self._tools.library if wish.keeps else self._own
        name = _kept_name(self._request, speaker) if wish.keeps else f"@{speaker.id}"
        known = next((each for each in usable_clones(library) if each.name == name), None)
        if known is not None:
            return known
        consent = consent_given(declared, wish.by, datetime.now(UTC))
        cloner = self._cloners[0]
        with tempfile.TemporaryDirectory(prefix="reel-voice-") as folder:
            spans, sample = Path(folder) / "spans.wav", Path(folder) / "sample.wav"
            write_spans(self._source.voices(), clean_spans(document, speaker.id), spans)
            facts = prepared_sample(spans, sample, is_known=True)
            gender = gender_of(speaker)
            clone = new_clone(name, document.language, consent, sample, gender)  # pyright: ignore[reportArgumentType]
            clone = replace(clone, facts=facts, note=cloner.name)
            library.add(clone, sample)
        for note in facts.notes:
            self._note(f"{speaker.name or speaker.id}: {note}")
        if wish.keeps:
            voice_at(library, clone, cloner, self._request.targets[0])
        return clone

    @cached_property
    def _cloners(self) -> Sequence[Cloner]:
        vendor = self._request.clone.provider if self._request.clone else "auto"
        found = self._tools.cloners(vendor)
        if not found:
            raise ProviderNeeded(
                "nobody who clones voices is configured", hint="`reel providers cloning` shows who can, and what to set"
            )
        return found

    def _cloner(self, clone: VoiceClone) -> Cloner:
        """The one it was begun with, where that is still here: a voice should not change with an edited line."""
        return self._cloner_of(clone.note) if self._request.clone is None else self._cloners[0]

    def _cloner_of(self, vendor: str) -> Cloner:
        found = self._tools.cloners(vendor)
        if not found:
            raise ProviderNeeded(f"{vendor} is not configured any more", hint="set its key again")
        return found[0]

    def _note(self, note: str) -> None:
        """Once, also where it holds for each language."""
        if note not in self._said:
            self._said.add(note)
            self._notes.append(note)


def _spoken_by(speaker: Speaker, language: str, clone: VoiceClone) -> Speaker:
    consent = clone.consent.digest if clone.consent else ""
    return replace(speaker, voices={**speaker.voices, language: f"{PREFIX}{clone.name}"}, clone_consent=consent)


def _without(clone: VoiceClone, gone: VoiceReference) -> VoiceClone:
    return replace(clone, references=tuple(each for each in clone.references if each.voice != gone.voice))


def _kept_name(request: DubRequest, speaker: Speaker) -> str:
    """A name for the library that tells the video and the speaker."""
    plain = re.sub(r"[^\w .'-]+", " ", f"{request.source.stem[:35]} {(speaker.name or speaker.id)[:15]}")
    name = " ".join(plain.split()).lstrip(" .'-")
    mark = hashlib.sha256(f"{request.source.name} {speaker.id}".encode()).hexdigest()[:6]
    return f"{name} {mark}"[:60]
