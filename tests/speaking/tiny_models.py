"""Models of a few operations that take and give what the real ones do: each symbol sounds, or is silent, for its own time."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper

KOKORO_HOP = 600
PIPER_HOP = 256
PIPER_RATE = 22_050
PIPER_SYMBOLS = {
    symbol: [number] for number, symbol in enumerate("_^$ .,!?;:abcdefhijklmnoprstuvwxzæðŋɐɑɔəɚɛɜɡɪɹɾʃʊʌʒˈˌːθᵻ\u0303ç")
}


@dataclass(frozen=True)
class TinyModel:
    """``ids``, ``rate_input`` name inputs; the rest are taken and left aside. ``slower`` multiplies by the rate, else divides."""

    ids: str
    rate_input: str
    others: tuple[tuple[str, int, tuple[int | str, ...]], ...]
    hop: int
    silent: tuple[int, ...]
    shape: tuple[int, ...]
    slower: bool = False
    durations: bool = True
    output: str = "waveform"
    rate_type: int = TensorProto.FLOAT

    def write(self, path: Path) -> Path:
        nodes = [
            helper.make_node("Cast", [self.ids], ["ids_f"], to=TensorProto.FLOAT),
            helper.make_node("Mod", ["ids_f", "five"], ["kind"], fmod=1),
            helper.make_node("Add", ["kind", "three"], ["plain"]),
            helper.make_node("Cast", [self.rate_input], ["rate_f"], to=TensorProto.FLOAT),
            helper.make_node("Gather", ["rate_f", "which"], ["rate"]),
            helper.make_node("Mul" if self.slower else "Div", ["plain", "rate"], ["paced"]),
            helper.make_node("Ceil", ["paced"], ["frames"]),  # (1, symbols)
            helper.make_node("CumSum", ["frames", "axis"], ["ends"]),
            helper.make_node("ReduceSum", ["frames"], ["total"], keepdims=0),
            helper.make_node("Range", ["zero", "total", "one"], ["times"]),
            helper.make_node("Unsqueeze", ["times", "last"], ["column"]),
            helper.make_node("GreaterOrEqual", ["column", "ends"], ["passed"]),
            helper.make_node("Cast", ["passed"], ["passed_i"], to=TensorProto.INT64),
            helper.make_node("ReduceSum", ["passed_i", "last"], ["place"], keepdims=0),
            helper.make_node("Squeeze", [self.ids, "first"], ["row"]),
            helper.make_node("Gather", ["row", "place"], ["sounding"]),
            helper.make_node("Unsqueeze", ["sounding", "last"], ["sounding_c"]),
            helper.make_node("Equal", ["sounding_c", "silent"], ["is_silent"]),
            helper.make_node("Cast", ["is_silent"], ["silent_f"], to=TensorProto.FLOAT),
            helper.make_node("ReduceMax", ["silent_f", "last"], ["off"], keepdims=1),
            helper.make_node("Sub", ["one_c", "off"], ["on"]),
            helper.make_node("Mul", ["on", "wave"], ["sound"]),  # (frames, hop)
            helper.make_node("Reshape", ["sound", "shape"], [self.output]),
        ]
        numbers: dict[str, Any] = {
            "five": np.float32(5), "three": np.float32(3), "which": np.int64(1 if self.slower else 0), "axis": np.int64(1),
            "zero": np.float32(0), "one": np.float32(1), "last": np.array([-1], np.int64), "first": np.array([0], np.int64),
            "silent": np.array([self.silent], np.int64), "one_c": np.array([[1]], np.float32),
            "wave": (0.4 * np.sin(np.arange(self.hop) * 2 * np.pi * 8 / self.hop)).astype(np.float32)[None],
            "shape": np.array(self.shape, np.int64),
        }  # fmt: skip
        inputs = [helper.make_tensor_value_info(self.ids, TensorProto.INT64, [1, "symbols"])]
        inputs += [helper.make_tensor_value_info(name, kind, shape) for name, kind, shape in self.others]
        outputs = [helper.make_tensor_value_info(self.output, TensorProto.FLOAT, [None] * len(self.shape))]
        if self.durations:
            nodes.append(helper.make_node("Cast", ["frames"], ["durations"], to=TensorProto.INT64))
            outputs.append(helper.make_tensor_value_info("durations", TensorProto.INT64, [1, None]))
        graph = helper.make_graph(
            nodes, "tiny", inputs, outputs,
            [onnx.numpy_helper.from_array(np.asarray(value), name) for name, value in numbers.items()],
        )  # fmt: skip
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)
        onnx.checker.check_model(model)
        path.parent.mkdir(parents=True, exist_ok=True)
        onnx.save(model, str(path))
        return path


def tiny_kokoro(
    path: Path, ids: str = "input_ids", durations: bool = True, speed_type: int = TensorProto.FLOAT
) -> Path:
    """Silent at pads (0), marks (1 to 15) and spaces (16), as the real one mostly is."""
    others = (("style", TensorProto.FLOAT, (1, 256)), ("speed", speed_type, (1,)))
    return TinyModel(ids, "speed", others, KOKORO_HOP, tuple(range(17)), (-1,), durations=durations).write(path)


def tiny_voices(
    folder: Path, names: tuple[str, ...] = ("af_heart", "am_michael", "bf_emma", "ef_dora", "jf_alpha")
) -> Path:
    """Bare tables, as the hub has them."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        np.random.default_rng(len(name)).standard_normal((510, 1, 256)).astype("<f4").tofile(folder / f"{name}.bin")
    return folder


def tiny_piper(path: Path, durations: bool = False, speakers: int = 1, **settings: Any) -> Path:
    """A voice with its settings beside it. Silent at start, end, spaces and marks."""
    others: list[Any] = [("input_lengths", TensorProto.INT64, (1,)), ("scales", TensorProto.FLOAT, (3,))]
    if speakers > 1:
        others.append(("sid", TensorProto.INT64, (1,)))
    TinyModel(
        "input", "scales", tuple(others), PIPER_HOP, (1, 2, 3, 4, 5, 6, 7, 8, 9), (1, 1, 1, -1), slower=True, durations=durations, output="output",
    ).write(path)  # fmt: skip
    language = path.stem.partition("-")[0]
    told = {
        "audio": {"sample_rate": PIPER_RATE, "quality": "medium"},
        "espeak": {"voice": "en-us"},
        "inference": {"noise_scale": 0.667, "length_scale": 1, "noise_w": 0.8},
        "phoneme_type": "espeak",
        "phoneme_id_map": PIPER_SYMBOLS,
        "num_symbols": 256,
        "num_speakers": speakers,
        "speaker_id_map": {f"p{number}": number for number in range(speakers)} if speakers > 1 else {},
        "language": {"code": language, "family": language[:2]},
        "dataset": path.stem.split("-")[1] if "-" in path.stem else path.stem,
    } | settings
    path.with_name(f"{path.name}.json").write_text(json.dumps(told))
    return path
