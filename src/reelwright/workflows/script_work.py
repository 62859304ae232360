"""Work on a script alone: looked at, improved, its changes accepted."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reelwright.errors import InvalidInput, ProviderNeeded
from reelwright.productions.narrate.article import parse_article
from reelwright.productions.narrate.improved_script import improve
from reelwright.productions.narrate.language import detect_language
from reelwright.productions.narrate.prompt_files import prompt
from reelwright.productions.narrate.script import Script, Section, Sentence
from reelwright.productions.narrate.script_file import is_script, parse_script, split_head
from reelwright.productions.narrate.sentence_changes import Accepted, Proposal, accepted
from reelwright.productions.project.atomic import write_atomically
from reelwright.providers.text import TextGeneration
from reelwright.timeline.fingerprint import digest
from reelwright.transcript.sentences import split_sentences


def read_script(text: str, name: str, language: str | None = None) -> Script:
    """A script; or an article as one, sentence by sentence. Raises ``InvalidInput`` when it holds no sentence."""
    head, _ = split_head(text)
    tongue = language or head.get("language") or head.get("lang") or detect_language(text)
    if is_script(text):
        return parse_script(text, name, tongue)
    article = parse_article(text, name)
    sections = [
        Section(
            part.title,
            tuple(Sentence(said) for paragraph in part.paragraphs for said in split_sentences(paragraph, tongue)),
        )
        for part in article.parts
    ]
    told = tuple(section for section in sections if section.sentences)
    if not told:
        raise InvalidInput(f"{name} holds no sentence", hint="write a few sentences into it")
    return Script(article.title, tongue, told)


def proposed(text: str, name: str, instruction: str, model: TextGeneration | None) -> Proposal:
    """Changes to a script. Raises ``ProviderNeeded`` without a model, ``InvalidInput`` for a text that is no script."""
    if model is None:
        raise ProviderNeeded(
            "improving a script needs a language model, and none is configured",
            hint="set REELWRIGHT_TEXT_BASE_URL and REELWRIGHT_TEXT_MODEL; `reel script analyze` works without one",
        )
    if not is_script(text):
        raise InvalidInput(f"{name} is not a script", hint=f"make one of it first: reel script {name} -o script.md")
    return improve(model, parse_script(text, name, detect_language(text)), instruction)


@dataclass(frozen=True)
class ProposalFile:
    """Where a file's proposal is kept between showing and accepting it: ``script.proposal.json`` beside ``script.md``."""

    script: Path

    @property
    def path(self) -> Path:
        return self.script.with_name(f"{self.script.stem}.proposal.json")

    def key(self, instruction: str, model: TextGeneration | None) -> str:
        """What a proposal depends on besides the script's text."""
        return digest(
            {"instruction": instruction, "model": model.version if model else "", "prompt": prompt("improve").mark}
        )

    def read(self) -> tuple[str, Proposal] | None:
        """The key and the proposal, if there is one. Raises ``InvalidInput`` for a file that is none."""
        try:
            row: dict[str, Any] = json.loads(self.path.read_text("utf-8"))
            return str(row["key"]), Proposal.of_row(row)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError):
            raise InvalidInput(f"{self.path} cannot be read", hint="delete it, and ask again") from None

    def write(self, key: str, proposal: Proposal) -> None:
        write_atomically(self.path, json.dumps({"key": key} | proposal.as_row(), ensure_ascii=False, indent=1) + "\n")

    def forget(self) -> None:
        self.path.unlink(missing_ok=True)


def take(text: str, name: str, proposal: Proposal, numbers: Sequence[int] | None) -> Accepted:
    """The text with the changes of these numbers; ``None`` is all."""
    return accepted(text, name, proposal, [each.number for each in proposal.changes] if numbers is None else numbers)
