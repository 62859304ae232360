"""The child's side of a preview: one folder's documents, and everything that is asked about them."""

from __future__ import annotations

import base64
import json
import uuid
from collections import OrderedDict
from pathlib import Path
from typing import Any

from reelwright.app.server_settings import ServerSettings
from reelwright.errors import ProviderNeeded, ReelwrightError
from reelwright.render.files import SOURCES, Files
from reelwright.timeline.made import unmade
from reelwright.timeline.reading import Reading, read_document
from reelwright.units.time import exact
from reelwright.worker.preview.changed_parts import Prepared, changed_parts
from reelwright.worker.preview.exports import exported
from reelwright.worker.preview.layout import layout_of
from reelwright.worker.preview.making import making
from reelwright.worker.preview.media_views import peaks, strip
from reelwright.worker.preview.scenes import Part, Scenes
from reelwright.worker.stages.work import StageWork
from reelwright.workflows.materials import needs_materials, with_materials

_MOST_DOCUMENTS = 3


class UnknownDocument(ReelwrightError):
    """The document was not told yet, or is forgotten: tell it with the request."""

    code = "UNKNOWN_DOCUMENT"


class PreviewDesk:
    """``hello`` names the folder, the settings, the owner and the video. What a document asks providers for is shown as far as a
    rendering has made it; looking at an edit never spends anything."""

    def __init__(self, hello: dict[str, Any]) -> None:
        self._folder = Path(hello["folder"])
        self._work = StageWork(
            {}, self._folder, uuid.UUID(hello["owner"]), uuid.UUID(hello["video"]), None,
            ServerSettings.from_plain(hello["settings"]), lambda **_: None,
        )  # fmt: skip
        self._scenes = Scenes(self._folder)
        self._sources = self._stamp()
        self._readings: OrderedDict[str, Reading] = OrderedDict()
        self._prepared: OrderedDict[str, Prepared] = OrderedDict()
        self._doing = {
            "frame": self._frame, "layout": self._layout, "plan": self._plan, "peaks": self._peaks, "strip": self._strip,
            "export": self._export,
        }  # fmt: skip

    def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        self._notice_new_files()
        return self._doing[request["do"]](request)

    def use_idle_time(self) -> bool:
        return self._scenes.read_ahead()

    # ---- what can be asked

    def _frame(self, asked: dict[str, Any]) -> dict[str, Any]:
        reading = self._reading(asked)
        at = Part(float(asked["part"])) if "part" in asked else exact(asked["seconds"])
        frame, picture = self._scenes.picture(asked["digest"], reading, at, int(asked["width"]), asked["form"])
        return {"frame": frame, "picture": base64.b64encode(picture).decode()}

    def _layout(self, asked: dict[str, Any]) -> dict[str, Any]:
        return layout_of(self._reading(asked), self._files)

    def _plan(self, asked: dict[str, Any]) -> dict[str, Any]:
        now = self._ready(asked["digest"], self._reading(asked))
        base = asked.get("base")
        before = None
        if base:
            before = self._ready(base["digest"], self._reading(base))
        return changed_parts(now, before, self._files, Path(asked["chunks"]))

    def _peaks(self, asked: dict[str, Any]) -> dict[str, Any]:
        return peaks(self._files.path_of(asked["source"]), self._folder / ".reel" / "views")

    def _strip(self, asked: dict[str, Any]) -> dict[str, Any]:
        path = self._files.path_of(asked["source"])
        picture = strip(path, asked["times"], int(asked["height"]), self._folder / ".reel" / "views")
        return {"picture": base64.b64encode(picture).decode()}

    def _export(self, asked: dict[str, Any]) -> dict[str, Any]:
        return {"text": exported(self._reading(asked), asked["form"], self._files, self._folder)}

    # ---- documents

    @property
    def _files(self) -> Files:
        return self._scenes.files

    def _reading(self, asked: dict[str, Any]) -> Reading:
        digest = asked["digest"]
        if digest not in self._readings:
            if "document" not in asked:
                raise UnknownDocument("tell the document too")
            reading = self._filled(asked)
            self._readings[digest] = reading
            while len(self._readings) > _MOST_DOCUMENTS:
                self._readings.popitem(last=False)
            self._scenes.forget_all_but(set(self._readings))
        self._readings.move_to_end(digest)
        return self._readings[digest]

    def _filled(self, asked: dict[str, Any]) -> Reading:
        reading = read_document(json.dumps(asked["document"]), asked.get("data"))
        if not needs_materials(reading):
            return reading
        made = set(asked.get("made", []))
        for pointer, clip in unmade(reading.document):
            if making(clip) not in made:
                raise ProviderNeeded(
                    f"this {clip.type} clip has not been made yet", pointer=reading.origin(pointer),
                    hint="render the video: it is made then",
                )  # fmt: skip
        return with_materials(reading, self._work.tools, self._folder / "made", lambda *_: None)

    def _ready(self, digest: str, reading: Reading) -> Prepared:
        if digest not in self._prepared:
            self._prepared[digest] = Prepared.of(reading, self._files)
            while len(self._prepared) > 2:
                self._prepared.popitem(last=False)
        self._prepared.move_to_end(digest)
        return self._prepared[digest]

    def _notice_new_files(self) -> None:
        """A rendering may have brought files since: what was looked up without them is forgotten."""
        stamp = self._stamp()
        if stamp != self._sources:
            self._sources = stamp
            self._readings.clear()
            self._prepared.clear()
            self._scenes.forget_all_but(set())
            self._scenes.files = Files(self._folder)

    def _stamp(self) -> tuple[int, int]:
        try:
            facts = (self._folder / SOURCES).stat()
        except OSError:
            return (0, 0)
        return (facts.st_size, facts.st_mtime_ns)
