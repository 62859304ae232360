"""Shotstack edits become documents that say the same, and what cannot be said is in the report."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from reelwright.errors import InvalidDocument
from reelwright.render.still import Stills
from reelwright.timeline.clips.animation import PresetName
from reelwright.timeline.interchange.imported import Imported
from reelwright.timeline.interchange.shotstack import names
from reelwright.timeline.interchange.shotstack.assets import CONVERTERS
from reelwright.timeline.interchange.shotstack.edit import import_edit, is_edit
from reelwright.timeline.reading import read_tree

TEMPLATES = sorted((Path(__file__).parent / "templates").glob("*.json"))
MEDIA = Path(__file__).parents[4] / "bench" / "media"


def edit(clip: dict[str, Any], **rest: Any) -> dict[str, Any]:
    whole = {"asset": {"type": "image", "src": "photo1.jpg"}, "start": 0, "length": 4, **clip}
    return {"timeline": {"tracks": [{"clips": [whole]}]}, "output": {"format": "mp4"}, **rest}


def imported(tree: dict[str, Any]) -> Imported:
    result = import_edit(tree)
    read_tree(result.document)
    return result


def clip_of(clip: dict[str, Any]) -> dict[str, Any]:
    return imported(edit(clip)).document["tracks"][0]["clips"][0]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_a_typical_template_is_imported_and_drawn(path: Path) -> None:
    tree = json.loads(path.read_text())
    assert is_edit(tree)
    result = imported(tree)
    if path.stem in ("podcast", "narration"):  # nothing to see, and things a provider makes
        return
    reading = read_tree(result.document)
    with Stills(reading, MEDIA, 192) as stills:
        seen = [stills.picture(frame) for frame in (stills.timeline.frames // 3, stills.timeline.frames * 2 // 3)]
    assert all(picture.std() > 10 for picture in seen)


LOST = {
    "html_title": {"/timeline/tracks/0/clips/0/asset/css"},
}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_nothing_is_lost_without_a_word(path: Path) -> None:
    report = import_edit(json.loads(path.read_text())).report
    assert {note.pointer for note in report if note.severity == "lost"} == LOST.get(path.stem, set())


@pytest.mark.parametrize("name", names.TRANSITIONS)
def test_every_transition_becomes_an_entrance_and_an_exit(name: str) -> None:
    clip = clip_of({"transition": {"in": name, "out": name}})
    assert clip["enter"] == clip["exit"] == names.TRANSITIONS[name]
    assert clip["enter"]["preset"] in PresetName.__args__
    seconds = {"Slow": 2.0, "Fast": 0.5}
    ending = next((speed for speed in ("VeryFast", "Slow", "Fast") if name.endswith(speed)), "")
    assert clip["enter"]["duration"] == seconds.get(ending, 0.25 if ending else 1.0)
    for way in ("Left", "Right", "Up", "Down"):
        if name.startswith(("wipe", "slide")) and way in name:
            assert clip["enter"]["direction"] == way.lower()


@pytest.mark.parametrize("name", names.EFFECTS)
def test_every_effect_moves_the_clip_its_way(name: str) -> None:
    animate = clip_of({"effect": name})["animate"]
    kind = names.EFFECTS[name][0]
    prop = "scale" if "zoom" in kind else "x" if kind in ("slideLeft", "slideRight") else "y"
    first, last = (float(str(key["value"]).rstrip("%")) for key in animate[prop])
    assert (last > first) is (kind in ("zoomIn", "slideRight", "slideDown"))


@pytest.mark.parametrize("name", names.FILTERS)
def test_every_filter_changes_what_it_names(name: str) -> None:
    clip = clip_of({"filter": name})
    assert ("blur" in clip) == (name == "blur")
    assert bool(clip.get("filters")) == (name not in ("none", "blur"))


@pytest.mark.parametrize("name", names.EASINGS)
def test_every_easing_is_one_of_ours(name: str) -> None:
    tween = [{"from": 0, "to": 1, "start": 0, "length": 2, "interpolation": "bezier", "easing": name}]
    keys = clip_of({"opacity": tween})["animate"]["opacity"]
    assert [key["value"] for key in keys] == [0, 1]
    assert keys[1]["easing"] == names.EASINGS[name]


@pytest.mark.parametrize("name", names.POSITIONS)
def test_every_position_lays_the_clip_on_that_side(name: str) -> None:
    reading = read_tree(import_edit(edit({"position": name, "scale": 0.25, "asset": {"type": "shape", "rectangle": {
        "width": 640, "height": 360}}})).document)  # fmt: skip
    with Stills(reading, MEDIA, 160) as stills:
        lit = stills.picture(0)[..., 1] > 128
    rows, columns = (np.flatnonzero(lit.any(axis=axis)) for axis in (1, 0))
    height, width = lit.shape
    _, x, y = names.POSITIONS[name]
    middle = {0: 0.0625, 50: 0.5, 100: 0.9375}
    assert (columns[0] + columns[-1] + 1) / 2 / width == pytest.approx(middle[x], abs=0.02)
    assert (rows[0] + rows[-1] + 1) / 2 / height == pytest.approx(middle[y], abs=0.02)


def test_an_offset_moves_up_when_it_is_positive() -> None:
    clip = clip_of({"offset": {"x": 0.1, "y": 0.2}})
    assert (clip["x"], clip["y"]) == ("60%", "30%")


@pytest.mark.parametrize(("theirs", "ours"), names.FITS.items())
def test_fits_keep_their_meaning(theirs: str, ours: str) -> None:
    assert clip_of({"fit": theirs})["fit"] == ours


def test_constant_tweens_hold_and_gaps_between_tweens_hold_too() -> None:
    tweens = [
        {"from": 0, "to": 1, "start": 0, "length": 1, "interpolation": "constant"},
        {"from": 0.5, "to": 0, "start": 2, "length": 1},
    ]
    reading = read_tree(
        import_edit(edit({"opacity": tweens, "start": 0}, output={"format": "mp4", "fps": 25})).document
    )
    with Stills(reading, MEDIA, 64) as stills:
        curve = stills.timeline.layers[0].opacity
    assert [round(curve.at(frame), 2) for frame in (0, 24, 26, 49, 51, 75)] == [
        0,
        0,
        1,
        1,
        pytest.approx(0.48, abs=0.03),
        0,
    ]


def test_their_first_track_lies_on_top() -> None:
    tree = edit({})
    tree["timeline"]["tracks"] = [
        {"clips": [{"asset": {"type": "title", "text": text}, "start": 0, "length": 1}]} for text in ("top", "bottom")
    ]
    assert [track["clips"][0]["text"] for track in imported(tree).document["tracks"]] == ["bottom", "top"]


def test_merge_fields_become_variables_and_numbers() -> None:
    tree = edit({"asset": {"type": "title", "text": "Hi {{ FIRST NAME }}"}, "length": "{{LEN}}"})
    tree["merge"] = [{"find": "FIRST NAME", "replace": 'An "odd" name'}, {"find": "LEN", "replace": "2.5"}]
    document = imported(tree).document
    assert document["tracks"][0]["clips"][0]["duration"] == 2.5
    clip = read_tree(document, {"FIRST_NAME": "Ann"}).document.tracks[0].clips[0]
    assert getattr(clip, "text", None) == "Hi Ann"
    assert getattr(read_tree(document).document.tracks[0].clips[0], "text", None) == 'Hi An "odd" name'


@pytest.mark.parametrize("kind", CONVERTERS)
def test_every_asset_is_converted(kind: str) -> None:
    asset = {"type": kind}
    for key, value in {
        "src": "a.svg" if kind == "svg" else "a.mp4",
        "text": "Hi",
        "html": "<p>Hi</p>",
        "prompt": "a cat",
    }.items():
        try:
            import_edit(edit({"asset": {**asset, key: value}}))
            asset[key] = value
        except InvalidDocument as error:
            if "unknown key" not in error.message:
                asset[key] = value
    assert clip_of({"asset": asset})["type"]


@pytest.mark.parametrize(
    ("clip", "pointer", "words"),
    [
        ({"lenght": 3}, "/lenght", "did you mean 'length'"),
        ({"asset": {"type": "image", "src": "a.jpg", "volume": 1}}, "/asset/volume", "unknown key"),
        ({"asset": {"type": "imgae", "src": "a.jpg"}}, "/asset/type", "did you mean 'image'"),
        ({"transition": {"in": "wipeLeftt"}}, "/transition/in", "did you mean 'wipeLeft'"),
        ({"position": "middle"}, "/position", "no position"),
        ({"start": "soon"}, "/start", "should be a number"),
        ({"asset": {"type": "title", "text": "{{ X }}"}}, "/asset/text", "nothing is merged into 'X'"),
    ],
)
def test_a_mistake_is_named_in_their_document(clip: dict[str, Any], pointer: str, words: str) -> None:
    with pytest.raises(InvalidDocument) as caught:
        import_edit(edit(clip))
    assert caught.value.pointer == f"/timeline/tracks/0/clips/0{pointer}"
    assert words in caught.value.message
