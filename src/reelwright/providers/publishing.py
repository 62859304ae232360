"""The publishing port: a finished video goes to a place where people find it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal, Protocol, get_args

from reelwright.errors import InvalidInput

Privacy = Literal["private", "unlisted", "public"]
PRIVACIES: tuple[Privacy, ...] = get_args(Privacy)
Progress = Callable[[int, int], None]
"""Told (bytes there, bytes in all)."""

MOST_TITLE = 100
MOST_DESCRIPTION_BYTES = 5000
MOST_TAGS = 500
"""Characters of all tags together, commas between them counted, and quotes around those with a space.

YouTube's own limits (Data API v3, the resource ``video``); nothing else we publish to is stricter."""


@dataclass(frozen=True, slots=True)
class Publication:
    """What people see of a video, and what its maker declares.

    ``publish_at`` (aware) makes a private video public then. ``made_for_kids`` and ``synthetic`` (realistic but altered or
    generated) are declarations the maker owes; ``category`` is the place's own number, 22 is People & Blogs at YouTube.
    """

    title: str
    description: str = ""
    tags: tuple[str, ...] = ()
    language: str = ""
    category: str = "22"
    privacy: Privacy = "private"
    publish_at: datetime | None = None
    made_for_kids: bool = False
    synthetic: bool = False
    tell_subscribers: bool = True


@dataclass(frozen=True, slots=True)
class CaptionTrack:
    """A caption file (.srt or .vtt) with its BCP 47 language."""

    path: Path
    language: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Published:
    """Where the video is; ``reference`` is the place's own id of it, ``notes`` what could not be done beside."""

    reference: str
    url: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ToPublish:
    """``again`` publishes even what was published there before; ``playlist`` is the place's id of a list to add it to."""

    video: Path
    publication: Publication
    thumbnail: Path | None = None
    captions: tuple[CaptionTrack, ...] = ()
    playlist: str = ""
    again: bool = False


class Publishing(Protocol):
    def publish(self, wish: ToPublish, progress: Progress) -> Published:
        """Raises ``ProviderFailed``, ``QuotaExceeded``, and ``InvalidInput`` for what the place does not take."""
        ...


def check_publication(publication: Publication, now: datetime) -> None:
    """Raises ``InvalidInput`` for what no place would take."""
    title = publication.title.strip()
    if not title or len(title) > MOST_TITLE:
        raise InvalidInput(f"a title has 1 to {MOST_TITLE} characters, not {len(title)}", hint="shorten it")
    for name, text in (("title", title), ("description", publication.description)):
        if "<" in text or ">" in text:
            raise InvalidInput(f"the {name} must not contain < or >", hint="YouTube refuses them")
    if len(publication.description.encode()) > MOST_DESCRIPTION_BYTES:
        raise InvalidInput(f"the description is longer than {MOST_DESCRIPTION_BYTES} bytes", hint="shorten it")
    if tags_length(publication.tags) > MOST_TAGS:
        raise InvalidInput(f"the tags have more than {MOST_TAGS} characters together", hint="leave some out")
    if publication.publish_at is not None:
        if publication.privacy != "private":
            raise InvalidInput("only a private video can be scheduled", hint="leave the privacy out")
        if publication.publish_at <= now:
            raise InvalidInput("the moment to publish at has passed", hint="name one to come")


def tags_length(tags: tuple[str, ...]) -> int:
    """As YouTube counts them."""
    return sum(len(tag) + (2 if " " in tag else 0) for tag in tags) + max(0, len(tags) - 1)
