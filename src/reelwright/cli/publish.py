"""`reel publish`"""

from __future__ import annotations

import json
import uuid
from dataclasses import asdict
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from reelwright.app.channels import connect_channel, disconnect_channel, publisher_of, quota_of, sign_in_of
from reelwright.app.opening import open_platform
from reelwright.app.platform import Platform
from reelwright.app.publish_here import Beside, beside, suggestion_here
from reelwright.app.server_settings import read_server_settings
from reelwright.business.audit import Origin
from reelwright.business.youtube.channels import channels_of
from reelwright.business.youtube.uploads import UploadWish
from reelwright.cli.browser_sign_in import by_browser, by_device
from reelwright.cli.progress import StageBars
from reelwright.database.columns import now
from reelwright.database.tables import YoutubeChannel
from reelwright.errors import InvalidInput
from reelwright.productions.publish.suggest import Suggestion
from reelwright.providers.publishing import (
    CaptionTrack,
    Publication,
    Published,
    ToPublish,
    check_publication,
)
from reelwright.workflows.publish.folder import FolderPublisher
from reelwright.workflows.publish.youtube import content_of


class Place(StrEnum):
    folder = "folder"
    youtube = "youtube"


class Privacy(StrEnum):
    private = "private"
    unlisted = "unlisted"
    public = "public"


