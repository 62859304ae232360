"""A video's way to YouTube: in pieces, through an upload session that survives broken lines and restarts.

Google documents the protocol under "Resumable Uploads": a session's address answers 308 with the range it has, so that what is
sent next begins at the right byte. A video is there once its last byte is; asked again, the session then answers the video.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from reelwright.errors import MediaUnusable, ProviderFailed, ProviderUnavailable
from reelwright.providers.publishing import Progress, Publication
from reelwright.vendors.youtube.refusals import retry_after
from reelwright.vendors.youtube.service import Youtube, troubles, unreachable

PIECE = 8 * 1024 * 1024
"""Bytes sent at once, a multiple of 256 KiB as Google asks."""
_TRIES = 9
"""Failures one after another, without a byte more there, until it is given up (four minutes of waiting)."""
_LONGEST_PAUSE = 64.0
_SESSION_GONE = (404, 410)


class SessionGone(ProviderFailed):
    """YouTube does not know the upload session any more: begin again, once it is sure that the video is not there."""

    code = "UPLOAD_SESSION_GONE"


class UploadBook(Protocol):
    """Where an upload is written down as it goes."""

    def opened(self, session: str) -> None:
        """Before the first byte is sent."""
        ...

    def reached(self, sent: int) -> None:
        """So many bytes are there."""
        ...


@dataclass(frozen=True)
class Uploader:
    """``piece`` is in bytes, ``pause`` waits so many seconds."""

    youtube: Youtube
    piece: int = PIECE
    pause: Callable[[float], None] = time.sleep

    def upload(self, video: Path, wish: Publication, session: str, book: UploadBook, progress: Progress) -> str:
        """YouTube's id of the video. ``session`` is the address of an earlier life's upload, which is gone on with.

        Raises ``SessionGone``, ``QuotaExceeded``, ``ProviderUnavailable`` (the session stays good for a week) and
        ``ProviderFailed`` with YouTube's reason.
        """
        from googleapiclient.errors import HttpError  # noqa: PLC0415

        media = _pieces(video, self.piece)
        request = self.youtube.service.videos().insert(
            part="snippet,status", body=resource(wish), notifySubscribers=wish.tell_subscribers, media_body=media
        )
        if session:
            request.resumable_uri = session
            _ask_first(request)
        else:
            self.youtube.spend("videos.insert")
        failures, size = 0, media.size()
        while True:
            before = request.resumable_progress
            wait: float | None = None
            try:
                _status, body = request.next_chunk(num_retries=0)
                if body is not None:
                    progress(size, size)
                    return str(body["id"])
            except HttpError as error:
                wait = self._after(error, request)
            except troubles() as error:
                if failures + 1 >= _TRIES:
                    raise unreachable(error) from None
            else:
                self._noted(request, session, book)
                session = request.resumable_uri
                progress(request.resumable_progress, size)
                if request.resumable_progress >= size:
                    _ask_first(request)  # everything is there, and it is still at work: an empty piece would be an error
                elif request.resumable_progress > before:
                    failures = 0
                    continue
            self._noted(request, session, book)
            session = request.resumable_uri or session
            failures += 1
            if failures >= _TRIES:
                raise ProviderUnavailable(
                    "YouTube breaks the upload off again and again", hint="try the job again later: it goes on where it stopped"
                )  # fmt: skip
            self.pause(wait if wait is not None else _backoff(failures))

    def _noted(self, request: Any, session: str, book: UploadBook) -> None:
        if request.resumable_uri and request.resumable_uri != session:
            _refuse_elsewhere(request.resumable_uri, request.uri)
            book.opened(request.resumable_uri)
        if request.resumable_uri:
            book.reached(request.resumable_progress)

    def _after(self, error: Any, request: Any) -> float | None:
        """How long to wait before the next try; raises where another try would not help."""
        status = error.resp.status
        if status in _SESSION_GONE and request.resumable_uri:
            raise SessionGone("YouTube has forgotten the upload", hint="try the job again: it begins anew") from None
        found = self.youtube.refused("videos.insert", error)
        if not isinstance(found, ProviderUnavailable):
            raise found from None
        return retry_after(error.resp)


def call_off(youtube: Youtube, session: str) -> None:
    """Give an upload session up; one that is gone is no error."""
    try:
        youtube.http.request(session, "DELETE", headers={"content-length": "0"})
    except troubles() as error:
        raise unreachable(error) from None


def resource(wish: Publication) -> dict[str, Any]:
    """The API's resource ``video``, without its file."""
    snippet: dict[str, Any] = {"title": wish.title, "description": wish.description, "categoryId": wish.category}
    if wish.tags:
        snippet["tags"] = list(wish.tags)
    if wish.language:
        snippet |= {"defaultLanguage": wish.language, "defaultAudioLanguage": wish.language}
    return {"snippet": snippet, "status": status_of(wish)}


def status_of(wish: Publication) -> dict[str, Any]:
    status: dict[str, Any] = {
        "privacyStatus": wish.privacy, "selfDeclaredMadeForKids": wish.made_for_kids, "containsSyntheticMedia": wish.synthetic,
    }  # fmt: skip
    if wish.publish_at is not None:
        status["publishAt"] = wish.publish_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return status


def _ask_first(request: Any) -> None:
    """Have the client ask how much is there before it sends anything: what is written down here may be behind."""
    request._in_error_state = True


def _backoff(failures: int) -> float:
    """Seconds: doubled each time, with a random part so that many uploads do not come back at once."""
    return min(_LONGEST_PAUSE, 2.0 ** (failures - 1)) * random.uniform(0.75, 1.25)  # noqa: S311


def _refuse_elsewhere(session: str, api: str) -> None:
    """The token goes along to a session's address: only to Google's, or to where the API itself is."""
    there, here = urlsplit(session), urlsplit(api)
    is_google = there.scheme == "https" and (there.hostname or "").endswith(".googleapis.com")
    if not is_google and (there.scheme, there.netloc) != (here.scheme, here.netloc):
        raise ProviderFailed("YouTube named an upload address that is not Google's", hint="try it again")


def _pieces(video: Path, piece: int) -> Any:
    """The file as bytes by the piece: a stream that was half sent cannot be sent again, bytes can."""
    from googleapiclient.http import MediaUpload  # noqa: PLC0415

    class _Pieces(MediaUpload):
        def __init__(self) -> None:
            try:
                self._size = video.stat().st_size
            except OSError as error:
                raise MediaUnusable(f"cannot read {video.name}: {error.strerror}") from None
            if self._size == 0:
                raise MediaUnusable(f"{video.name} is empty")

        def chunksize(self) -> int:
            return piece

        def mimetype(self) -> str:
            return "video/*"

        def size(self) -> int:
            return self._size

        def resumable(self) -> bool:
            return True

        def has_stream(self) -> bool:
            return False

        def getbytes(self, begin: int, length: int) -> bytes:
            with video.open("rb") as file:
                file.seek(begin)
                return file.read(length)

    return _Pieces()
