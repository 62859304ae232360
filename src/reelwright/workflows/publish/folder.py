"""Publishing to a folder: the video with everything a person needs to put it up by hand. Works without anybody."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import mkdtemp

from reelwright.errors import MediaUnusable, OutputUnwritable
from reelwright.providers.publishing import Progress, Published, ToPublish

_MOST_NAME = 60


@dataclass(frozen=True)
class FolderPublisher:
    """``root`` gets a folder for each publication. See ``providers.publishing.Publishing``."""

    root: Path

    def publish(self, wish: ToPublish, progress: Progress) -> Published:
        """``video``, ``description.txt``, ``publication.json``, thumbnail and captions, there all at once or not at all."""
        if not wish.video.is_file():
            raise MediaUnusable(f"there is no video {wish.video}", hint="check the path")
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            part = Path(mkdtemp(prefix=".part-", dir=self.root))
            try:
                self._fill(part, wish)
                target = self._free(_folder_name(wish.publication.title))
                part.chmod(0o755)
                part.rename(target)
            finally:
                shutil.rmtree(part, ignore_errors=True)
        except OSError as error:
            raise OutputUnwritable(
                f"cannot publish to {self.root}: {error.strerror}", hint="name another folder"
            ) from None
        size = wish.video.stat().st_size
        progress(size, size)
        return Published(target.name, target.resolve().as_uri())

    def _fill(self, folder: Path, wish: ToPublish) -> None:
        shutil.copyfile(wish.video, folder / f"video{wish.video.suffix.lower()}")
        if wish.thumbnail is not None:
            shutil.copyfile(wish.thumbnail, folder / f"thumbnail{wish.thumbnail.suffix.lower()}")
        for track in wish.captions:
            shutil.copyfile(track.path, folder / f"captions.{track.language or 'und'}{track.path.suffix.lower()}")
        (folder / "description.txt").write_text(wish.publication.description + "\n", "utf-8")
        row = asdict(wish.publication) | {"tags": list(wish.publication.tags)}
        row["publish_at"] = wish.publication.publish_at.isoformat() if wish.publication.publish_at else None
        (folder / "publication.json").write_text(json.dumps(row, ensure_ascii=False, indent=1) + "\n", "utf-8")

    def _free(self, name: str) -> Path:
        """A name that is not taken: nothing published is written over."""
        number = 1
        while (target := self.root / (name if number == 1 else f"{name}-{number}")).exists():
            number += 1
        return target


def _folder_name(title: str) -> str:
    return re.sub(r"[^\w]+", "-", title, flags=re.UNICODE).strip("-").lower()[:_MOST_NAME].strip("-") or "video"
