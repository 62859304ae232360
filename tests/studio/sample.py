"""A user's studio with something of everything in it, as it is after some weeks of work; nothing of it is made while tests wait."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import cv2

from reelwright.app.asset_intake import intake_of
from reelwright.app.platform import Platform
from reelwright.database.columns import now
from reelwright.database.tables import Asset, Batch, Job, JobEvent, JobStage, Project, Template, Video
from reelwright.productions.dub.document import DubDocument, Segment, Speaker, Term, Translation, write_dub
from reelwright.studio.example import EXAMPLE_TEMPLATE
from reelwright.workflows.assets.arrive import take_in
from reelwright.workflows.assets.inspect import Declared
from reelwright.workflows.jobs.workspace_edit import with_texts
from tests.studio.sample_tools import fill_tools

_ROOT = Path(__file__).parents[2]
_STRIP = _ROOT / "docs/images/rice.jpg"
_PHOTOS = _ROOT / "examples/template/media"
_TITLES = (
    "How rice grows",
    "The night train to Lisbon",
    "Bread without kneading",
    "What bees dance about",
    "A city of canals",
    "Salt",
)
_SAID = (
    ("A", "Good morning, and welcome to our little kitchen.", "Buenos días y bienvenidos a nuestra pequeña cocina."),
    ("B", "Thank you for having me.", "Gracias por invitarme."),
    ("A", "Today we cook rice, which grows in water.", "Hoy cocinamos arroz, que crece en el agua."),
    ("B", "It takes four months to grow.", "Tarda cuatro meses en crecer."),
    ("A", "Let us begin with the water.", "Empecemos con el agua."),
)


def fill(platform: Platform, owner: uuid.UUID, folder: Path) -> dict[str, str]:
    """Addresses of pages by name, beyond the lists."""
    pictures = _frames(platform)
    photos = [_asset(platform, owner, folder, path) for path in sorted(_PHOTOS.glob("photo*.jpg"))]
    with platform.database.session_of(owner) as session:
        project = Project(
            owner_id=owner, name="Rice, season one", description="Short films for schools", settings={"aspect": "16:9"}
        )
        template = Template(
            owner_id=owner,
            name="Price of the day",
            description="A square card with a headline, a price and a colour.",
            document=EXAMPLE_TEMPLATE,
        )
        session.add_all([project, template])
        session.flush()
        videos = [
            _video(owner, title, pictures[n % len(pictures)], n, project.id if n < 3 else None)
            for n, title in enumerate(_TITLES)
        ]
        dub = _dub(platform, owner, pictures[1], photos[0])
        batch = Batch(owner_id=owner, name="Prices of Friday", kind="render", total=6)
        session.add_all([*videos, dub, batch])
        session.flush()
        jobs = [_job(owner, video, "COMPLETED", 100) for video in videos[:4]]
        jobs += [_job(owner, videos[4], "PROCESSING", 46), _job(owner, dub, "COMPLETED", 100, kind="dub")]
        jobs += _rows(session, owner, batch, pictures)
        session.add_all(jobs)
        session.flush()
        session.add_all(_story(owner, jobs[4]))
        places = {
            "project": f"/projects/{project.id}", "template": f"/templates/{template.id}", "batch-new": f"/templates/{template.id}/batch",
            "batch": f"/batches/{batch.id}", "dub": f"/dubs/{dub.id}", "dub-edit": f"/dubs/{dub.id}/edit", "video": f"/videos/{videos[0].id}",
            "job": f"/jobs/{jobs[4].id}", "asset": f"/assets/{photos[0].id}",
        }  # fmt: skip
    return places | fill_tools(platform, owner, pictures)


def _frames(platform: Platform) -> list[dict[str, Any]]:
    """The frames of the picture in our README, each as an output of a video."""
    strip = cv2.imread(str(_STRIP))
    assert strip is not None
    high, wide = strip.shape[0] // 2, strip.shape[1] // 3
    found = []
    for row in range(2):
        for column in range(3):
            frame = strip[row * high : (row + 1) * high, column * wide : (column + 1) * wide]
            data = bytes(cv2.imencode(".jpg", frame)[1])
            key = platform.store.put_bytes(data, "image/jpeg").key
            found.append({"name": "video.jpg", "key": key, "contentType": "image/jpeg", "size": len(data)})
    return found


def _asset(platform: Platform, owner: uuid.UUID, folder: Path, path: Path) -> Asset:
    folder.mkdir(parents=True, exist_ok=True)
    copy = folder / path.name
    copy.write_bytes(path.read_bytes())
    return take_in(intake_of(platform), owner, copy, Declared(path.name, "image/jpeg"))


def _video(owner: uuid.UUID, title: str, picture: dict[str, Any], number: int, project: uuid.UUID | None) -> Video:
    status = "PROCESSING" if number == 4 else "FAILED" if number == 5 else "COMPLETED"
    facts = {"duration": 42.0 + 17 * number, "width": 1920, "height": 1080} if status == "COMPLETED" else {}
    return Video(
        owner_id=owner, title=title, kind="make", status=status, outputs=[picture] if facts else [], facts=facts, project_id=project,
        created_at=now() - timedelta(hours=5 * number),
    )  # fmt: skip


def _dub(platform: Platform, owner: uuid.UUID, picture: dict[str, Any], source: Asset) -> Video:
    at = 0
    segments, rows = [], {}
    for number, (who, text, said) in enumerate(_SAID, 1):
        segments.append(Segment(f"s{number}", who, at, at + 2400, text))
        rows[f"s{number}"] = Translation(said, text, is_edited=number == 2)
        at += 3000
    speakers = (
        Speaker("A", "Anna", "female", voices={"es": "espeak:es+f3"}),
        Speaker("B", "Bert", "male", voices={"es": "espeak:es+m3"}),
    )
    document = DubDocument(
        "talk.mp4", "0" * 64, at, "en", speakers, tuple(segments), {"es": rows}, (Term("rice", "arroz"),)
    )
    fits = [
        {
            "id": each.id,
            "verdict": "long" if each.id == "s4" else "fits",
            "stretch": 1.31 if each.id == "s4" else 1.02,
            "fill": 0.93,
            "overlap_ms": 0,
        }
        for each in segments
    ]
    report = json.dumps({"timing": {"es": {"segments": fits}}}).encode()
    kept = platform.store.put_bytes(report, "application/json")
    figures = {
        "inSlot": 0.8,
        "gently": 0.8,
        "filled": 1.0,
        "overlaps": 0,
        "driftMs": 40,
        "medianStretch": 1.02,
        "forReview": ["s4"],
    }
    return Video(
        owner_id=owner, title="Kitchen talk (es)", kind="dub", status="COMPLETED", workspace_key=with_texts(platform.store, None, {"dub.json": write_dub(document)}),
        request={"source": f"asset:{source.id}", "targets": ["es"], "assets": {}}, version=1,
        outputs=[picture, {"name": "video.report.json", "key": kept.key, "contentType": "application/json", "size": len(report)}],
        facts={"duration": at / 1000, "width": 1280, "height": 720, "timing": {"es": figures}, "review": {"es": {}}},
    )  # fmt: skip


def _job(owner: uuid.UUID, video: Video, status: str, progress: int, kind: str = "make") -> Job:
    return Job(
        owner_id=owner, kind=kind, status=status, progress=progress, stage="render" if status == "PROCESSING" else "", video_id=video.id,
        estimated_seconds=38 if status == "PROCESSING" else None, started_at=now() - timedelta(seconds=70),
        finished_at=now() if status == "COMPLETED" else None,
    )  # fmt: skip


def _rows(session: Any, owner: uuid.UUID, batch: Batch, pictures: list[dict[str, Any]]) -> list[Job]:
    jobs = []
    for number, (name, price) in enumerate(
        [("Sourdough", 4.5), ("Rye", 3.9), ("Brioche", 6), ("Focaccia", 5.2), ("Bagel", 1.8), ("Baguette", 2.2)]
    ):
        status = ("COMPLETED", "COMPLETED", "COMPLETED", "FAILED", "PROCESSING", "QUEUED")[number]
        facts = {"duration": 5.0, "width": 1080, "height": 1080} if status == "COMPLETED" else {}
        video = Video(
            owner_id=owner,
            title=name,
            kind="render",
            status=status,
            outputs=[pictures[number]] if facts else [],
            facts=facts,
            created_at=now() - timedelta(days=3),
        )
        session.add(video)
        session.flush()
        job = _job(owner, video, status, 100 if facts else 35 if status == "PROCESSING" else 0, kind="render")
        job.batch_id, job.batch_row, job.request = batch.id, number, {"data": {"headline": name, "price": price}}
        if status == "FAILED":
            job.error = {
                "code": "FETCH_FAILED",
                "message": "the picture at pictures.example could not be fetched",
                "hint": "try again later",
            }
        jobs.append(job)
    return jobs


def _story(owner: uuid.UUID, job: Job) -> list[Any]:
    done = [("gather", 1), ("script", 3), ("speech", 14), ("visuals", 5), ("timeline", 1)]
    at = now() - timedelta(seconds=70)
    rows: list[Any] = [JobEvent(owner_id=owner, job_id=job.id, kind="started", data={}, created_at=at)]
    for stage, seconds in done:
        row = JobStage(
            owner_id=owner,
            job_id=job.id,
            stage=stage,
            state="done",
            started_at=at,
            finished_at=at + timedelta(seconds=seconds),
        )
        at += timedelta(seconds=seconds)
        rows += [row, JobEvent(owner_id=owner, job_id=job.id, kind="stage", data={"stage": stage}, created_at=at)]
    return rows
