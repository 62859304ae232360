"""A video to a channel: uploaded once, then its thumbnail, captions and playlist, each once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from reelwright.business.youtube.uploads import DONE, UploadRecord
from reelwright.errors import MediaUnusable, ProviderFailed, ProviderUnavailable, ReelwrightError
from reelwright.providers.publishing import CaptionTrack, Progress, Published, ToPublish
from reelwright.vendors.youtube.channel import (
    add_captions,
    add_to_playlist,
    is_in_playlist,
    set_thumbnail,
    uploaded,
)
from reelwright.vendors.youtube.upload import SessionGone, Uploader

_CONFLICT = 409


@dataclass(frozen=True)
class YoutubePublisher:
    """``uploads`` is the channel's playlist of everything uploaded. See ``providers.publishing.Publishing``."""

    uploader: Uploader
    record: UploadRecord
    uploads: str

    def publish(self, wish: ToPublish, progress: Progress) -> Published:
        """Gone on with where an earlier life stopped. What cannot be done after the upload is noted, and done by another try
        where that may help. Raises ``BeingUploaded``, ``UnclearPayment`` and what the upload raises."""
        state = self.record.taken_up()
        reference = state.reference
        if state.state == DONE:
            progress(1, 1)
        else:
            reference = self._uploaded(wish, state.session, progress)
            self.record.done(reference)
        notes = self._afterwards(wish, reference, frozenset(state.steps))
        if state.state == DONE:
            notes = ["this video was uploaded to the channel before: it was not uploaded again", *notes]
        return Published(reference, f"https://youtu.be/{reference}", tuple(notes))

    def _uploaded(self, wish: ToPublish, session: str, progress: Progress) -> str:
        upload = self.uploader.upload
        try:
            return upload(wish.video, wish.publication, session, self.record, progress)
        except SessionGone:
            reference = self._found(wish)
        if reference:
            return reference
        state = self.record.known()
        if state is not None and state.sent + self.uploader.piece >= wish.video.stat().st_size:
            raise self.record.lost()  # the last piece may have arrived, and its answer been lost
        self.record.begin_anew()
        return upload(wish.video, wish.publication, "", self.record, progress)

    def _found(self, wish: ToPublish) -> str:
        """The video's id, if it is among the newest of the channel: of the same title, and made of as many bytes."""
        size = wish.video.stat().st_size
        newest = uploaded(self.uploader.youtube, self.uploads, owned_facts=True).items
        same = (each for each in newest if each.file_size == size and each.title == wish.publication.title)
        return next((each.reference for each in same), "")

    def _afterwards(self, wish: ToPublish, reference: str, done: frozenset[str]) -> list[str]:
        youtube, notes = self.uploader.youtube, list[str]()
        if wish.thumbnail is not None and "thumbnail" not in done:
            picture = wish.thumbnail
            self._tried("thumbnail", notes, lambda: set_thumbnail(youtube, reference, picture))
        for track in wish.captions:
            step = f"captions {track.language}"
            if step not in done:
                self._tried(step, notes, lambda track=track: self._captions(reference, track))
        if wish.playlist and f"playlist {wish.playlist}" not in done:
            self._tried(f"playlist {wish.playlist}", notes, lambda: self._listed(wish.playlist, reference))
        return notes

    def _tried(self, step: str, notes: list[str], work: Callable[[], object]) -> None:
        """Do a step and write it down; what another try mends is raised, what not is noted."""
        try:
            work()
        except ProviderUnavailable:
            raise
        except ReelwrightError as error:
            notes.append(f"{step}: {error.message}" + (f" ({error.hint})" if error.hint else ""))
            return
        self.record.did(step)

    def _captions(self, reference: str, track: CaptionTrack) -> None:
        try:
            add_captions(self.uploader.youtube, reference, track)
        except ProviderFailed as error:
            if error.status != _CONFLICT:  # an earlier life added them, and did not live to write it down
                raise

    def _listed(self, playlist: str, reference: str) -> None:
        if not is_in_playlist(self.uploader.youtube, playlist, reference):
            add_to_playlist(self.uploader.youtube, playlist, reference)


def content_of(video: Path) -> str:
    """SHA-256 of a file, in hexadecimal. Raises ``MediaUnusable``."""
    try:
        with video.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise MediaUnusable(f"cannot read {video}: {error.strerror}", hint="check the path") from None
