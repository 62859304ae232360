"""Which translation models are here: folders with CTranslate2's ``model.bin`` and SentencePiece models beside it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from reelwright.errors import ProviderNeeded
from reelwright.providers.access import Access

GET = "reel models get opus-mt-en-es"
_PAIR = re.compile(r"(?:^|[-_])(?P<source>[a-z]{2,3})[-_](?P<target>[a-z]{2,3})(?=$|[-_.])")


@dataclass(frozen=True, slots=True)
class PairModel:
    """``pieces`` are the SentencePiece models of source and target: two files for OPUS-MT, twice the same for Argos."""

    source: str
    target: str
    folder: Path
    pieces: tuple[Path, Path]


def pair_models(access: Access) -> tuple[PairModel, ...]:
    """By the setting ``model``, else every stored one whose pair can be told. Raises ``ProviderNeeded`` for one that is not here."""
    wishes = [wish.strip() for wish in access.option("model").split(",") if wish.strip()]
    if not wishes:
        return tuple(found for stored in access.models.models() for found in _models_in(stored.path, stored.name))
    models: list[PairModel] = []
    for wish in wishes:
        pair, _, place = wish.rpartition("=")
        folder = Path(place).expanduser() if Path(place).expanduser().is_dir() else access.models.find(place)
        found = list(_models_in(folder, pair or folder.name))
        if not found:
            raise ProviderNeeded(
                f"{place} is no translation model whose pair can be told",
                hint="it holds model.bin and source.spm, target.spm; name its pair: en-es=FOLDER",
            )
        models += found
    return tuple(models)


def missing(access: Access) -> str:
    """What is to be fetched, as a phrase, or nothing."""
    try:
        return "" if pair_models(access) else GET
    except ProviderNeeded as error:
        return error.hint or error.message


def _models_in(folder: Path, name: str) -> Iterator[PairModel]:
    """A folder is a model or holds some, one or two levels down as packages of Argos do."""
    if not folder.is_dir():
        return
    for file in sorted({*folder.glob("model.bin"), *folder.glob("*/model.bin"), *folder.glob("*/*/model.bin")}):
        pieces, pair = _pieces(file.parent), _pair(file.parent, folder, name)
        if pieces and pair:
            yield PairModel(*pair, file.parent, pieces)


def _pieces(folder: Path) -> tuple[Path, Path] | None:
    both = folder / "source.spm", folder / "target.spm"
    if all(path.is_file() for path in both):
        return both
    for shared in (folder / "sentencepiece.model", folder.parent / "sentencepiece.model"):
        if shared.is_file():
            return shared, shared
    return None


def _pair(place: Path, root: Path, name: str) -> tuple[str, str] | None:
    """What Argos' ``metadata.json`` says, else what the folder's or the model's name says."""
    for folder in (place, place.parent):
        try:
            told = json.loads((folder / "metadata.json").read_text("utf-8"))
            return str(told["from_code"]), str(told["to_code"])
        except (OSError, ValueError, KeyError, TypeError):
            pass
    for text in dict.fromkeys((name, place.name, root.name)):
        for found in _PAIR.finditer(text.removeprefix("opus-mt-").removesuffix("-ctranslate2")):
            return found["source"], found["target"]
    return None
