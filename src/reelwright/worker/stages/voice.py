"""The stage that makes a clone of an uploaded recording."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from reelwright.app.server_voices import ServerVoices, refused
from reelwright.app.voice_clones import NEEDED, cloners
from reelwright.errors import InvalidInput, MediaUnusable, ProviderFailed
from reelwright.productions.voices.cloning import voice_at
from reelwright.productions.voices.library import clone_named
from reelwright.productions.voices.sample import prepared_sample
from reelwright.render.files import Files
from reelwright.worker.stages.work import StageWork


def clone(work: StageWork) -> dict[str, Any]:
    """The sample checked and kept, and the clone made at its first provider. A sample that cannot be used ends it."""
    asked = work.request
    library = ServerVoices(lambda: work.platform, work.owner)
    begun = next((each for each in library.clones() if each.id == asked["voice"]), None)
    if begun is None or begun.state not in ("checking", "ready"):
        raise InvalidInput("the clone was deleted meanwhile")
    notes: list[str] = list(begun.facts.notes) if begun.facts else []
    if begun.state == "checking":
        source = Files(work.folder).path_of(str(asked["sources"][0]))
        with tempfile.TemporaryDirectory(prefix="reel-voice-") as folder:
            sample = Path(folder) / "sample.wav"
            try:
                facts = prepared_sample(source, sample, work.providers.ports("speakers"))
            except MediaUnusable as error:
                reason = error.message
                library.change(begun.id, lambda each: refused(each, reason))
                raise
            library.finish(replace(begun, facts=facts), sample)
            notes += facts.notes
    work.progress(1, 2)
    ready = clone_named(library, begun.name)
    where, said = _brought(work, library, asked.get("provider", "auto"), ready)
    return {
        "result": {"voiceId": begun.id, "voice": f"clone:{ready.name}", "provider": where, "notes": [*notes, *said]}
    }


def _brought(work: StageWork, library: ServerVoices, provider: str, ready: Any) -> tuple[str, list[str]]:
    """Its first provider; what stands in the way is a note, for the sample is kept, and it is tried again when it speaks."""
    if provider == "later":
        return "", []
    try:
        found = cloners(work.providers, provider)
        if not found:
            return "", [f"nobody here can speak with it yet: {NEEDED}"]
        voice_at(library, ready, found[0], ready.language)
    except ProviderFailed as error:
        return "", [f"not cloned yet: {error.message}; it is tried again when it first speaks"]
    return found[0].name, []
