"""Names of clips that other clips speak of, once an editor has taken some away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from reelwright.timeline.interchange.imported import Report

Json = dict[str, Any]


def without_lost_names(document: Json, origins: Mapping[str, str], report: Report) -> None:
    """Takes out mattes and duckings of clips and tracks that are no longer there. ``origins`` leads from our clips' pointers."""
    tracks = cast("list[Json]", document["tracks"])
    ids = {clip["id"] for track in tracks for clip in track["clips"] if clip.get("id")}
    names = ids | {track["name"] for track in tracks if track.get("name")}
    for number, track in enumerate(tracks):
        for place, clip in enumerate(cast("list[Json]", track["clips"])):
            pointer = origins[f"/tracks/{number}/clips/{place}"]
            matte = clip.get("matte")
            if matte and matte["clip"] not in ids:
                report.lost(pointer, f"its matte {matte['clip']!r} is no longer there")
                del clip["matte"]
            duck = clip.get("duck")
            if duck:
                under = [duck["under"]] if isinstance(duck["under"], str) else list(duck["under"])
                known = [name for name in under if name in names]
                if known != under:
                    report.lost(pointer, "it ducks under a clip that is no longer there")
                    clip.pop("duck") if not known else duck.update(under=known)
