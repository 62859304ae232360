"""Whom a job would pay for what, and how much at most: by its kind and its request."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reelwright.app.expected_cost import Plan, clips_of, expected_cost
from reelwright.app.providers.choosing import Choice, Providers
from reelwright.errors import ReelwrightError
from reelwright.productions.narrate.language import detect_language
from reelwright.providers.manifest import Kind
from reelwright.providers.payments import MICROS

Request = Mapping[str, Any]


@dataclass(frozen=True)
class Costs:
    """US dollars by stage; ``by_server`` is the part that is paid with the server's own keys."""

    stages: dict[str, float]
    by_server: float


@dataclass(frozen=True)
class _Use:
    """A provider at work in a stage: the one that is named, else the first of the first kind that anybody offers."""

    stage: str
    plan: Plan
    kinds: tuple[Kind, ...]
    named: str = ""


def costs_of_work(kind: str, request: Request, seconds: float, providers: Providers) -> Costs:
    """Of a job's request, for any kind of job; ``seconds`` are of what is made, or of the file it works on.

    Raises what is wrong with a provider that is asked for by name.
    """
    uses = list(_USES.get(kind, _none)(request, seconds))
    stages = dict.fromkeys((use.stage for use in uses), 0.0) | ({"render": 0.0} if kind == "make" else {})
    by_server = 0.0
    for use in uses:
        choice = _choice(use, providers)
        cost = 0.0 if choice is None else expected_cost(providers, choice, use.plan)
        stages[use.stage] += cost
        by_server += cost if choice is not None and choice.account == "server" else 0.0
    return Costs(stages, by_server)


def server_micros(kind: str, request: Request, seconds: float, providers: Providers) -> int:
    """What the server's own keys are expected to pay for a job, in millionths of a US dollar; 0 where that cannot be told."""
    try:
        return round(costs_of_work(kind, request, seconds, providers).by_server * MICROS)
    except ReelwrightError:
        return 0


def _choice(use: _Use, providers: Providers) -> Choice | None:
    if use.named:
        return providers.choice(use.kinds[0], use.named)
    for kind in use.kinds:
        if ranked := providers.ranked(kind, language=use.plan.language if kind == "speech" else None):
            return ranked[0]
    return None


def _make(request: Request, seconds: float) -> Iterator[_Use]:
    text = str(request.get("text") or "")
    language = _language(request)
    plan = Plan(text, language, seconds, (), Path(), clips=clips_of(seconds, request.get("clips_for") or "sentences"))
    yield _Use("script", plan, ("text",))
    yield _Use("speech", plan, ("speech",))
    if request.get("picture_source") == "generated":
        yield _Use("visuals", plan, ("images",))
    if clips := request.get("clips"):
        yield _Use("visuals", plan, ("clips",), _by_name(clips))
    else:
        yield _Use("visuals", plan, ())


def _dub(request: Request, seconds: float) -> Iterator[_Use]:
    plan = Plan("", request.get("language") or "en", seconds, (), Path())
    yield _Use("transcript", plan, () if request.get("transcript") else ("recognition",))
    for target in request.get("targets") or ():
        yield _Use("translation", plan, ("text", "translation"))
        yield _Use("speech", Plan("", target, seconds, (), Path()), ("speech",))


def _podcast(request: Request, seconds: float) -> Iterator[_Use]:
    plan = _plan(request, seconds)
    if request.get("topic"):
        yield _Use("podcast", plan, ("text",))
    yield _Use("podcast", plan, ("speech",))


def _clip(request: Request, seconds: float) -> Iterator[_Use]:
    yield _Use(
        "clip",
        Plan("", "en", seconds, (), Path(), clips=clips_of(seconds, "sentences")),
        ("clips",),
        _by_name(request.get("provider")),
    )


def _one(stage: str, kind: Kind) -> Callable[[Request, float], Iterator[_Use]]:
    def uses(request: Request, seconds: float) -> Iterator[_Use]:
        yield _Use(stage, _plan(request, seconds), (kind,), _by_name(request.get("provider")))

    return uses


def _none(request: Request, seconds: float) -> Iterator[_Use]:
    return iter(())


_USES: dict[str, Callable[[Request, float], Iterator[_Use]]] = {
    "make": _make,
    "dub": _dub,
    "podcast": _podcast,
    "clip": _clip,
    "script": _one("script", "text"),
    "improve": _one("improve", "text"),
    "speech": _one("say", "speech"),
    "captions": _one("captions", "recognition"),
    "music": _one("compose", "music"),
}
"""Who is paid for what, by kind of job."""


def _plan(request: Request, seconds: float) -> Plan:
    return Plan(str(request.get("text") or ""), _language(request), seconds, (), Path())


def _language(request: Request) -> str:
    return request.get("language") or detect_language(str(request.get("text") or request.get("topic") or ""))


def _by_name(provider: str | None) -> str:
    return "" if provider in (None, "auto") else str(provider)
