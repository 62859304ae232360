"""Every kind of job runs for real, started over HTTP: speech, music, captions, transcoding, cleaning, batches, pictures in a document."""

from __future__ import annotations

import io
import re
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from reelwright.client import Client
from reelwright.errors import ReelwrightError
from reelwright.media.audio_read import AudioReader
from reelwright.media.probe import probe
from tests.served import served
from tests.talking_head import bursts, head, mouth_model, write_video

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def reel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with served(tmp_path_factory.mktemp("data"), JOBS_PER_MINUTE="0") as url, Client(url) as client:
        yield client


def _names(job: dict[str, Any]) -> set[str]:
    return {row["name"] for row in job["result"]["outputs"]}


def test_a_text_is_spoken_with_the_times_of_its_words(reel: Client, tmp_path: Path) -> None:
    done = reel.wait(
        reel.post("/api/tts/generate", {"text": "Seven clear words are spoken here today.", "format": "wav"})
    )
    assert _names(done) == {"speech.wav", "words.json", "speech.vtt"}
    assert done["result"]["words"] == 7
    assert 1 < float(probe(reel.download(done, tmp_path / "speech.wav")).duration or 0) < 10


def test_music_is_composed(reel: Client, tmp_path: Path) -> None:
    done = reel.wait(reel.post("/api/ai/music-generate", {"prompt": "calm", "duration": 8}))
    assert float(probe(reel.download(done, tmp_path / "music.mp3")).duration or 0) == pytest.approx(8, abs=0.3)


def test_captions_come_in_every_format(reel: Client, tmp_path: Path) -> None:
    (tmp_path / "a.srt").write_text("1\n00:00:00,000 --> 00:00:02,000\nHello out there\n")
    asset = reel.upload(tmp_path / "a.srt")
    done = reel.wait(reel.post("/api/ai/captions", {"source": f"asset:{asset['id']}", "maxWords": 2}))
    assert _names(done) == {"captions.srt", "captions.vtt", "captions.ass", "captions.json"}
    lines = reel.download(done, tmp_path / "b.vtt", "captions.vtt").read_text().splitlines()
    assert "out there" in lines
    assert all(len(line.split()) <= 2 for line in lines if "-->" not in line)


def test_a_recording_whose_words_are_known_gets_captions_and_a_transcript(reel: Client, tmp_path: Path) -> None:
    asset = reel.upload(Path(__file__).parents[1] / "media_files" / "speech.flac")
    wish = {
        "source": f"asset:{asset['id']}",
        "text": "And so, my fellow Americans, ask not what your",
        "language": "en",
    }
    done = reel.wait(reel.post("/api/ai/captions", wish))
    names = {f"captions{suffix}" for suffix in (".srt", ".vtt", ".ass", ".json")} | {
        "transcript.txt",
        "transcript.json",
    }
    assert _names(done) == names
    assert (done["result"]["words"], done["result"]["by"]) == (9, "Alignment with local speech")
    assert "fellow" in reel.download(done, tmp_path / "t.txt", "transcript.txt").read_text()


def test_speech_is_recognised_by_the_servers_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("faster_whisper")
    media = Path(__file__).parents[1] / "media_files"
    monkeypatch.setenv("REELWRIGHT_WHISPER_MODEL", str(media / "tiny-whisper"))
    with served(tmp_path / "data", JOBS_PER_MINUTE="0") as url, Client(url) as client:
        asset = client.upload(media / "speech.flac")
        done = client.wait(client.post("/api/ai/captions", {"source": f"asset:{asset['id']}"}))
        assert done["result"]["by"] == "Whisper on this machine"
        assert "ask not what your" in client.download(done, tmp_path / "t.txt", "transcript.txt").read_text()


