"""The example documents changed at random: each is read and resolved the same way twice, or refused with an error that names the place.

``python tools/mutate_documents.py 10000`` tries that many and prints what came of them; it stops at the first that fails.
"""

from __future__ import annotations

import copy
import json
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from reelwright.errors import InvalidDocument, ReelwrightError
from reelwright.render.files import Files
from reelwright.timeline.reading import read_document
from reelwright.timeline.resolve import resolve
from tools.fuzz_documents import outcome as drawing
from tools.fuzz_documents import write_media
from tools.gallery_scenes import scenes

TEMPLATE = Path(__file__).parents[1] / "examples" / "template" / "template.json"
_BEYOND, _ENDLESS = "a number beyond floats", "a number of 5000 digits"
_DRAWN = 20
"""Of so many documents one is drawn too, small and in part."""
_VALUES: tuple[Any, ...] = (
    _BEYOND, _ENDLESS, "\ud800",
    None, True, False, 0, 1, -1, 2, 0.5, -0.0, 1e-9, 1e9, 1e308, 10**30, "", "x", "0", "1", "1s", "-1s", "3f", "1e5", "50%", "-50%", "nan", "inf",
    "after", "with", "end", "after + 99999999999", "a.start", "hero.end + 1", "-6dB", "#fff", "#ggg", "red", "٣", "\u0000", "\ud83d\ude00", "a" * 5000,
    [], {}, [[]], [{}], {"": 0}, {"type": "text"}, {"at": 0, "value": 1}, [{"at": 1, "value": 0}, {"at": 0, "value": 1}], "picture.png", "clip.avi", "tone.wav",
)  # fmt: skip
_PLACEHOLDERS = (
    "{{headline}}", "{{ index }}", "{{item}}", "{{price / 0}}", "{{1e308 * 10}}", "{{price ** 99999}}", "{{text(talks)}}", "{{talks[99]}}", "{{talks[0].title}}", "{{",
    "{{}}", "{{ '}}' }}", "\\{{x}}", "{{upper(}}", "{{" + "(" * 300 + "}}", "{{'a' * 999999999}}", "{{-" * 40, "{{not}}", "{{a.b.c}}", "{{price > 'x'}}", "{{1 < 2 ? 3}}",
    "{{round(price, 400)}}", "{{talks + 1}}", "x{{price}}y{{date}}", "{{null}}", "{{true and 1}}", "{{min()}}", "{{len(1)}}", "{{format(price, '%%%')}}",
)  # fmt: skip
_KEYS = (
    "type",
    "id",
    "if",
    "repeat",
    "as",
    "clip",
    "start",
    "duration",
    "trim",
    "x",
    "animate",
    "unknown",
    "",
    "a/b",
    "~",
)


@cache
def originals() -> tuple[str, ...]:
    """The template and every scene of the gallery, their files renamed to those there are."""
    found = [TEMPLATE.read_text("utf-8"), *(json.dumps(scene.document) for scene in scenes())]
    for suffix, name in ((".jpg", "picture.png"), (".mp4", "clip.avi"), (".wav", "tone.wav")):
        found = [_renamed(text, suffix, name) for text in found]
    return tuple(found)


def _renamed(text: str, suffix: str, name: str) -> str:
    pieces = text.split(f'{suffix}"')
    return "".join(piece[: piece.rindex('"') + 1] + name + '"' for piece in pieces[:-1]) + pieces[-1]


def mutated(seed: int) -> Any:
    """An example with one to a dozen places changed."""
    rng = random.Random(seed)
    tree = json.loads(originals()[0] if rng.random() < 0.4 else rng.choice(originals()))
    holder = [tree]
    for _ in range(rng.choice((1, 1, 2, 4, 12))):
        place, key = rng.choice(_places(holder))
        rng.choice(_CHANGES)(rng, place, key)
    return holder[0] if holder else None


def _places(tree: Any) -> list[tuple[Any, Any]]:
    """Every container with each of its keys."""
    found: list[tuple[Any, Any]] = []
    waiting = [tree]
    while waiting:
        at = waiting.pop()
        inside = list(at.items()) if isinstance(at, dict) else list(enumerate(at))
        found += [(at, key) for key, _ in inside]
        waiting += [value for _, value in inside if isinstance(value, (dict, list))]
    return found or [(tree, 0)]


