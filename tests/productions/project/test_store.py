from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reelwright.errors import OutputUnwritable, ProviderFailed
from reelwright.productions.project.store import Kept, Store

_INPUTS = {"text": "rice", "speed": 1.0}


class _Maker:
    """Writes its content and counts how often it was asked."""

    def __init__(self, content: bytes = b"sound") -> None:
        self.calls = 0
        self._content = content

    def __call__(self, part: Path) -> dict[str, Any]:
        self.calls += 1
        part.write_bytes(self._content)
        return {"seconds": 1.5}


def _keep(folder: Path, maker: _Maker, inputs: dict[str, Any] | None = None, name: str = "rice") -> Kept:
    return Store(folder).keep(name, ".wav", inputs or _INPUTS, maker)


def test_a_result_is_made_once_and_found_again(tmp_path: Path) -> None:
    maker = _Maker()
    first, second = _keep(tmp_path, maker), _keep(tmp_path, maker)
    assert (maker.calls, first.is_new, second.is_new) == (1, True, False)
    assert second.path == first.path
    assert second.facts == {"seconds": 1.5}
    assert second.path.read_bytes() == b"sound"


@given(st.dictionaries(st.sampled_from(["text", "speed", "voice"]), st.one_of(st.text(max_size=3), st.integers(0, 2))))
@settings(max_examples=30)
def test_other_inputs_are_another_result(inputs: dict[str, Any]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        maker = _Maker()
        _keep(Path(folder), maker, {"speed": 9})
        _keep(Path(folder), maker, inputs)
        _keep(Path(folder), maker, dict(reversed(inputs.items())))
        assert maker.calls == 2


@pytest.mark.parametrize("damage", ["flip", "truncate", "delete", "record", "no record", "empty record"])
def test_a_damaged_result_is_made_again(tmp_path: Path, damage: str) -> None:
    maker = _Maker()
    path = _keep(tmp_path, maker).path
    record = path.with_suffix(".json")
    if damage == "flip":
        path.write_bytes(b"sounD")
    elif damage == "truncate":
        path.write_bytes(b"sou")
    elif damage == "delete":
        path.unlink()
    elif damage == "record":
        record.write_text("{")
    elif damage == "empty record":
        record.write_text("[]")
    else:
        record.unlink()
    again = _keep(tmp_path, maker)
    assert (maker.calls, again.is_new) == (2, True)
    assert again.path.read_bytes() == b"sound"


def test_a_failed_making_leaves_nothing_behind_and_what_was_finished_stays(tmp_path: Path) -> None:
    kept = _keep(tmp_path, _Maker())

    def fail(part: Path) -> dict[str, Any]:
        part.write_bytes(b"half")
        raise ProviderFailed("no")

    with pytest.raises(ProviderFailed):
        Store(tmp_path).keep("other", ".wav", {"text": "other"}, fail)
    assert sorted(tmp_path.iterdir()) == sorted([kept.path, kept.path.with_suffix(".json")])


def test_a_full_disk_is_told_with_what_to_do(tmp_path: Path) -> None:
    def fill(part: Path) -> dict[str, Any]:
        del part
        raise OSError(28, "No space left on device")

    with pytest.raises(OutputUnwritable, match="disk is full") as caught:
        Store(tmp_path).keep("a", ".wav", _INPUTS, fill)
    assert "free some space" in caught.value.hint


def test_unused_results_are_kept_in_bounds_and_used_ones_always(tmp_path: Path) -> None:
    for number in range(6):
        _keep(tmp_path, _Maker(), {"text": str(number)}, f"take-{number}")
    store = Store(tmp_path)
    used = [store.keep(f"take-{number}", ".wav", {"text": str(number)}, _Maker()).path for number in (0, 1)]
    store.prune(most_unused=2)
    left = {path for path in tmp_path.iterdir() if path.suffix == ".wav"}
    assert len(left) == 4
    assert set(used) <= left
    assert {path.with_suffix(".json") for path in left} == {
        path for path in tmp_path.iterdir() if path.suffix == ".json"
    }
