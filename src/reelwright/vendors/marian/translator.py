"""One model, opened: sentences in, sentences out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from reelwright.errors import ProviderFailed
from reelwright.vendors.marian.model_folders import PairModel

_END = "</s>"
_MOST_TOKENS = 500
"""Of a sentence; models were made for fewer."""
_BATCH_TOKENS = 1024


class Translator:
    """A CTranslate2 model with its SentencePiece models. Safe to use from several threads."""

    def __init__(self, model: PairModel, threads: int) -> None:
        import ctranslate2  # noqa: PLC0415  heavy, and an extra
        import sentencepiece  # noqa: PLC0415

        self._source: Any = sentencepiece.SentencePieceProcessor()
        self._target: Any = sentencepiece.SentencePieceProcessor()
        try:
            self._model: Any = ctranslate2.Translator(str(model.folder), device="cpu", intra_threads=threads)
            self._source.Load(str(model.pieces[0]))
            self._target.Load(str(model.pieces[1]))
            settings = model.folder / "config.json"  # older packages of Argos have none
            config = json.loads(settings.read_text("utf-8")) if settings.is_file() else {}
        except (RuntimeError, OSError, ValueError) as error:
            raise ProviderFailed(
                f"the model in {model.folder} cannot be opened: {str(error)[:200]}",
                hint="fetch it again: reel models get",
            ) from None
        # OPUS-MT wants its sentences ended; models that CTranslate2 converted by itself are ended by it, Argos' never
        self._ends = model.pieces[0].name == "source.spm" and not config.get("add_source_eos", False)

    def translate(self, sentences: Sequence[str], beam: int) -> list[str]:
        """One for each, in order. Raises ``ProviderFailed``."""
        tokens = [self._source.encode(text, out_type=str)[:_MOST_TOKENS] for text in sentences]
        if self._ends:
            tokens = [[*each, _END] for each in tokens]
        longest = 3 * max(map(len, tokens), default=0) + 20  # a model that repeats itself without end is stopped there
        try:
            found = self._model.translate_batch(
                tokens, beam_size=beam, max_batch_size=_BATCH_TOKENS, batch_type="tokens", max_decoding_length=longest
            )  # fmt: skip
        except (RuntimeError, ValueError) as error:
            raise ProviderFailed(f"the translation model failed: {str(error)[:200]}") from None
        return [str(self._target.decode(each.hypotheses[0])).strip() for each in found]


@lru_cache(maxsize=4)
def translator(model: PairModel, threads: int) -> Translator:
    """Opened once; the four used last are kept in memory (some 300 MB each)."""
    return Translator(model, threads)
