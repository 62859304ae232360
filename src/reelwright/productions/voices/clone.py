"""A clone of somebody's voice as the library knows it, and how it ends. Records are frozen; a change answers a new one."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from reelwright.errors import InvalidInput, ReelwrightError
from reelwright.productions.voices.consent import Consent, consent_from
from reelwright.productions.voices.sample import SampleFacts, sample_facts

PREFIX = "clone:"
"""``clone:NAME`` names a clone wherever a voice is asked for."""
State = Literal["checking", "refused", "ready", "removing", "removed"]
Gender = Literal["female", "male", "neutral"]
_NAME = re.compile(r"\w[\w .'-]{0,59}")


@dataclass(frozen=True, slots=True)
class VoiceReference:
    """The clone at one provider: ``voice`` as its speech takes it, ``language`` where it has one for each, ``whose`` account it is
    in (see ``providers.access.Access.whose``). ``is_leaving``: it is to be removed there; ``error`` says why that failed last,
    after so many ``attempts``."""

    provider: str
    voice: str
    language: str = ""
    whose: str = ""
    is_leaving: bool = False
    attempts: int = 0
    error: str = ""


@dataclass(frozen=True, slots=True)
class VoiceClone:
    """``id`` is a UUID, ``created_at`` and ``removed_at`` ISO 8601 in UTC. ``note`` says why a sample was refused.

    Of a removed one there are left its id, the two moments, and ``consent_digest``, which proves what the consent said.
    """

    id: str
    name: str
    language: str
    state: State
    consent: Consent | None
    created_at: str
    gender: Gender = "neutral"
    sample_sha256: str = ""
    facts: SampleFacts | None = None
    references: tuple[VoiceReference, ...] = ()
    note: str = ""
    removed_at: str = ""
    consent_digest: str = ""
    rounds: int = 0
    """How often it was taken from its providers and stayed: what it is cloned by again is another act."""

    @property
    def voice(self) -> str:
        """What spoken files are kept by: another sample under the same name is another voice."""
        return f"{PREFIX}{self.name}#{self.sample_sha256[:12]}"

    def reference(self, provider: str, language: str) -> VoiceReference | None:
        """Where it is at a provider, for a language (empty: for all)."""
        fits = (
            each
            for each in self.references
            if each.provider == provider and each.language in ("", language) and not each.is_leaving
        )
        return next(fits, None)


def checked_name(name: str) -> str:
    """A name that can be written where a voice is asked for. Raises ``InvalidInput``."""
    told = " ".join(name.split())
    if not _NAME.fullmatch(told):
        raise InvalidInput(
            f"{name[:80]!r} is no name for a voice", hint="up to 60 letters, digits, spaces, points and dashes; first a letter or digit"
        )  # fmt: skip
    return told


def name_asked(wish: str) -> str:
    """The name in ``clone:NAME``, also where a sample's mark is written behind it."""
    return wish.removeprefix(PREFIX).partition("#")[0].strip()


def with_reference(clone: VoiceClone, made: VoiceReference) -> VoiceClone:
    """The clone at one more provider (or in one more language there)."""
    others = tuple(each for each in clone.references if each.voice != made.voice)
    return replace(clone, references=(*others, made))


def leaving(clone: VoiceClone, moment: datetime) -> VoiceClone:
    """The clone from the moment it is deleted: nobody can use it, its consent is withdrawn, and it waits until providers have
    removed it."""
    if clone.state in ("removing", "removed"):
        return clone
    references = tuple(replace(each, is_leaving=True) for each in clone.references)
    digest = clone.consent.digest if clone.consent else ""
    return _settled(
        VoiceClone(
            clone.id, "", clone.language, "removing", None, clone.created_at, references=references,
            removed_at=moment.isoformat(), consent_digest=digest,
        )
    )  # fmt: skip


def dismissed(clone: VoiceClone) -> VoiceClone:
    """A clone that stays here and is to leave its providers."""
    if all(each.is_leaving for each in clone.references):
        return clone
    references = tuple(replace(each, is_leaving=True) for each in clone.references)
    return replace(clone, references=references, rounds=clone.rounds + 1)


def without_references(
    clone: VoiceClone, remove: Callable[[VoiceReference], None]
) -> tuple[VoiceClone, Sequence[VoiceReference]]:
    """The clone after ``remove`` was tried at every provider it is to leave, and those that were removed. A failure is written
    into its reference, to be tried again."""
    left: list[VoiceReference] = []
    gone: list[VoiceReference] = []
    for each in clone.references:
        if not each.is_leaving:
            left.append(each)
            continue
        try:
            remove(each)
        except ReelwrightError as error:
            left.append(replace(each, attempts=each.attempts + 1, error=error.message[:500]))
        else:
            gone.append(each)
    return _settled(replace(clone, references=tuple(left))), gone


def clone_tree(clone: VoiceClone) -> dict[str, Any]:
    """The record as JSON."""
    return {
        "version": 1, "id": clone.id, "name": clone.name, "language": clone.language, "state": clone.state,
        "consent": clone.consent.tree() if clone.consent else None, "createdAt": clone.created_at, "gender": clone.gender,
        "sampleSha256": clone.sample_sha256, "sample": clone.facts.tree() if clone.facts else None,
        "references": [reference_tree(each) for each in clone.references], "note": clone.note, "removedAt": clone.removed_at,
        "consentDigest": clone.consent_digest, "rounds": clone.rounds,
    }  # fmt: skip


def clone_from(tree: Any) -> VoiceClone:
    """A record from its JSON. Raises ``InvalidInput``."""
    try:
        return VoiceClone(
            str(tree["id"]), str(tree["name"]), str(tree["language"]), tree["state"],
            consent_from(tree["consent"]) if tree["consent"] else None, str(tree["createdAt"]), tree["gender"],
            str(tree["sampleSha256"]), sample_facts(tree["sample"]) if tree["sample"] else None,
            tuple(reference_from(each) for each in tree["references"]), str(tree["note"]), str(tree["removedAt"]),
            str(tree["consentDigest"]), int(tree["rounds"]),
        )  # fmt: skip
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidInput(f"the record of a voice cannot be read: {type(error).__name__} at {error}") from None


def reference_tree(each: VoiceReference) -> dict[str, Any]:
    return {
        "provider": each.provider, "voice": each.voice, "language": each.language, "whose": each.whose,
        "isLeaving": each.is_leaving, "attempts": each.attempts, "error": each.error,
    }  # fmt: skip


def reference_from(tree: Any) -> VoiceReference:
    return VoiceReference(
        str(tree["provider"]), str(tree["voice"]), str(tree["language"]), str(tree["whose"]), bool(tree["isLeaving"]),
        int(tree["attempts"]), str(tree["error"]),
    )  # fmt: skip


def _settled(clone: VoiceClone) -> VoiceClone:
    return replace(clone, state="removed") if clone.state == "removing" and not clone.references else clone
