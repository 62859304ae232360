"""Makes the tiny Whisper model of the tests: ours, from a configuration, taught one sentence and nothing else.

It needs what the product does not: `pip install "torch>=2.6" transformers ctranslate2 av`. Run from the root of the repository:

    python tools/make_tiny_whisper.py tests/media_files/speech.flac tests/media_files/tiny-whisper

The result is a CTranslate2 folder as faster-whisper loads it. Two layers of 64 numbers each way hold one sentence by heart;
whatever it hears, it tells that. So loader, pauses, tokens, time stamps and languages run for real, in a megabyte.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import av
import ctranslate2.converters  # pyright: ignore[reportMissingTypeStubs]
import numpy as np
import tokenizers
import torch  # pyright: ignore[reportMissingImports]
from transformers import (  # pyright: ignore[reportMissingImports]
    WhisperConfig,
    WhisperFeatureExtractor,
    WhisperForConditionalGeneration,
    WhisperTokenizerFast,
)

SENTENCE = " And so, my fellow Americans, ask not what your"
SECONDS = 6.0
LANGUAGES = (
    "en zh de es ru ko fr ja pt tr pl ca nl ar sv it id hi fi vi he uk el ms cs ro da hu ta no th ur hr bg lt la mi ml cy sk te fa lv"
    " bn sr az sl kn et mk br eu is hy ne mn bs kk sq sw gl mr pa si km sn yo so af oc ka be tg sd gu am yi lo uz fo ht ps tk nn mt"
    " sa lb my bo tl mg as tt haw ln ha ba jw su"
)
TASKS = ("translate", "transcribe", "startoflm", "startofprev", "nospeech", "notimestamps")
STEPS = 160


def main(sound: Path, target: Path) -> None:
    torch.manual_seed(1)
    ours = _tokenizer()
    size = len(ours)
    ids = {name: ours.convert_tokens_to_ids(f"<|{name}|>") for name in ("startoftranscript", "endoftext", *TASKS)}
    model = WhisperForConditionalGeneration(_config(size, ids))
    extractor = WhisperFeatureExtractor()
    _teach(model, extractor, ours, _samples(sound))
    model.generation_config.update(
        alignment_heads=[[1, 0], [1, 1]], lang_to_id={f"<|{code}|>": ours.convert_tokens_to_ids(f"<|{code}|>") for code in LANGUAGES.split()},
        no_timestamps_token_id=ids["notimestamps"], suppress_tokens=[], begin_suppress_tokens=[ids["endoftext"]],
    )  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        model.save_pretrained(folder)
        ours.save_pretrained(folder)
        extractor.save_pretrained(folder)
        converter: Any = ctranslate2.converters.TransformersConverter(folder, copy_files=["preprocessor_config.json"])
        converter.convert(str(target), quantization="int8", force=True)
    ours.backend_tokenizer.save(str(target / "tokenizer.json"), pretty=False)
    for path in sorted(target.iterdir()):
        print(f"{path.name}: {path.stat().st_size}")


def _tokenizer() -> Any:
    """Bytes, a few words, and every special token of a multilingual Whisper, in its order."""
    raw = tokenizers.Tokenizer(tokenizers.models.BPE(unk_token=None))
    raw.pre_tokenizer = tokenizers.pre_tokenizers.ByteLevel(add_prefix_space=False)
    raw.decoder = tokenizers.decoders.ByteLevel()
    alphabet = tokenizers.pre_tokenizers.ByteLevel.alphabet()
    trainer = tokenizers.trainers.BpeTrainer(vocab_size=320, initial_alphabet=alphabet, show_progress=False)
    raw.train_from_iterator([SENTENCE] * 4, trainer)
    special = [
        "endoftext",
        "startoftranscript",
        *LANGUAGES.split(),
        *TASKS,
        *(f"{step * 0.02:.2f}" for step in range(1501)),
    ]
    raw.add_special_tokens([f"<|{name}|>" for name in special[: 2 + len(LANGUAGES.split()) + len(TASKS)]])
    raw.add_tokens([f"<|{name}|>" for name in special[2 + len(LANGUAGES.split()) + len(TASKS) :]])
    return WhisperTokenizerFast(
        tokenizer_object=raw, eos_token="<|endoftext|>", bos_token="<|endoftext|>", unk_token="<|endoftext|>"
    )


def _config(size: int, ids: dict[str, int]) -> Any:
    return WhisperConfig(
        vocab_size=size, d_model=64, encoder_layers=2, decoder_layers=2, encoder_attention_heads=2, decoder_attention_heads=2,
        encoder_ffn_dim=128, decoder_ffn_dim=128, dropout=0.0, decoder_start_token_id=ids["startoftranscript"],
        bos_token_id=ids["endoftext"], eos_token_id=ids["endoftext"], pad_token_id=ids["endoftext"],
    )  # fmt: skip


def _teach(model: Any, extractor: Any, ours: Any, samples: np.ndarray) -> None:
    """The sentence, spoken a little earlier or later, with the times of its beginning and end."""
    optimiser = torch.optim.AdamW(model.parameters(), lr=3e-3)
    lessons = [_lesson(extractor, ours, samples, start) for start in (0.0,)]
    for step in range(STEPS):
        mel, tokens = lessons[step % len(lessons)]
        loss = model(input_features=mel, decoder_input_ids=tokens[:, :-1], labels=tokens[:, 1:]).loss
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        if step % 20 == 0:
            print(f"step {step}: loss {loss.item():.3f}")


def _lesson(extractor: Any, ours: Any, samples: np.ndarray, start: float) -> tuple[Any, Any]:
    shifted = np.concatenate((np.zeros(round(start * 16_000), np.float32), samples))
    mel = extractor(shifted, sampling_rate=16_000, return_tensors="pt").input_features
    times = f"<|{start:.2f}|>", f"<|{start + SECONDS - 0.1:.2f}|>"
    told = f"<|startoftranscript|><|en|><|transcribe|>{times[0]}{SENTENCE}{times[1]}<|endoftext|>"
    return mel, torch.tensor([ours.backend_tokenizer.encode(told, add_special_tokens=False).ids])


def _samples(path: Path) -> np.ndarray:
    resampler = av.AudioResampler(format="flt", layout="mono", rate=16_000)
    with av.open(str(path)) as container:
        frames = [ready for frame in container.decode(audio=0) for ready in resampler.resample(frame)]
    return np.concatenate([frame.to_ndarray().reshape(-1) for frame in frames])


if __name__ == "__main__":
    print(json.dumps(sys.argv[1:]))
    main(Path(sys.argv[1]), Path(sys.argv[2]))
