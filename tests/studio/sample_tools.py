"""What the studio's tools made, for ``sample.py``: a podcast, music, a clip, thumbnails, an upload, own voices."""

from __future__ import annotations

import io
import uuid
import wave
from datetime import UTC, datetime, timedelta
from typing import Any

from reelwright.app.platform import Platform
from reelwright.database.columns import now
from reelwright.database.tables import Job, Video, VoiceCloneRow, VoiceReferenceRow, YoutubeChannel, YoutubeUpload
from reelwright.productions.voices.consent import Declared, consent_given
from reelwright.studio.example import CONVERSATION
from tests.vendors.clip_files import tiny_video

_CHAPTERS = [{"title": "A living thing", "start": 0.0}, {"title": "Bubbles", "start": 18.4}]
_CAST = {"Ada": "flite:slt", "Ben": "flite:rms"}


def fill_tools(platform: Platform, owner: uuid.UUID, pictures: list[dict[str, Any]]) -> dict[str, str]:
    """Addresses of pages by name. ``pictures`` are rows of frames in the store."""
    sound = _kept(platform, "episode.mp3", "audio/mpeg", _silence())
    cover = pictures[2] | {"name": "episode.jpg"}
    film = _kept(platform, "clip.mp4", "video/mp4", tiny_video(2))
    podcast = _job(owner, "podcast", {"text": CONVERSATION, "cast": _CAST})
    podcast.result = {
        "duration": 41.0,
        "loudness": -16.0,
        "chapters": _CHAPTERS,
        "cast": _CAST,
        "notes": [],
        "outputs": [sound, cover],
    }
    music = _job(owner, "music", {"prompt": "bright", "duration": 60})
    music.result = {
        "duration": 60.0,
        "loudness": -18.3,
        "by": "composer",
        "notes": [],
        "outputs": [sound | {"name": "music.mp3"}],
    }
    clip = _job(owner, "clip", {"prompt": "A paper boat drifts down a brook"})
    clip.status, clip.progress, clip.stage, clip.finished_at, clip.estimated_seconds = (
        "PROCESSING",
        34,
        "clip",
        None,
        95,
    )
    with platform.database.session_of(owner) as session:
        video = Video(
            owner_id=owner, title="How a river moves", kind="make", status="COMPLETED", version=0,
            outputs=[film | {"name": "video.mp4"}, pictures[1]], facts={"duration": 48.0, "width": 1280, "height": 720},
            created_at=now() - timedelta(hours=2),
        )  # fmt: skip
        channel = YoutubeChannel(
            owner_id=owner, reference="UCsample", title="Rice & Co", uploads="UU", sealed=b"-", key_id="-"
        )
        session.add_all([video, channel, podcast, music, clip])
        session.flush()
        shots = [pictures[number] | {"name": f"thumbnail-{number}.jpg"} for number in (1, 2, 3)]
        designs = _job(owner, "thumbnails", {"video": str(video.id)})
        about = [
            {"name": row["name"], "design": design, "size": "youtube"}
            for row, design in zip(shots, ("panel", "marker", "bold"), strict=True)
        ]
        designs.result = {"thumbnails": about, "notes": [], "outputs": shots}
        video.outputs = [video.outputs[0], shots[1] | {"name": "thumbnail.jpg"}, *video.outputs[1:]]
        upload = _job(owner, "publish", {"video": str(video.id)})
        upload.status, upload.progress, upload.stage, upload.finished_at = "PROCESSING", 62, "upload", None
        session.add_all([designs, upload])
        session.flush()
        session.add(
            YoutubeUpload(
                owner_id=owner, channel_id=channel.id, key="k", job_id=upload.id, state="open", size=48_000_000, sent=27_400_000
            )
        )  # fmt: skip
        _voices(session, owner)
        here = f"/videos/{video.id}"
        return {
            "tool-podcast-made": f"/tools/made/{podcast.id}", "tool-music-made": f"/tools/made/{music.id}",
            "tool-clip-made": f"/tools/made/{clip.id}", "video": here, "thumbnails": f"{here}/thumbnails", "publish": f"{here}/publish",
        }  # fmt: skip


def _voices(session: Any, owner: uuid.UUID) -> None:
    consent = consent_given(Declared("written-permission", "Anna Schmidt"), "ann@example.com", datetime.now(UTC))
    facts = {"seconds": 42.0, "speech": 38.0, "loudness": -20.0, "noiseDb": -61.0, "speakers": 1, "notes": []}
    rows = [
        VoiceCloneRow(
            owner_id=owner, name="Anna", slug="anna", language="en", gender="female", state="ready", consent=consent.tree(),
            consent_digest=consent.digest, sample_facts=facts,
        ),
        VoiceCloneRow(
            owner_id=owner, name="Noisy", language="de", gender="male", state="refused", consent=consent.tree(),
            consent_digest=consent.digest, note="music or noise comes within 12 dB of the speech",
        ),
    ]  # fmt: skip
    session.add_all(rows)
    session.flush()
    session.add(
        VoiceReferenceRow(owner_id=owner, clone_id=rows[0].id, provider="elevenlabs", voice="v1", language="en")
    )


def _job(owner: uuid.UUID, kind: str, request: dict[str, Any]) -> Job:
    started = now() - timedelta(minutes=4)
    return Job(
        owner_id=owner, kind=kind, status="COMPLETED", progress=100, stage="", request=request, started_at=started,
        finished_at=started + timedelta(seconds=70), created_at=started,
    )  # fmt: skip


def _kept(platform: Platform, name: str, kind: str, content: bytes) -> dict[str, Any]:
    return {"name": name, "key": platform.store.put_bytes(content, kind).key, "contentType": kind, "size": len(content)}


def _silence() -> bytes:
    held = io.BytesIO()
    with wave.open(held, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(16_000))
    return held.getvalue()
