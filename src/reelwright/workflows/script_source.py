"""Where the script comes from: a script of the user's, an article, or a topic."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from reelwright.errors import InvalidInput, ProviderNeeded
from reelwright.productions.narrate.article import SUFFIXES, parse_article, read_text
from reelwright.productions.narrate.brief import Brief
from reelwright.productions.narrate.condense import condense
from reelwright.productions.narrate.language import detect_language
from reelwright.productions.narrate.script_file import is_script, parse_script, split_head, write_script
from reelwright.productions.narrate.speak import LEAD_IN, LEAD_OUT
from reelwright.productions.narrate.written_script import Wanted, prompt_marks, write_with
from reelwright.providers.text import TextGeneration
from reelwright.workflows.make_request import MakeRequest

_CONDENSER = 3
"""Raised when condensing changes, so that scripts are made anew."""
_NO_MODEL = "audience, tone and structure need a text model; without one the article's own sentences are told"


@dataclass(frozen=True)
class ScriptSource:
    kind: Literal["script", "article", "topic"]
    name: str
    text: str
    language: str
    seconds: float
    brief: Brief = Brief()

    @property
    def inputs(self) -> dict[str, Any]:
        """What the script depends on."""
        told = {"kind": self.kind, "text": self.text, "language": self.language}
        if self.kind == "script":
            return told
        made = {"seconds": self.seconds, "condenser": _CONDENSER, "prompts": prompt_marks()}
        return told | made | {"brief": asdict(self.brief)}


def source_of(request: MakeRequest, has_model: bool) -> ScriptSource:
    """Read what was handed in. Raises ``InvalidInput``, or ``ProviderNeeded`` for a topic nobody can write about."""
    if not request.source.strip():
        raise InvalidInput(
            "there is nothing to make a video of",
            hint='give an article (.md or .txt) or a topic in quotes, such as "How rice grows"',
        )
    path = Path(request.source)
    if not request.is_topic and _names_a_file(path):
        text = read_text(path)
        head, _ = split_head(text)
        language = request.language or head.get("language") or head.get("lang") or detect_language(text)
        kind = "script" if is_script(text) else "article"
        return ScriptSource(kind, path.name, text, language, request.duration, request.brief)
    topic = " ".join(request.source.split())
    if not has_model:
        raise ProviderNeeded(
            "a topic needs a language model to write about it, and none is configured",
            hint=(
                "three ways on: (1) write an article (.md or .txt) and give that instead; "
                "(2) run a local model, for example Ollama, and set "
                "REELWRIGHT_TEXT_BASE_URL=http://127.0.0.1:11434/v1 and REELWRIGHT_TEXT_MODEL; "
                "(3) use a hosted model: set OPENAI_API_KEY, ANTHROPIC_API_KEY or GEMINI_API_KEY"
            ),
        )
    language = request.language or detect_language(topic)
    return ScriptSource("topic", "topic", topic, language, request.duration, request.brief)


def _names_a_file(path: Path) -> bool:
    """Whether the words handed in are a file's name; one that is not there is an error, not a topic."""
    try:
        if path.exists():
            return True
    except OSError:  # too long for a path
        return False
    return path.suffix.lower() in SUFFIXES - {""} or (len(path.parts) > 1 and " " not in str(path))


@dataclass(frozen=True)
class ScriptText:
    """The text of script.md; ``notes`` are for the person who asked."""

    text: str
    notes: tuple[str, ...] = ()


def script_text(source: ScriptSource, model: TextGeneration | None) -> ScriptText:
    """The user's own script, one condensed from an article, or one written by the model."""
    if source.kind == "script":
        return ScriptText(write_script(parse_script(source.text, source.name, source.language)))
    seconds = max(1.0, source.seconds - LEAD_IN - LEAD_OUT)
    if model is not None:
        written = write_with(model, source.text, Wanted(source.language, seconds, source.brief))
        return ScriptText(write_script(written.script), written.notes)
    article = parse_article(source.text, source.name)
    script = condense(article, source.language, seconds)
    notes = () if source.brief == Brief(has_call_to_action=source.brief.has_call_to_action) else (_NO_MODEL,)
    return ScriptText(write_script(script), (*notes, _tables_left_out(article.tables)) if article.tables else notes)


def _tables_left_out(count: int) -> str:
    told = "a table of the article is" if count == 1 else f"{count} tables of the article are"
    return f"{told} not told: write what matters of it as a sentence"