Change = Callable[[random.Random, Any, Any], None]


def _replace(rng: random.Random, place: Any, key: Any) -> None:
    _put(place, key, copy.deepcopy(rng.choice(_VALUES)))


def _placeholder(rng: random.Random, place: Any, key: Any) -> None:
    _put(place, key, rng.choice(_PLACEHOLDERS))


def _remove(rng: random.Random, place: Any, key: Any) -> None:
    if isinstance(place, dict):
        place.pop(key, None)
    elif len(place) > key:
        del place[key]


def _double(rng: random.Random, place: Any, key: Any) -> None:
    if isinstance(place, list) and len(place) > key:
        place.insert(key, copy.deepcopy(place[key]))


def _swap(rng: random.Random, place: Any, key: Any) -> None:
    keys = list(place) if isinstance(place, dict) else list(range(len(place)))
    if key in keys:
        other = rng.choice(keys)
        place[key], place[other] = place[other], place[key]


def _scale(rng: random.Random, place: Any, key: Any) -> None:
    value = _value(place, key)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        _put(place, key, value * rng.choice((-1, 0.001, 1000, 1e12)))


def _wrap(rng: random.Random, place: Any, key: Any) -> None:
    value = _value(place, key)
    _put(place, key, rng.choice(([value], {"value": value}, [value, value])))


def _add(rng: random.Random, place: Any, key: Any) -> None:
    if isinstance(place, dict):
        place[rng.choice(_KEYS)] = copy.deepcopy(rng.choice(_VALUES))


def _value(place: Any, key: Any) -> Any:
    if isinstance(place, dict):
        return place.get(key)
    return place[key] if len(place) > key else None


def _put(place: Any, key: Any, value: Any) -> None:
    if isinstance(place, dict) or len(place) > key:
        place[key] = value


_CHANGES: tuple[Change, ...] = (_replace, _replace, _placeholder, _remove, _double, _swap, _scale, _wrap, _add)


def outcome(tree: Any, folder: Path, draws: bool = False) -> str:
    """``resolved`` (or ``drawn``), or the code of the error that says why not. Raises whatever else happens."""
    text = json.dumps(tree).replace(f'"{_BEYOND}"', "1e999").replace(f'"{_ENDLESS}"', "9" * 5000)
    try:
        timelines = [resolve(read_document(text), Files(folder).facts_of) for _ in range(2)]
    except InvalidDocument as error:
        for fault in (error, *error.more):
            check_pointer(tree, fault.pointer or "")
        return error.code
    except ReelwrightError as error:
        return error.code
    assert repr(timelines[0]) == repr(timelines[1]), "resolved differently the second time"
    if not draws:
        return "resolved"
    return "drawn" if drawing(tree, folder) == "drawn" else "refused while drawing"


def check_pointer(tree: Any, pointer: str) -> None:
    """A pointer leads to a place in the document, to a key missing in one, or to what a placeholder stands for."""
    at, steps = tree, [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]
    for number, step in enumerate(steps):
        if isinstance(at, list) and step.isdigit() and int(step) < len(at):
            at = at[int(step)]
        elif isinstance(at, dict) and step in at:
            at = at[step]
        else:
            is_filled = isinstance(at, str) and "{{" in at
            is_missing = isinstance(at, dict) and number == len(steps) - 1
            assert is_filled or is_missing, f"{pointer} leads nowhere: {str(at)[:60]!r} holds no {step!r}"
            return


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    keeps_on = "--all" in sys.argv
    outcomes: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        write_media(Path(name))
        for seed in range(first, first + count):
            tree = mutated(seed)
            try:
                outcomes[outcome(tree, Path(name), seed % _DRAWN == 0)] += 1
            except BaseException as error:
                if not keeps_on or not isinstance(error, Exception):
                    print(f"seed {seed}:\n{json.dumps(tree)}")
                    raise
                outcomes["FAILED"] += 1
                print(f"seed {seed}: {type(error).__name__}: {str(error)[:160]}")
    print(f"{count} documents: {dict(outcomes)}")


if __name__ == "__main__":
    main()
