"""What Kokoro offers, and the model files it can be fetched with."""

from __future__ import annotations

from reelwright.providers.manifest import Offer, Option, Vendor
from reelwright.providers.models import KnownModel

LANGUAGES = ("en", "es", "fr", "hi", "it", "pt")
VENDOR = Vendor(
    "kokoro",
    "Kokoro",
    (
        Option(
            "model", "name of a stored model, or the path of its .onnx file or folder; empty: the first stored kokoro"
        ),
        Option("voices", "path of its voices (.bin or .npz file, or a folder of .bin files); empty: beside the model"),
        Option("threads", "threads for one sentence; 0: as many as there are processors, four at most", "0"),
    ),
    site="https://huggingface.co/hexgrad/Kokoro-82M",
)
OFFERS = (
    Offer(
        VENDOR, "speech", "reelwright.vendors.kokoro.speech:connect", 60, languages=LANGUAGES, abilities=frozenset({"word-times"}),
        module="onnxruntime", extra="local-voices", missing="reelwright.vendors.kokoro.model_files:missing", is_local=True,
        terms="model under Apache-2.0",
    ),
)  # fmt: skip

_REPO = "onnx-community/Kokoro-82M-v1.0-ONNX-timestamped"
# Voices of the languages that eSpeak NG gives phonemes for; j* and z* need other readers.
_VOICES = tuple(f"voices/{letter}{gender}_*.bin" for letter in "abefhip" for gender in "fm")
MODELS = (
    KnownModel(
        "kokoro",
        "Kokoro 82M with word times, full precision",
        _REPO,
        ("onnx/model.onnx", *_VOICES),
        "Apache-2.0",
        megabytes=347,
    ),
    KnownModel(
        "kokoro-small",
        "Kokoro 82M with word times, in 8 bits",
        _REPO,
        ("onnx/model_quantized.onnx", *_VOICES),
        "Apache-2.0",
        megabytes=114,
    ),
)
