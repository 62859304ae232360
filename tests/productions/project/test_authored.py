from pathlib import Path

import pytest

from reelwright.errors import InvalidInput
from reelwright.productions.project import authored
from reelwright.productions.project.authored import Authored, settle


@pytest.fixture
def script(tmp_path: Path) -> Path:
    return tmp_path / "script.md"


def _settle(script: Path, key: str, text: str, *, is_fresh: bool = False) -> Authored:
    return settle(script, script.parent / ".reel" / "script.json", key, lambda: text, is_fresh=is_fresh)


def test_a_text_is_made_once_for_its_inputs(script: Path) -> None:
    assert _settle(script, "a", "one") == Authored("one", "made")
    assert _settle(script, "a", "two") == Authored("one", "kept")
    assert _settle(script, "b", "two") == Authored("two", "made")
    assert script.read_text() == "two"


def test_an_edit_stays_and_is_called_outdated_when_the_inputs_changed(script: Path) -> None:
    _settle(script, "a", "one")
    script.write_text("mine")
    assert _settle(script, "a", "one") == Authored("mine", "edited")
    assert _settle(script, "b", "two") == Authored("mine", "edited", is_outdated=True)
    assert script.read_text() == "mine"


def test_a_file_somebody_put_there_is_theirs(script: Path) -> None:
    script.write_text("mine")
    assert _settle(script, "a", "one") == Authored("mine", "edited")


def test_fresh_makes_it_anew_and_sets_the_edit_aside(script: Path) -> None:
    _settle(script, "a", "one")
    script.write_text("mine")
    assert _settle(script, "a", "one", is_fresh=True) == Authored("one", "made")
    assert script.read_text() == "one"
    assert [path.read_text() for path in script.parent.glob("script.edited-*.md")] == ["mine"]


def test_fresh_keeps_the_old_text_when_the_new_one_cannot_be_made(script: Path) -> None:
    script.write_text("mine")

    def fail() -> str:
        raise InvalidInput("no")

    with pytest.raises(InvalidInput):
        settle(script, script.parent / "record", "a", fail, is_fresh=True)
    assert script.read_text() == "mine"


def test_a_stop_between_record_and_file_does_not_look_like_an_edit(
    script: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _settle(script, "a", "one")
    write = authored.write_atomically

    def stop_at_the_script(path: Path, content: bytes | str) -> None:
        if path == script:
            raise KeyboardInterrupt
        write(path, content)

    monkeypatch.setattr(authored, "write_atomically", stop_at_the_script)
    with pytest.raises(KeyboardInterrupt):
        _settle(script, "b", "two")
    monkeypatch.undo()
    assert script.read_text() == "one"
    assert _settle(script, "b", "two") == Authored("two", "made")


def test_a_file_that_is_no_text_is_named(script: Path) -> None:
    script.write_bytes(b"\xff\xfe\x00bad")
    with pytest.raises(InvalidInput, match=r"script\.md is not UTF-8"):
        _settle(script, "a", "one")


def test_a_damaged_record_makes_the_file_a_persons(script: Path) -> None:
    _settle(script, "a", "one")
    (script.parent / ".reel" / "script.json").write_text("{")
    assert _settle(script, "a", "two") == Authored("one", "edited")