def test_nobody_to_recognise_speech_is_told_with_the_ways_to_get_somebody(reel: Client) -> None:
    asset = reel.upload(Path(__file__).parents[1] / "media_files" / "speech.flac")
    with pytest.raises(ReelwrightError) as refused:
        reel.wait(reel.post("/api/ai/captions", {"source": f"asset:{asset['id']}"}))
    assert refused.value.code == "PROVIDER_NEEDED"
    assert "REELWRIGHT_WHISPER_MODEL" in refused.value.hint


def test_a_noisy_recording_is_cleaned(reel: Client, tmp_path: Path) -> None:
    chance = np.random.default_rng(1)
    seconds, rate = 6, 48_000
    times = np.arange(seconds * rate) / rate
    voice = np.where((times % 2) < 1, 0.25 * np.sin(2 * np.pi * 220 * times) * (1 + np.sin(2 * np.pi * 5 * times)), 0)
    noisy = np.int16(np.clip(voice + chance.normal(0, 0.01, len(times)), -1, 1) * 32767)
    with wave.open(str(tmp_path / "noisy.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(noisy.tobytes())
    asset = reel.upload(tmp_path / "noisy.wav")
    done = reel.wait(
        reel.post("/api/ai/enhance-audio", {"source": f"asset:{asset['id']}", "strength": "strong", "format": "wav"})
    )
    cleaned = reel.download(done, tmp_path / "cleaned.wav")
    before, after = _voice_over_noise(tmp_path / "noisy.wav"), _voice_over_noise(cleaned)
    assert after > before + 6
    assert done["result"]["loudness"] == pytest.approx(-16, abs=1)


def _voice_over_noise(path: Path) -> float:
    """Decibels between the middles of the loud and the silent seconds, the first of each left out (filters learn there)."""
    reader = AudioReader(path)
    loud, silent = (
        np.concatenate([reader.read(48_000 * at + 12_000, 24_000) for at in ats]) for ats in ((2, 4), (3, 5))
    )
    reader.close()
    return float(20 * np.log10(np.sqrt((loud**2).mean()) / max(1e-9, np.sqrt((silent**2).mean()))))


def test_a_video_of_an_uploaded_picture_is_transcoded(reel: Client, tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "red.png"), np.full((90, 160, 3), (0, 0, 255), np.uint8))
    picture = reel.upload(tmp_path / "red.png")
    document = {
        "version": 1, "canvas": {"width": 160, "height": 90, "fps": 25},
        "tracks": [{"clips": [{"type": "image", "src": f"asset:{picture['id']}", "start": 0, "duration": 1}]}],
    }  # fmt: skip
    done = reel.wait(reel.render(document=document, outputs=[{"format": "mp4"}, {"format": "gif"}]))
    assert _names(done) == {"video.mp4", "video.gif", "video.jpg"}
    frame = cv2.imdecode(
        np.frombuffer(reel.download(done, tmp_path / "v.jpg", "video.jpg").read_bytes(), np.uint8), cv2.IMREAD_COLOR
    )
    assert np.abs(frame[45, 80].astype(int) - (0, 0, 255)).max() < 12
    asset = reel.upload(reel.download(done, tmp_path / "video.mp4"))
    made = reel.wait(
        reel.post(f"/api/assets/{asset['id']}/transcode", {"outputs": [{"format": "webm"}, {"format": "mov"}]})
    )
    assert {Path(name).suffix for name in _names(made)} == {".webm", ".mov"}


def test_files_of_the_server_and_of_others_are_not_read(reel: Client) -> None:
    for source in ("/etc/passwd", "../../secret", "file:///etc/passwd", "asset:00000000-0000-0000-0000-000000000000"):
        document = {"version": 1, "tracks": [{"clips": [{"type": "image", "src": source, "start": 0, "duration": 1}]}]}
        with pytest.raises(ReelwrightError) as refused:
            reel.render(document=document)
        assert refused.value.code == "INVALID_DOCUMENT"
    for source in (
        "http://127.0.0.1:9/x.png",
        "http://169.254.169.254/latest/meta-data",
        "http://[::ffff:127.0.0.1]/x.png",
    ):
        document = {"version": 1, "tracks": [{"clips": [{"type": "image", "src": source, "start": 0, "duration": 1}]}]}
        with pytest.raises(ReelwrightError) as refused:
            reel.wait(reel.render(document=document))
        assert refused.value.code == "FETCH_REFUSED"
    with pytest.raises(ReelwrightError, match="topic needs a language model"):
        reel.make(topic="/etc/passwd")


def test_a_batch_of_csv_rows_is_rendered_and_a_bad_row_starts_nothing(reel: Client) -> None:
    document = {
        "version": 1, "canvas": {"width": 64, "height": 36, "fps": 10},
        "variables": {"word": {"type": "text"}, "size": {"type": "number", "default": 20}},
        "tracks": [{"clips": [{"type": "text", "text": "{{word}}", "start": 0, "duration": 1, "font": {"size": "{{size}}"}}]}],
    }  # fmt: skip
    with pytest.raises(ReelwrightError, match="1 of 2 rows"):
        reel.post("/api/batch", {"document": document, "rows": [{"word": "a"}, {"size": "large"}]})
    started = reel.post("/api/batch", {"document": document, "csv": 'word,size\nhello,12\n"a, b",\n', "name": "two"})
    assert started["total"] == 2
    for row in reel.get(f"/api/batch/{started['batchId']}")["rows"]["items"]:
        reel.wait(row)
    shown = reel.get(f"/api/batch/{started['batchId']}")
    assert (shown["status"], shown["progress"], shown["jobs"]) == ("COMPLETED", 100, {"COMPLETED": 2})


def test_pictures_are_recommended_by_their_names(reel: Client, tmp_path: Path) -> None:
    for name in ("mountain-lake.png", "busy-street.png"):
        (tmp_path / name).write_bytes(cv2.imencode(".png", np.full((32, 32, 3), len(name), np.uint8))[1].tobytes())
        reel.upload(tmp_path / name)
    found = reel.post("/api/images/recommend", {"text": "A lake lies below the mountain. The street is busy at noon."})
    assert [row["name"] for row in found] == ["mountain-lake.png", "busy-street.png"]


def test_a_share_shows_one_video_to_whoever_has_the_link(reel: Client) -> None:
    document = {
        "version": 1,
        "canvas": {"width": 64, "height": 36},
        "tracks": [{"clips": [{"type": "text", "text": "x", "start": 0, "duration": 1}]}],
    }
    done = reel.wait(reel.render(document=document))
    link = reel.post(f"/api/videos/{done['videoId']}/share", {"expiresIn": 60})
    answer = reel._http.get(link["url"], follow_redirects=True)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "video/mp4")
    assert io.BytesIO(answer.content).read()[4:8] == b"ftyp"
    reel._data(reel._http.delete(f"/api/videos/{done['videoId']}/share/{link['id']}"))
    assert reel._http.get(link["url"]).status_code == 404


