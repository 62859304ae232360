"""The port for cloning voices: a recording of somebody in, a voice of a speech provider out, and away again."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class CloneRequest:
    """``sample`` is a WAV file of one person speaking; ``name`` is shown in the provider's own list of voices.

    ``language`` (BCP 47) is what the voice shall speak; providers whose voices speak every language pass over it. ``key`` names
    this act of cloning: asked again with the same key, the voice that was made is answered, not a second one.
    Whoever asks has the consent of the person who is heard.
    """

    name: str
    sample: Path
    key: str
    language: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class CloningAbilities:
    """``is_multilingual``: one clone speaks every language of its provider; else there is one for each language."""

    name: str
    version: str
    is_multilingual: bool


class VoiceCloning(Protocol):
    """A provider of clones. Its speech port (the same vendor's) speaks with them."""

    @property
    def abilities(self) -> CloningAbilities: ...

    def clone(self, request: CloneRequest) -> str:
        """Make a voice; answers its id as the speech port takes it (``elevenlabs:…``).

        Raises ``InvalidInput`` for a sample that cannot be used, ``ProviderFailed`` when the provider cannot deliver.
        """
        ...

    def remove(self, voice: str) -> None:
        """Take a voice away at the provider; one that is not there (any more) is fine. Raises ``ProviderFailed``."""
        ...
