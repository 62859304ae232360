"""The settings of the command line. Only ``app`` reads the environment."""

from __future__ import annotations

from dataclasses import dataclass

from reelwright.providers.manifest import KINDS, order_variable


@dataclass(frozen=True)
class Setting:
    """A name in the environment and what it does."""

    name: str
    meaning: str


SETTINGS = (
    *(
        Setting(
            order_variable(kind),
            f"providers of {kind} in the order in which they are asked; auto is the default",
        )
        for kind in KINDS
        if kind != "moderation"
    ),
    Setting(
        "REELWRIGHT_MODERATION",
        "who judges words before anything is made of them, and pictures once they are made, or auto; nobody by default",
    ),
    Setting(
        "REELWRIGHT_PROVIDERS_FILE",
        "where `reel providers set` keeps keys; by default in the user's configuration folder",
    ),
    Setting("REELWRIGHT_CACHE", "folder for finished chunks; without it the user's cache folder"),
    Setting("REELWRIGHT_MODELS", "folder for models that are fetched; without it among the user's data"),
    Setting(
        "REELWRIGHT_MODEL_HUB",
        "where model repositories are fetched from; https://huggingface.co by default (HF_ENDPOINT, too)",
    ),
    Setting("REELWRIGHT_DEBUG", "1 shows the traceback of an unexpected error"),
)
"""Every setting there is, beside those of the server and of each provider."""