def test_lip_sync_without_a_model_is_refused_with_what_to_set(reel: Client, tmp_path: Path) -> None:
    with pytest.raises(ReelwrightError) as refused:
        reel.post("/api/lip-syncs", {"video": "https://example.com/a.mp4", "sound": "https://example.com/a.wav"})
    assert refused.value.code == "PROVIDER_NEEDED"
    assert "REELWRIGHT_WAV2LIP_MODEL" in refused.value.hint


def test_a_video_gets_mouths_that_say_a_sound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mouth_model(tmp_path / "mouth.onnx")
    monkeypatch.setenv("REELWRIGHT_WAV2LIP_MODEL", str(tmp_path / "mouth.onnx"))
    monkeypatch.setenv("REELWRIGHT_WAV2LIP_THREADS", "1")
    write_video(tmp_path / "head.mp4", [head(n, (320, 180)) for n in range(40)])
    bursts(tmp_path / "voice.flac", [(0.4, 1.0)], 1.6)
    with served(tmp_path / "data", JOBS_PER_MINUTE="0") as url, Client(url) as client:
        video, sound = (f"asset:{client.upload(tmp_path / name)['id']}" for name in ("head.mp4", "voice.flac"))
        done = client.wait(client.post("/api/lip-syncs", {"video": video, "sound": sound, "provider": "wav2lip"}))
        assert _names(done) == {"synced.mp4"}
        lips = done["result"]["lips"]
        assert lips["by"] == "wav2lip"
        assert lips["synced"] == lips["spoken"] > 10
        info = probe(client.download(done, tmp_path / "synced.mp4"))
        assert info.audio is not None
        with pytest.raises(ReelwrightError, match="does not offer lip-sync"):
            client.post("/api/lip-syncs", {"video": video, "sound": sound, "provider": "deepl"})


