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

import httpx2

from reelwright.errors import MediaUnusable, ProviderFailed, ProviderUnavailable
from reelwright.providers.publishing import Progress, Publication
from reelwright.vendors.youtube.refusals import retry_after
from reelwright.vendors.youtube.service import BearerHttp, Youtube, unreachable

PIECE = 8 * 1024 * 1024
"""Bytes sent at once, a multiple of 256 KiB as Google asks."""
_TRIES = 9
"""Failures one after another, without a byte more there, until it is given up (four minutes of waiting)."""
_LONGEST_PAUSE = 64.0
_SESSION_GONE = (404, 410)


class SessionGone(ProviderUnavailable):
    """YouTube does not know the upload session any more: begin again, once it is sure that the video is not there."""


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
        else:
            self.youtube.spend("videos.insert")
        http = _Noting(self.youtube.http, request.uri, book)
        failures, furthest, size = 0, 0, media.size()
        is_asking = bool(session)  # how much is there: what is written down here may be behind
        while True:
            wait: float | None = None
            try:
                body = _asked(request, size) if is_asking else request.next_chunk(http=http, num_retries=0)[1]
                if body is not None:
                    progress(size, size)
                    return str(body["id"])
            except HttpError as error:
                wait = self._after(error, request)
            except httpx2.HTTPError as error:
                if failures + 1 >= _TRIES:
                    raise unreachable(error) from None
            else:
                session = _noted(request, session, book)
                progress(request.resumable_progress, size)
                is_asking = request.resumable_progress >= size  # all is there, and YouTube still at work on it
                if request.resumable_progress > furthest:
                    failures, furthest = 0, request.resumable_progress
                if not is_asking:
                    continue
            session = _noted(request, session, book)
            is_asking = bool(session)
            failures += 1
            if failures >= _TRIES:
                raise ProviderUnavailable(
                    "YouTube breaks the upload off again and again", hint="try the job again later: it goes on where it stopped"
                )  # fmt: skip
            self.pause(wait if wait is not None else _backoff(failures))

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
    except httpx2.HTTPError as error:
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


class _Noting:
    """Writes the upload session's address down when it is told: the client sends the first bytes right after."""

    def __init__(self, http: BearerHttp, api: str, book: UploadBook) -> None:
        self._http, self._api, self._book = http, api, book

    def request(self, uri: str, method: str = "GET", **sent: Any) -> tuple[Any, bytes]:
        response, content = self._http.request(uri, method, **sent)
        if method == "POST" and response.status == 200 and "location" in response:
            _refuse_elsewhere(response["location"], self._api)
            self._book.opened(response["location"])
        return response, content


def _noted(request: Any, session: str, book: UploadBook) -> str:
    """Write down how much is there; the session's address, empty while there is none."""
    if request.resumable_uri:
        book.reached(request.resumable_progress)
    return request.resumable_uri or session


def _asked(request: Any, size: int) -> Any:
    """The video if it is there; else ``None``, and the request knows how many bytes are."""
    headers = {"Content-Range": f"bytes */{size}", "content-length": "0"}
    response, content = request.http.request(request.resumable_uri, "PUT", headers=headers)
    return request._process_response(response, content)[1]


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
    from googleapiclient import http as google_http  # noqa: PLC0415

    base: Any = google_http.MediaUpload

    class _Pieces(base):
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
