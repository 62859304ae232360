"""Google's clips: a Gemini Omni model by the Interactions API, a Veo model by long-running prediction."""

from __future__ import annotations

from reelwright.providers.access import Access
from reelwright.vendors.clip_work import ClipWork, clip_port
from reelwright.vendors.google.api import api
from reelwright.vendors.google.omni_clips import OmniClips
from reelwright.vendors.google.veo_clips import VeoClips


def connect(access: Access) -> ClipWork:
    """The clip port. Raises ``InvalidInput`` for options that cannot be read."""
    model = access.option("clip_model").removeprefix("models/")
    maker = VeoClips(api(access), model) if model.startswith("veo") else OmniClips(api(access), model)
    return clip_port(access, maker)
