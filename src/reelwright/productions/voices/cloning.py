"""The story of a clone: made with consent, brought to the providers that speak with it, and removed from all of them."""

from __future__ import annotations

import hashlib
import tempfile
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from reelwright.errors import NotFound, ProviderFailed
from reelwright.productions.voices.clone import (
    Gender,
    VoiceClone,
    VoiceReference,
    checked_name,
    leaving,
    with_reference,
    without_references,
)
from reelwright.productions.voices.cloned_speech import Cloner
from reelwright.productions.voices.consent import Consent, Declared, consent_given
from reelwright.productions.voices.library import VoiceLibrary
from reelwright.productions.voices.sample import prepared_sample
from reelwright.providers.cloning import CloneRequest
from reelwright.providers.speakers import SpeakerDiarization

ClonerOf = Callable[[str], Cloner]
"""The provider of a name. Raises ``ProviderNeeded`` when it is not configured (any more)."""


@dataclass(frozen=True, slots=True)
class NewClone:
    """What somebody wishes. ``language`` is what the person speaks in the sample."""

    name: str
    sample: Path
    language: str
    declared: Declared | None
    gender: Gender = "neutral"


def make_clone(
    library: VoiceLibrary, wish: NewClone, by: str, diarizers: Sequence[SpeakerDiarization] = ()
) -> VoiceClone:
    """Check consent and sample, and keep the clone; no provider is asked yet.

    Raises ``ConsentNeeded`` before the sample is looked at, ``MediaUnusable`` for one that cannot be used, and what
    ``library.add`` raises.
    """
    moment = datetime.now(UTC)
    consent = consent_given(wish.declared, by, moment)
    name = checked_name(wish.name)
    with tempfile.TemporaryDirectory(prefix="reel-voice-") as folder:
        sample = Path(folder) / "sample.wav"
        facts = prepared_sample(wish.sample, sample, diarizers)
        clone = new_clone(name, wish.language, consent, sample, wish.gender, moment)
        clone = replace(clone, facts=facts)
        library.add(clone, sample)
    return clone


def new_clone(
    name: str, language: str, consent: Consent, sample: Path, gender: Gender = "neutral", moment: datetime | None = None
) -> VoiceClone:
    """The record of a clone whose sample is ready."""
    digest = hashlib.sha256(sample.read_bytes()).hexdigest()
    made = (moment or datetime.now(UTC)).isoformat()
    return VoiceClone(str(uuid.uuid4()), name, language, "ready", consent, made, gender, digest)


def voice_at(library: VoiceLibrary, clone: VoiceClone, cloner: Cloner, language: str) -> str:
    """The clone's voice at a provider for words in a language; made there when there is none, once.

    Raises ``NotFound`` when the clone was deleted meanwhile, and what cloning raises.
    """
    spoken = cloner.spoken_language(language)
    now = library.change(clone.id, lambda each: each)
    if now.state != "ready":
        raise NotFound("the clone was deleted", hint="choose another voice")
    known = now.reference(cloner.name, spoken)
    if known is not None and known.whose == cloner.whose:
        return known.voice
    key = " ".join(
        [clone.id, str(now.rounds), cloner.whose, spoken]
    )  # each account, and there each language, has a voice of its own
    voice = cloner.cloning.clone(CloneRequest(clone.name, library.sample(clone), key, spoken))
    made = VoiceReference(cloner.name, voice, spoken, cloner.whose)

    def kept(each: VoiceClone) -> VoiceClone:
        """Where it was deleted while it was being made, the voice is to leave at once."""
        return _reopened(with_reference(each, replace(made, is_leaving=each.state != "ready")))

    after = library.change(clone.id, kept)
    if after.state != "ready":
        raise NotFound("the clone was deleted", hint="choose another voice")
    return voice


def delete_everywhere(library: VoiceLibrary, clone: VoiceClone, cloner_of: ClonerOf) -> VoiceClone:
    """Remove a clone here and at every provider. Who could not be reached stays in its record with the reason: ask again."""
    library.change(clone.id, lambda each: leaving(each, datetime.now(UTC)))
    return try_to_leave(library, clone.id, cloner_of)


def try_to_leave(library: VoiceLibrary, clone_id: str, cloner_of: ClonerOf) -> VoiceClone:
    """Ask the providers that a deleted clone is still at."""
    before = library.change(clone_id, lambda each: each)
    after, gone = without_references(before, lambda each: remove_at(each, cloner_of))
    tried = {each.voice: each for each in after.references}

    def left(each: VoiceClone) -> VoiceClone:
        names = {one.voice for one in gone}
        kept = tuple(tried.get(one.voice, one) for one in each.references if one.voice not in names)
        return _reopened(replace(each, references=kept))

    return library.change(clone_id, left)


def remove_at(reference: VoiceReference, cloner_of: ClonerOf) -> None:
    """Remove one voice at its provider. Raises ``ProviderFailed``, also when the account is another one by now."""
    cloner = cloner_of(reference.provider)
    if reference.whose and cloner.whose and reference.whose != cloner.whose:
        raise ProviderFailed(
            f"the clone is in another account at {reference.provider}", hint="set the key it was made with, or remove it there by hand"
        )  # fmt: skip
    cloner.cloning.remove(reference.voice)


def _reopened(clone: VoiceClone) -> VoiceClone:
    """Removed everywhere exactly when nothing is left to leave."""
    if clone.state not in ("removing", "removed"):
        return clone
    return replace(clone, state="removing" if clone.references else "removed")
