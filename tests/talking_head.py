"""A face that speaks, and tiny models that drive the real lip-sync: a photograph moved about, a mouth that opens as it gets loud."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import onnx
from onnx import TensorProto, helper

from reelwright.media.audio_write import write_sound
from reelwright.timeline.resolved import AudioSettings
from reelwright.units.time import SAMPLE_RATE

MEDIA = Path(__file__).parent / "media_files"
SPEECH = MEDIA / "speech.flac"
SIZE = (640, 360)


@cache
def photo() -> np.ndarray:
    """(height, width, 3), blue first."""
    return np.asarray(cv2.imread(str(MEDIA / "astronaut.jpg")))


def head(
    number: int, size: tuple[int, int] = SIZE, zoom: float = 1.7, at: tuple[float, float] = (0.46, 0.30)
) -> np.ndarray:
    """One picture: the photograph, swaying slowly and never still (a little noise, always the same)."""
    height, width = photo().shape[:2]
    scale = zoom * size[0] / width
    sway = 0.012 * np.sin(number / 19)
    x, y = (at[0] + sway) * width * scale - size[0] / 2, at[1] * height * scale - size[1] / 2
    matrix = np.array([[scale, 0, -x], [0, scale, -y]])
    shown = cv2.warpAffine(photo(), matrix, size, flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REFLECT)
    noise = np.random.default_rng(number).normal(0, 1.5, shown.shape)
    return np.clip(shown + noise, 0, 255).astype(np.uint8)


def empty(number: int, size: tuple[int, int] = SIZE) -> np.ndarray:
    """A picture without a face."""
    across, down = np.meshgrid(np.linspace(0, 1, size[0]), np.linspace(0, 1, size[1]))
    return np.stack([60 + 80 * across, 90 + 60 * down, 120 + 40 * across * down], axis=2).astype(np.uint8)


def write_video(
    path: Path, pictures: list[np.ndarray], fps: Fraction = Fraction(25), sound: Path | None = None
) -> Path:
    """H.264 of high quality; ``sound`` (any file) as AAC beside it."""
    height, width = pictures[0].shape[:2]
    with av.open(str(path), "w") as file:
        video: Any = file.add_stream("libx264", rate=fps, options={"crf": "12", "preset": "ultrafast"})
        video.width, video.height, video.pix_fmt = width, height, "yuv420p"
        video.codec_context.time_base = 1 / fps
        audio: Any = file.add_stream("aac", rate=SAMPLE_RATE, layout="stereo") if sound else None
        for number, picture in enumerate(pictures):
            frame = av.VideoFrame.from_ndarray(picture, "bgr24").reformat(format="yuv420p")
            frame.pts, frame.time_base = number, 1 / fps
            file.mux(video.encode(frame))
        file.mux(video.encode(None))
        if sound:
            with av.open(str(sound)) as source:
                resampler = av.AudioResampler("fltp", "stereo", SAMPLE_RATE)
                for frame in source.decode(audio=0):
                    for ready in resampler.resample(frame):
                        file.mux(audio.encode(ready))
            file.mux(audio.encode(None))
    return path


def bursts(path: Path, spans: list[tuple[float, float]], seconds: float) -> Path:
    """A hum that stands for a voice, loud in the spans and silent elsewhere."""
    at = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    hum = sum(np.sin(2 * np.pi * hertz * at) / number for number, hertz in enumerate((180, 360, 720, 1440), 1)) * 0.2
    loud = np.any([(at >= start) & (at < end) for start, end in spans], axis=0)
    sound = (hum * loud).astype(np.float32)
    write_sound([np.stack([sound, sound], axis=1)], path, AudioSettings("flac", None, 16), alone=True)
    return path


def mouth_model(path: Path, batch: int | str = "n") -> Path:
    """A model with Wav2Lip's inputs: the face it is shown, with a dark mouth that opens as the sound gets louder.

    The covered half is taken from the second three channels, so that a wrong order of channels shows.
    """
    rows, columns = np.mgrid[0:96, 0:96] / 96.0
    away = np.sqrt(((columns - 0.5) / 0.24) ** 2 + ((rows - 0.66) / 0.12) ** 2).astype(np.float32)
    constants = {
        "away": away[None, None], "four": np.float32([4]), "eighth": np.float32([0.16]), "sharp": np.float32([14]),
        "colour": np.float32([0.10, 0.05, 0.30]).reshape(1, 3, 1, 1), "one": np.float32([1]),
        "from": np.int64([3]), "to": np.int64([6]), "axis": np.int64([1]), "all": np.int64([1, 2, 3]),
    }  # fmt: skip
    nodes = [
        helper.make_node("Slice", ["face_sequences", "from", "to", "axis"], ["seen"]),
        helper.make_node("ReduceMean", ["audio_sequences", "all"], ["level"], keepdims=1),
        helper.make_node("Add", ["level", "four"], ["above"]),
        helper.make_node("Mul", ["above", "eighth"], ["open"]),
        helper.make_node("Sub", ["open", "away"], ["inside"]),
        helper.make_node("Mul", ["inside", "sharp"], ["steep"]),
        helper.make_node("Sigmoid", ["steep"], ["share"]),
        helper.make_node("Sub", ["one", "share"], ["rest"]),
        helper.make_node("Mul", ["seen", "rest"], ["kept"]),
        helper.make_node("Mul", ["colour", "share"], ["dark"]),
        helper.make_node("Add", ["kept", "dark"], ["spoken"]),
    ]
    return _saved(
        path, nodes, constants,
        {"audio_sequences": [batch, 1, 80, 16], "face_sequences": [batch, 6, 96, 96]}, {"spoken": [batch, 3, 96, 96]},
    )  # fmt: skip


def sync_model(path: Path) -> Path:
    """A model with SyncNet's inputs: the embeddings tell whether five pictures have dark lips, and whether the sound is loud."""
    constants = {
        "whole": np.int64([1, 3]), "first": np.int64([0]), "second": np.int64([1]), "third axis": np.int64([2]),
        "all": np.int64([1, 2, 3, 4]), "flat": np.int64([-1, 1]), "steep": np.float32([0.5]), "loud": np.float32([-5]),
        "top": np.int64([110, 95]), "bottom": np.int64([135, 130]), "place": np.int64([3, 4]), "bright": np.float32([153]),
        "gentle": np.float32([-0.2]),
    }  # fmt: skip
    nodes = [
        helper.make_node("ReduceMean", ["sound", "whole"], ["levels"], keepdims=1),
        helper.make_node("Slice", ["levels", "first", "second", "third axis"], ["energy"]),
        helper.make_node("Reshape", ["energy", "flat"], ["energies"]),
        helper.make_node("Add", ["energies", "loud"], ["above"]),
        helper.make_node("Mul", ["above", "steep"], ["far above"]),
        helper.make_node("Sigmoid", ["far above"], ["heard"]),
        helper.make_node("Slice", ["mouths", "top", "bottom", "place"], ["lips"]),
        helper.make_node("ReduceMean", ["lips", "all"], ["light"], keepdims=1),
        helper.make_node("Reshape", ["light", "flat"], ["lights"]),
        helper.make_node("Sub", ["lights", "bright"], ["brighter"]),
        helper.make_node("Mul", ["brighter", "gentle"], ["darker"]),
        helper.make_node("Sigmoid", ["darker"], ["seen"]),
    ]
    return _saved(
        path, nodes, constants, {"sound": ["n", 1, 13, 20], "mouths": ["n", 3, 5, 224, 224]},
        {"heard": ["n", 1], "seen": ["n", 1]},
    )  # fmt: skip


def with_open_mouth(picture: np.ndarray, number: int) -> np.ndarray:
    """The picture of ``head(number)`` with a dark mouth."""
    changed = picture.copy()
    height, width = photo().shape[:2]
    scale = 1.7 * picture.shape[1] / width
    x = (0.4375 - 0.46 - 0.012 * np.sin(number / 19)) * width * scale + picture.shape[1] / 2
    y = (0.341 - 0.30) * height * scale + picture.shape[0] / 2
    radii = (round(34 * scale * 1.4), round(22 * scale * 1.4))
    return np.asarray(cv2.ellipse(changed, (round(x), round(y)), radii, 0, 0, 360, (10, 5, 20), -1))


def _saved(
    path: Path,
    nodes: list[Any],
    constants: dict[str, np.ndarray],
    inputs: dict[str, list[Any]],
    outputs: dict[str, list[Any]],
) -> Path:
    graph = helper.make_graph(
        nodes, "tiny",
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in inputs.items()],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in outputs.items()],
        [onnx.numpy_helper.from_array(np.asarray(value), name) for name, value in constants.items()],
    )  # fmt: skip
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=8), str(path))
    return path
