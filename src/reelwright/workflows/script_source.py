"""Where the script comes from: a script of the user's, an article, or a topic."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from reelwright.errors import InvalidInput, ProviderNeeded
from reelwright.productions.narrate.article import SUFFIXES, parse_article, read_text
from reelwright.productions.narrate.condense import condense
from reelwright.productions.narrate.language import detect_language
from reelwright.productions.narrate.script_file import is_script, parse_script, split_head, write_script
from reelwright.productions.narrate.speak import LEAD_IN, LEAD_OUT
from reelwright.productions.narrate.written_script import prompt, write_with
from reelwright.providers.text import TextGeneration
from reelwright.workflows.make_request import MakeRequest

_CONDENSER = 2
"""Raised when condensing changes, so that scripts are made anew."""


@dataclass(frozen=True)
class ScriptSource:
    kind: Literal["script", "article", "topic"]
    name: str
    text: str
    language: str
    seconds: float

    @property
    def inputs(self) -> dict[str, Any]:
        """What the script depends on."""
        return {
            "kind": self.kind,
            "text": self.text,
            "language": self.language,
            "seconds": self.seconds,
            "condenser": _CONDENSER,
            "prompt": prompt(),
        }


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
        return ScriptSource("script" if is_script(text) else "article", path.name, text, language, request.duration)
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
    return ScriptSource("topic", "topic", topic, request.language or detect_language(topic), request.duration)


def _names_a_file(path: Path) -> bool:
    """Whether the words handed in are a file's name; one that is not there is an error, not a topic."""
    try:
        if path.exists():
            return True
    except OSError:  # too long for a path
        return False
    return path.suffix.lower() in SUFFIXES - {""} or (len(path.parts) > 1 and " " not in str(path))


def script_text(
    source: ScriptSource, model: TextGeneration | None, told: Callable[[str], None] = lambda note: None
) -> str:
    """The text of script.md: the user's own, condensed from an article, or written by the model, whose notes ``told`` gets."""
    if source.kind == "script":
        return write_script(parse_script(source.text, source.name, source.language))
    seconds = max(1.0, source.seconds - LEAD_IN - LEAD_OUT)
    if model is not None:
        return write_script(write_with(model, source.text, source.language, seconds, told))
    return write_script(condense(parse_article(source.text, source.name), source.language, seconds))
