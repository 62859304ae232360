"""Whether what `make` is asked for can be made, looked at before anything is spent."""

from __future__ import annotations

from reelwright.app.expected_cost import Plan, clips_of
from reelwright.app.preflight import Preflight, preflight
from reelwright.app.providers.choosing import Providers
from reelwright.app.wiring import speaker_for, tools
from reelwright.productions.narrate.article import parse_article
from reelwright.providers.manifest import Kind
from reelwright.workflows.make import check_request
from reelwright.workflows.make_request import MakeRequest
from reelwright.workflows.script_source import source_of


def make_ready(request: MakeRequest, providers: Providers, budget: float | None = None) -> Preflight:
    """Raises ``InvalidInput`` for a source that cannot be read and for wishes that cannot be met, ``ProviderNeeded`` for a topic nobody
    can write about and for pictures nobody makes.

    What else is wrong is in the answer.
    """
    source = source_of(request, True)
    if source.kind == "article":
        parse_article(source.text, source.name)
    kinds: list[Kind] = ["speech"]
    if source.kind == "topic" or (source.kind == "article" and providers.ranked("text")):
        kinds.insert(0, "text")
    if request.pictures in ("auto", "stock") and request.media is None:
        kinds.append("stock")
    if request.pictures == "generated":
        kinds.append("images")
    if request.music != "none" and (request.music_prompt or providers.order("music")):
        kinds.append("music")
    named: dict[Kind, str] = {}
    if request.clips:
        kinds.append("clips")
        named = {} if request.clips == "auto" else {"clips": request.clips}
    text = "" if source.kind == "topic" else source.text
    folder = request.folder if request.folder.is_dir() else request.output.parent
    plan = Plan(
        text,
        source.language,
        request.duration,
        tuple(kinds),
        folder,
        budget,
        named,
        clips_of(request.duration, request.clips_for),
    )
    found = preflight(plan, providers, lambda: speaker_for(source.language, request.voice, providers))
    if [problem.subject for problem in found.problems] == ["text"]:
        source_of(request, bool(providers.ranked("text")))  # tells the ways on from a bare topic
    if not found.problems:
        check_request(request, tools(providers))
    return found
