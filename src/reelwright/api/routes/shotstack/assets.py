"""The files of finished renders, as Shotstack's Serve API shows them."""

from __future__ import annotations

import uuid

from fastapi import APIRouter, Response
from sqlalchemy import select

from reelwright.api.caller import PlatformDep, Reader, Writer
from reelwright.api.errors import not_found
from reelwright.api.routes.shotstack.answering import ShotstackRoute
from reelwright.api.routes.shotstack.wire import AssetAnswer, AssetAttributes, AssetResource, AssetsAnswer
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import BlobUse, Job, Video
from reelwright.storage.blobs import BlobStore
from reelwright.workflows.shotstack.queueing import ASKED
from reelwright.workflows.shotstack.render_state import filename_of, files_of, iso_moment, link_to

router = APIRouter(prefix="/assets", route_class=ShotstackRoute)


@router.get("/{asset_id}", summary="A file of a finished render")
def show(asset_id: uuid.UUID, platform: PlatformDep, caller: Reader) -> AssetAnswer:
    with platform.database.reader_of(caller.user_id) as session:
        use, job = _found(session, asset_id)
        return AssetAnswer(data=_shown(platform.store, use, job))


@router.get("/render/{render_id}", summary="The files of a render; none before it is done")
def of_render(render_id: uuid.UUID, platform: PlatformDep, caller: Reader) -> AssetsAnswer:
    with platform.database.reader_of(caller.user_id) as session:
        job = session.get(Job, render_id)
        if job is None or ASKED not in job.request:
            raise not_found("render")
        return AssetsAnswer(data=[_shown(platform.store, use, job) for use in _uses(session, job)])


@router.delete("/{asset_id}", status_code=204, summary="Remove a file of a finished render")
def remove(asset_id: uuid.UUID, platform: PlatformDep, caller: Writer) -> Response:
    with platform.database.session_of(caller.user_id) as session:
        use, job = _found(session, asset_id)
        video = session.get(Video, job.video_id) if job.video_id else None
        if video is not None:
            name = use.name.rpartition("/")[2]
            video.outputs = [row for row in video.outputs if (row["name"], row["key"]) != (name, use.key)]
        session.delete(use)
    return Response(status_code=204)


def _found(session: OwnedSession, asset_id: uuid.UUID) -> tuple[BlobUse, Job]:
    use = session.get(BlobUse, asset_id)
    if use is not None and use.user_kind == "video":
        for job in session.scalars(select(Job).where(Job.video_id == use.user_id, Job.status == "COMPLETED")):
            if ASKED in job.request and any(use.id == each.id for each in _uses(session, job)):
                return use, job
    raise not_found("asset")


def _uses(session: OwnedSession, job: Job) -> list[BlobUse]:
    files = files_of(session, job)
    return [use for use in (files.main, files.poster, files.thumbnail) if use is not None]


def _shown(store: BlobStore, use: BlobUse, job: Job) -> AssetResource:
    return AssetResource(
        attributes=AssetAttributes(
            id=use.id,
            owner=str(use.owner_id),
            region="local",
            render_id=job.id,
            provider_id=use.id,
            filename=filename_of(job, use),
            url=link_to(store, job, use),
            created=iso_moment(use.created_at),
            updated=iso_moment(use.updated_at),
        )
    )
