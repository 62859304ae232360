"""Documents at random, made from the published schema: what is not refused with a clear error has to be drawn.

``python tools/fuzz_documents.py 10000`` reads, resolves and draws that many; it stops at the first that crashes and prints it.
Clip types added to the schema later are covered without a change here.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
import time
from collections import Counter
from fractions import Fraction
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from reelwright.errors import InvalidDocument, ReelwrightError
from reelwright.render.still import Stills
from reelwright.timeline.reading import read_tree
from reelwright.timeline.schema import document_schema

_JUNK: tuple[Any, ...] = (
    None,
    -1,
    0,
    1e300,
    "",
    "x",
    "{{x}}",
    [],
    {},
    True,
    "100%",
    "-5s",
    "after + 1",
    "🎬 עברית",
    [[]],
    "NaN",
    "\0",
)
_TEXTS = (
    "Hello",
    "two words here",
    "مرحبا بالعالم",
    "नमस्ते",
    "日本語の字幕",
    "👩‍👩‍👧 emoji",
    "",
    " ",
    "long " * 40,
    "a\nb",
    "fi ﬁ ﷺ",
)
_TIMES = (0, 0.2, 0.5, 1, "3f", "50%", "after", "with", "after + 0.1", "other.end", "c1.start")
_LENGTHS = (0, 4, 20, "10%", "50%", "100%", "5vw", "10vh", "3vmin", "8vmax", -5)
_COLORS = ("#f00", "#00ff0080", "rgba(1,2,3,0.5)", "white", "transparent")
_SOURCES = (
    "picture.png",
    "clip.avi",
    "tone.wav",
    "words.json",
    "drawing.svg",
    "inner.json",
    "missing.mp4",
    "look.cube",
    "../up.png",
)
_MUTATED = 0.004


class Generator:
    """Values that fit a schema, most of the time."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.schema = document_schema()
        self.definitions: dict[str, Any] = self.schema["$defs"]

    def document(self) -> dict[str, Any]:
        tree = self.value(self.schema, "document", 0)
        tree = tree if isinstance(tree, dict) else {}
        tree["version"] = 1 if self.random.random() < 0.97 else tree.get("version")
        tree.pop("variables", None)
        pick = self.random.choice
        tree["canvas"] = {"width": pick((64, 96)), "height": pick((64, 48)), "fps": pick((10, "30000/1001", 25))}
        if self.random.random() < 0.8:
            tree["canvas"]["duration"] = pick((0.5, 1, "7f"))
        for key, kept in (("output", 0.3), ("fonts", 0.05), ("chapters", 0.3)):
            if self.random.random() > kept:
                tree.pop(key, None)
        return tree

    def value(self, schema: dict[str, Any], name: str, depth: int) -> Any:
        if self.random.random() < _MUTATED:
            return self.random.choice(_JUNK)
        if name in ("if", "repeat", "as"):
            return {"if": self.random.random() < 0.8, "repeat": [1, 2][: self.random.randint(0, 2)], "as": "item"}[name]
        if "$ref" in schema:
            return self.value(self.definitions[schema["$ref"].rsplit("/", 1)[-1]], name, depth)
        for union in ("anyOf", "oneOf"):
            if union in schema:
                return self.value(self.random.choice(schema[union]), name, depth)
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return self.random.choice(schema["enum"])
        kind = schema.get("type")
        if isinstance(kind, list):
            return self._written(name)
        make = {"object": self._object, "array": self._array, "string": self._string, "boolean": self._boolean}.get(
            str(kind)
        )
        if make is not None:
            return make(schema, name, depth)
        return self._number(schema) if kind in ("number", "integer") else None

    def _object(self, schema: dict[str, Any], name: str, depth: int) -> dict[str, Any]:
        required, found = set(schema.get("required", ())), {}
        for key, inner in schema.get("properties", {}).items():
            wanted = 0.9 if key in ("tracks", "clips", "duration") else 0.35 if depth < 3 else 0.12
            if key in required or self.random.random() < wanted:
                found[key] = self.value(inner, key, depth + 1)
        return found

    def _array(self, schema: dict[str, Any], name: str, depth: int) -> list[Any]:
        if "prefixItems" in schema:
            return [self.value(item, name, depth + 1) for item in schema["prefixItems"]]
        least = schema.get("minItems", 0)
        most = {"tracks": 3, "clips": 3}.get(name, 2)
        return [
            self.value(schema.get("items", {}), name, depth + 1)
            for _ in range(max(least, self.random.randint(0, most)))
        ]

    def _string(self, schema: dict[str, Any], name: str, depth: int) -> str:
        if name == "src":
            return self.random.choice(_SOURCES)
        if name in ("id", "clip", "under", "of"):
            return self.random.choice(("c1", "c2", "other"))
        if "colour" in str(schema.get("description", "")) or name in ("color", "fill", "background", "highlight"):
            return self.random.choice(_COLORS)
        return self.random.choice([*_TEXTS, *map(str, schema.get("examples", ()))])

    def _boolean(self, schema: dict[str, Any], name: str, depth: int) -> bool:
        return self.random.random() < 0.5

    def _number(self, schema: dict[str, Any]) -> float:
        low = schema.get("minimum", schema.get("exclusiveMinimum", -10))
        high = min(schema.get("maximum", schema.get("exclusiveMaximum", 10)), low + 20)
        value = self.random.choice((low, high, self.random.uniform(low, high)))
        return int(value) if schema.get("type") == "integer" else value

    def _written(self, name: str) -> Any:
        if name in ("start", "duration", "at", "from", "to", "freeze"):
            return self.random.choice(_TIMES)
        return self.random.choice((*_LENGTHS, "-6dB", 0.5, 1) if name != "value" else (*_LENGTHS, 0.5, 1, "#123456"))


