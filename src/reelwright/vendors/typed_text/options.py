"""The settings that every text model has."""

from __future__ import annotations

from reelwright.providers.manifest import Option


def text_model(default: str) -> Option:
    """The option ``text_model``."""
    return Option("text_model", "the model that writes", default)


def text_timeout() -> Option:
    """The option ``text_timeout``."""
    return Option("text_timeout", "seconds of silence after which a text model is given up", "300")


def text_deadline() -> Option:
    """The option ``text_deadline``."""
    return Option("text_deadline", "seconds after which a text model is given up, however slowly it goes on", "1800")
