"""Models of the user's own: tiny ones that take what is below or above 1 kHz."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from reelwright.errors import InvalidInput, ProviderFailed, ProviderNeeded
from reelwright.media.audio_write import write_sound
from reelwright.providers.access import Access
from reelwright.timeline.resolved import AudioSettings
from reelwright.vendors.made_sound import sound_samples
from reelwright.vendors.onnx_separation.manifest import OFFERS
from reelwright.vendors.onnx_separation.separator import OnnxSeparation, connect
from tests.sounds import tone

SHAPE = [2, "pieces", 512, 1024]


def model(path: Path, gains: np.ndarray) -> Path:
    """Magnitudes times a gain for each bin."""
    weight = helper.make_tensor("gains", TensorProto.FLOAT, [gains.size], gains.astype(np.float32))
    graph = helper.make_graph(
        [helper.make_node("Mul", ["x", "gains"], ["y"])], "stem",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, SHAPE)],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)], [weight],
    )  # fmt: skip
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    onnx.save(made, str(path))
    return path


@pytest.fixture(scope="module")
def stems(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("models")
    low = (np.arange(1024) * 44_100 / 4096 < 1000).astype(np.float32)
    return model(folder / "vocals.onnx", low), model(folder / "accompaniment.onnx", 1 - low)


@pytest.mark.parametrize("seconds", [3.0, 14.0])
def test_the_models_decide_what_is_voice(stems: tuple[Path, Path], tmp_path: Path, seconds: float) -> None:
    voice, rest = tone(seconds, 0.2, 300), tone(seconds, 0.1, 3000)
    path = tmp_path / "talk.flac"
    write_sound([voice + rest], path, AudioSettings("flac", None, 24), alone=True)
    done = OnnxSeparation(*stems, 1).separate(path, tmp_path)
    found, background = sound_samples(done.voice), sound_samples(done.background)
    assert found.shape == voice.shape
    middle = slice(4800, -4800)
    assert np.abs(found - voice)[middle].max() < 0.01
    assert np.abs(background - rest)[middle].max() < 0.01
    assert np.abs(found + background - sound_samples(path)).max() <= 2**-22
    assert not done.is_rough


def test_another_model_is_another_version(stems: tuple[Path, Path], tmp_path: Path) -> None:
    other = model(tmp_path / "v.onnx", np.full(1024, 0.5))
    assert OnnxSeparation(*stems, 1).version != OnnxSeparation(other, stems[1], 1).version


def test_models_that_are_not_there_or_not_fit_are_said(stems: tuple[Path, Path], tmp_path: Path) -> None:
    def access(**options: str) -> Access:
        return Access(OFFERS[0], {"vocals": str(stems[0]), "accompaniment": str(stems[1]), **options})

    assert connect(access()).name == "onnx-separation"
    with pytest.raises(ProviderNeeded):
        connect(access(vocals=str(tmp_path / "none.onnx")))
    with pytest.raises(InvalidInput):
        connect(access(threads="many"))
    (tmp_path / "text.onnx").write_text("this is no model")
    with pytest.raises(ProviderFailed):
        connect(access(accompaniment=str(tmp_path / "text.onnx")))
    path = tmp_path / "talk.flac"
    write_sound([tone(1.0)], path, AudioSettings("flac", None, 24), alone=True)
    wide = model(tmp_path / "wide.onnx", np.ones(1024 * 1))
    graph = onnx.load(str(wide))
    graph.graph.node[0].CopyFrom(helper.make_node("ReduceSum", ["x"], ["y"], keepdims=0))
    onnx.save(graph, str(wide))
    with pytest.raises(ProviderFailed, match="answers"):
        OnnxSeparation(wide, stems[1], 1).separate(path, tmp_path)
