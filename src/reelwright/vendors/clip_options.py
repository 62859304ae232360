"""Settings that vendors of generated clips share; read with their manifests, so nothing heavy is imported here."""

from __future__ import annotations

from reelwright.providers.manifest import Option


def template_options(template: str, seconds: str, resolutions: str, aspects: str, rate: str) -> tuple[Option, ...]:
    """The options that describe a model, with the defaults of the default model.

    In braces a template can name ``prompt``, ``avoid``, ``seconds`` (a number), ``seconds_text``, ``frames`` (the seconds at the
    model's rate, and one), ``aspect``, ``resolution``, ``first``, ``last``, ``references``, ``seed`` and ``sound``.
    """
    return (
        Option(
            "clip_arguments",
            "the clip model's arguments: JSON (or a file of it); values such as {prompt} are filled in, and left out without one",
            template,
        ),
        Option("clip_seconds", "lengths the clip model can make: 5,10 or 3-10", seconds),
        Option("clip_resolutions", "resolutions of the clip model", resolutions),
        Option("clip_aspects", "shapes of the clip model", aspects),
        Option("clip_rate", "frames per second of the clip model, for {frames}", rate),
    )  # fmt: skip


def waiting(poll_seconds: int = 5) -> tuple[Option, ...]:
    """The options of a vendor's waits."""
    return (
        Option("wait_minutes", "how long a clip is waited for, in minutes", "30"),
        Option("poll_seconds", "seconds between two questions after a clip", str(poll_seconds)),
    )
