"""A Marian model of some kilobytes with random weights, in the files of the real ones: what it says is noise, how it is read is not."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import ctranslate2
import numpy as np
import sentencepiece
from ctranslate2.specs import TransformerSpec

_TEXTS = (
    "Good morning, and welcome to our little kitchen.",
    "Hoy cocinamos arroz, que crece en el agua.",
    "XZ1X It takes 4 months.",
)
_WIDTH, _INNER = 16, 32


def tiny_marian(folder: Path, *, argos: bool = False) -> Path:
    """Write it to ``folder``: as OPUS-MT's conversions lie on the hub, or as Argos packs its models."""
    pieces = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(_TEXTS * 8), model_writer=pieces, vocab_size=120, hard_vocab_limit=False, num_threads=1,
        minloglevel=2,
    )  # fmt: skip
    processor: Any = sentencepiece.SentencePieceProcessor(model_proto=pieces.getvalue())
    words = ["</s>", "<unk>", "<pad>"]
    words += [
        piece for number in range(processor.get_piece_size())
        if (piece := processor.id_to_piece(number)) not in (*words, "<s>")
    ]  # fmt: skip
    model = folder / "model" if argos else folder
    model.parent.mkdir(parents=True, exist_ok=True)
    _spec(words).save(_made(model))
    if argos:
        (folder / "sentencepiece.model").write_bytes(pieces.getvalue())
        (folder / "metadata.json").write_text(json.dumps({"from_code": "es", "to_code": "en"}))
    else:
        for name in ("source.spm", "target.spm"):
            (model / name).write_bytes(pieces.getvalue())
    return folder


def _made(folder: Path) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    return str(folder)


def _spec(words: list[str]) -> Any:
    random = np.random.default_rng(7)

    def fill(spec: Any, *shape: int) -> None:
        spec.weight = random.normal(0, 0.3, shape).astype(np.float32)
        spec.bias = np.zeros(shape[0], np.float32)

    def norm(spec: Any) -> None:
        spec.gamma, spec.beta = np.ones(_WIDTH, np.float32), np.zeros(_WIDTH, np.float32)

    spec: Any = TransformerSpec.from_config(1, 2, pre_norm=False, activation=ctranslate2.specs.Activation.SWISH)
    for side in (spec.encoder, spec.decoder):
        table = side.embeddings[0] if isinstance(side.embeddings, list) else side.embeddings
        table.weight = random.normal(0, 0.3, (len(words), _WIDTH)).astype(np.float32)
        side.scale_embeddings = True
        side.position_encodings.encodings = random.normal(0, 0.1, (1100, _WIDTH)).astype(np.float32)
        (layer,) = side.layer
        parts = [(layer.self_attention, (3, 1))] + ([(layer.attention, (1, 2, 1))] if side is spec.decoder else [])
        for attention, widths in parts:
            norm(attention.layer_norm)
            for linear, width in zip(attention.linear, widths, strict=True):
                fill(linear, width * _WIDTH, _WIDTH)
        norm(layer.ffn.layer_norm)
        fill(layer.ffn.linear_0, _INNER, _WIDTH)
        fill(layer.ffn.linear_1, _WIDTH, _INNER)
    fill(spec.decoder.projection, len(words), _WIDTH)
    spec.register_source_vocabulary(words)
    spec.register_target_vocabulary(words)
    spec.config.decoder_start_token = "<pad>"
    spec.config.add_source_eos = False
    spec.validate()
    return spec