def test_a_presenter_says_a_text(reel: Client, tmp_path: Path) -> None:
    asked = {"text": "# Bees\n\nMy bees buzz.", "presenter": "omar", "music": "none", "aspect": "1:1"}
    done = reel.wait(reel.post("/api/ai/presenter", asked))
    assert {"video.mp4", "video.srt"} <= _names(done)
    facts = probe(reel.download(done, tmp_path / "video.mp4", "video.mp4"))
    assert facts.video is not None
    assert (facts.video.width, facts.video.height) == (1080, 1080)


def test_a_poem_is_said_line_by_line_above_a_drone(reel: Client, tmp_path: Path) -> None:
    poem = "# Bees\n\nMy bees buzz\nAll day long they fly\n\nThey rest at night\n"
    done = reel.wait(
        reel.post("/api/ai/presenter", {"text": poem, "verse": True, "presenter": "omar", "aspect": "1:1"})
    )
    script = done["result"]["script"]
    pauses = [float(each) for each in re.findall(r"> pause: ([\d.]+)", script)]
    assert pauses[0] > 0.6  # fewer syllables than the next line: a longer breath
    assert pauses[1] == 1.5
    assert [row["text"] for row in done["result"]["spoken"]] == [
        "My bees buzz",
        "All day long they fly",
        "They rest at night",
    ]
    with pytest.raises(ReelwrightError, match="verse"):
        reel.post("/api/videos", {"topic": "Bees", "verse": True})


def test_a_dialogue_becomes_a_podcast(reel: Client, tmp_path: Path) -> None:
    text = "# Bees\n\n## Buzz\n\nAda: Why do bees buzz?\nBen: Their wings beat quickly.\nAda: I see.\n"
    done = reel.wait(
        reel.post("/api/ai/podcast", {"text": text, "show": "Garden", "urlBase": "https://example.com/pod"})
    )
    assert _names(done) == {"episode.mp3", "episode.jpg", "episode.xml", "episode.words.json"}
    assert list(done["result"]["cast"]) == ["Ada", "Ben"]
    assert (
        'url="https://example.com/pod/episode.mp3"'
        in reel.download(done, tmp_path / "e.xml", "episode.xml").read_text()
    )
    with pytest.raises(ReelwrightError, match="language model"):
        reel.post("/api/ai/podcast", {"topic": "Bees"})


def test_music_takes_a_style_a_key_and_a_tempo_and_loops(reel: Client, tmp_path: Path) -> None:
    asked = {
        "prompt": "calm",
        "duration": 8,
        "style": "drone",
        "key": "D",
        "tempo": 60,
        "loopable": True,
        "format": "wav",
    }
    done = reel.wait(reel.post("/api/ai/music", asked))
    assert float(probe(reel.download(done, tmp_path / "music.wav")).duration or 0) == pytest.approx(8, abs=0.01)


def test_speech_and_clips_have_their_place_under_ai(reel: Client) -> None:
    done = reel.wait(reel.post("/api/ai/speech", {"text": "Seven words.", "format": "wav"}))
    assert done["result"]["words"] == 2
    with pytest.raises(ReelwrightError, match="makes a video from a description"):
        reel.post("/api/ai/video", {"prompt": "a boat"})