def command(
    video: Annotated[Path | None, typer.Argument(help="The video. What `reel make` wrote beside it goes along.")] = None,
    to: Annotated[Place, typer.Option(help="Where to: a folder with everything to put up by hand, or YouTube.")] = Place.folder,
    folder: Annotated[Path, typer.Option(help="The folder to publish to.")] = Path("published"),
    project: Annotated[Path | None, typer.Option(help="The project it was made in: its script says what is told.")] = None,
    title: Annotated[str | None, typer.Option(help="Suggested from the script if left out.")] = None,
    description: Annotated[str | None, typer.Option(help="Text, or @FILE. Suggested, with chapters, if left out.")] = None,
    tag: Annotated[list[str] | None, typer.Option(help="A tag; give it several times. Suggested if left out.")] = None,
    language: Annotated[str | None, typer.Option(help="The video's language (en, hi …); the script's if left out.")] = None,
    category: Annotated[str, typer.Option(help="YouTube's category; 22 is People & Blogs, 27 Education.")] = "22",
    privacy: Annotated[Privacy, typer.Option(help="Who may see it.")] = Privacy.private,
    publish_at: Annotated[str | None, typer.Option(help="When a private video becomes public: 2026-12-24T18:00+01:00.")] = None,
    for_kids: Annotated[bool | None, typer.Option("--made-for-kids/--not-made-for-kids", help="A declaration you owe.")] = None,
    synthetic: Annotated[
        bool | None, typer.Option("--synthetic/--not-synthetic", help="Realistic altered or generated content: a declaration you owe.")
    ] = None,
    thumbnail: Annotated[Path | None, typer.Option(help="The picture of the video; one beside it if left out.")] = None,
    captions: Annotated[Path | None, typer.Option(help="Captions (.srt, .vtt); those beside it if left out.")] = None,
    playlist: Annotated[str, typer.Option(help="YouTube's id of a playlist to add it to.")] = "",
    channel: Annotated[str | None, typer.Option(help="Which channel, when several are connected.")] = None,
    again: Annotated[bool, typer.Option("--again", help="Upload it even if it was uploaded before.")] = False,
    model: Annotated[bool, typer.Option("--model/--no-model", help="Have the language model write what is told, where there is one.")] = True,
    connect: Annotated[bool, typer.Option("--connect", help="Connect a YouTube channel in this machine's browser.")] = False,
    device: Annotated[bool, typer.Option("--device", help="Connect one by a code typed on another device.")] = False,
    disconnect: Annotated[str | None, typer.Option(metavar="CHANNEL", help="Disconnect a channel.")] = None,
    channels: Annotated[bool, typer.Option("--channels", help="List connected channels and the day's quota.")] = False,
    json_: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:  # fmt: skip
    if video is None:
        _tend(connect=connect, device=device, disconnect=disconnect, channels=channels, is_json=json_)
        return
    near = beside(video)
    suggestion = suggestion_here(video, project, near, with_model=model)
    for note in suggestion.notes:
        typer.echo(f"note: {note}", err=True)
    if to == Place.youtube and (for_kids is None or synthetic is None):
        raise InvalidInput(
            "YouTube wants two declarations", hint="say --made-for-kids or --not-made-for-kids, and --synthetic or --not-synthetic"
        )  # fmt: skip
    publication = Publication(
        (title or suggestion.title).strip(), _text(description, suggestion), tuple(tag) if tag else suggestion.tags,
        language or suggestion.language, category, privacy.value, _moment(publish_at), bool(for_kids), bool(synthetic),
    )  # fmt: skip
    check_publication(publication, now())
    wish = _wish(video, publication, near, thumbnail, captions)
    wish = ToPublish(wish.video, publication, wish.thumbnail, wish.captions, playlist, again)
    published = _published(to, folder, wish, channel)
    if json_:
        typer.echo(json.dumps({"ok": True} | asdict(published) | {"title": publication.title}, ensure_ascii=False))
        return
    for note in published.notes:
        typer.echo(f"note: {note}", err=True)
    typer.echo(published.url)


def _published(to: Place, folder: Path, wish: ToPublish, channel: str | None) -> Published:
    with StageBars({"publish": "Publish"}) as bars:

        def show(done: int, total: int) -> None:
            bars.show("publish", done, total)

        if to == Place.folder:
            return FolderPublisher(folder).publish(wish, show)
        content = content_of(wish.video)

        def upload(row: YoutubeChannel) -> UploadWish:
            size, repeated = wish.video.stat().st_size, uuid.uuid4().hex if wish.again else ""
            return UploadWish(row.id, content, size, wish.publication.title, again=repeated)

        platform = _platform()
        try:
            return publisher_of(platform, platform.local_owner(), channel, upload).publish(wish, show)
        finally:
            platform.close()


def _tend(*, connect: bool, device: bool, disconnect: str | None, channels: bool, is_json: bool) -> None:
    """What needs no video."""
    if not (connect or device or disconnect or channels):
        raise InvalidInput("which video?", hint="reel publish VIDEO, or --connect, --channels, --disconnect CHANNEL")
    platform = _platform()
    try:
        owner = platform.local_owner()
        if connect or device:
            google = sign_in_of(platform.settings)
            way = by_device if device else by_browser
            granted = way(google, lambda text: typer.echo(text, err=True))
            row = connect_channel(platform, owner, granted, Origin())
            typer.echo(
                json.dumps({"ok": True, "channel": row.reference, "title": row.title})
                if is_json
                else f"connected: {row.title}"
            )
        elif disconnect:
            row = disconnect_channel(platform, owner, disconnect, Origin())
            typer.echo(json.dumps({"ok": True, "channel": row.reference}) if is_json else f"disconnected: {row.title}")
        else:
            _list(platform, owner, is_json=is_json)
    finally:
        platform.close()


def _list(platform: Platform, owner: uuid.UUID, *, is_json: bool) -> None:
    with platform.database.reader_of(owner) as session:
        rows = channels_of(session)
    buckets = quota_of(platform).buckets()
    if is_json:
        found = [{"channel": row.reference, "title": row.title, "state": row.state} for row in rows]
        typer.echo(json.dumps({"channels": found, "quota": [asdict(each) for each in buckets]}, ensure_ascii=False))
        return
    for row in rows:
        typer.echo(f"{row.reference}  {row.state:<9}  {row.title}")
    if not rows:
        typer.echo("no channel is connected; reel publish --connect", err=True)
    typer.echo("today: " + ", ".join(f"{each.used} of {each.limit} {each.name}" for each in buckets))


def _platform() -> Platform:
    return open_platform(read_server_settings())


def _wish(
    video: Path, publication: Publication, near: Beside, thumbnail: Path | None, captions: Path | None
) -> ToPublish:
    for path in (thumbnail, captions):
        if path is not None and not path.is_file():
            raise InvalidInput(f"there is no file {path}", hint="check the path")
    track = captions or near.captions
    tracks = (CaptionTrack(track, publication.language or "en"),) if track is not None else ()
    return ToPublish(video, publication, thumbnail or near.thumbnail, tracks)


def _text(description: str | None, suggestion: Suggestion) -> str:
    if description is None:
        return suggestion.description
    if not description.startswith("@"):
        return description
    try:
        return Path(description[1:]).read_text("utf-8-sig").strip()
    except (OSError, UnicodeDecodeError):
        raise InvalidInput(f"cannot read {description[1:]}", hint="name a text file after @") from None


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise InvalidInput(f"{text!r} is no moment", hint="for example 2026-12-24T18:00+01:00") from None
    return moment.astimezone(UTC)