def write_media(folder: Path) -> None:
    """Small files of every kind a document may name."""
    ramp = np.linspace(0, 255, 32, dtype=np.uint8)
    picture = np.dstack(
        [np.tile(ramp, (24, 1)), np.full((24, 32), 90, np.uint8), np.tile(ramp[::-1], (24, 1)), np.tile(ramp, (24, 1))]
    )
    cv2.imwrite(str(folder / "picture.png"), picture)
    writer = cv2.VideoWriter(str(folder / "clip.avi"), cv2.VideoWriter.fourcc(*"MJPG"), 10, (32, 24))
    for number in range(8):
        writer.write(np.full((24, 32, 3), number * 30, np.uint8))
    writer.release()
    (folder / "words.json").write_text(
        json.dumps([{"text": f"w{n}", "start": n / 4, "end": n / 4 + 0.2} for n in range(6)])
    )
    (folder / "drawing.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M1 1L8 8"/></svg>'
    )
    (folder / "inner.json").write_text('{"canvas": {"width": 32, "height": 32, "duration": 0.5}, "tracks": []}')
    rows = "\n".join(f"{r} {g} {b}" for b in (0, 1) for g in (0, 1) for r in (0, 1))
    (folder / "look.cube").write_text(f"LUT_3D_SIZE 2\n{rows}\n")
    samples = (np.sin(np.arange(24_000) / 20) * 9000).astype("<i2").tobytes()
    header = b"RIFF" + (36 + len(samples)).to_bytes(4, "little") + b"WAVEfmt " + (16).to_bytes(4, "little")
    layout = b"".join(
        n.to_bytes(size, "little") for n, size in ((1, 2), (1, 2), (48_000, 4), (96_000, 4), (2, 2), (16, 2))
    )
    (folder / "tone.wav").write_bytes(header + layout + b"data" + len(samples).to_bytes(4, "little") + samples)


def outcome(tree: dict[str, Any], folder: Path) -> str:
    """``drawn``, or the code of the error that says why not. Raises whatever else happens."""
    try:
        with Stills(read_tree(tree), folder, 64) as stills:
            for part in (Fraction(0), Fraction(1, 2), Fraction(99, 100)):
                stills.picture(stills.frame_at(stills.timeline.duration * part))
        return "drawn"
    except InvalidDocument as error:
        for fault in (error, *error.more):
            check_pointer(tree, fault.pointer or "")
        return error.code
    except ReelwrightError as error:
        return error.code


def check_pointer(tree: Any, pointer: str) -> None:
    """A fault's pointer leads to a place in the document; of a missing key or a default, at least to where it would be."""
    at, steps = tree, [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]
    for number, step in enumerate(steps):
        if isinstance(at, list):
            at = at[int(step)]
        elif isinstance(at, dict):
            if step not in at:
                assert number >= len(steps) - 3, f"{pointer} leads nowhere"
                return
            at = at[step]
        else:
            assert number >= len(steps) - 2, f"{pointer} leads nowhere"
            return


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    outcomes: Counter[str] = Counter()
    slowest = (0.0, 0)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_media(folder)
        for seed in range(first, first + count):
            tree = Generator(seed).document()
            began = time.monotonic()
            try:
                outcomes[outcome(tree, folder)] += 1
            except BaseException:
                print(f"seed {seed}:\n{json.dumps(tree, ensure_ascii=False)}")
                raise
            slowest = max(slowest, (time.monotonic() - began, seed))
    print(f"{count} documents: {dict(outcomes)}; the slowest took {slowest[0]:.1f} s (seed {slowest[1]})")


if __name__ == "__main__":
    main()
