import io
import json
import tarfile
import zipfile
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.errors import MediaUnusable
from reelwright.media.sniff import Sniffed, check_upload, sniff
from tests.footage import quarters

ROOT = Path(__file__).parents[2]


def write_media(path: Path, format: str, video: str | None, audio: str | None, pix_fmt: str = "yuv420p") -> Path:
    """A fifth of a second of whatever the muxer takes."""
    with av.open(str(path), "w", format=format) as container:
        if video:
            pictures: Any = container.add_stream(video, rate=25)
            pictures.width, pictures.height, pictures.pix_fmt = 176, 144, pix_fmt
        if audio:
            sound: Any = container.add_stream(audio, rate=48_000)
            sound.layout = "mono"
        if video:
            for number in range(5):
                frame = av.VideoFrame.from_ndarray(quarters((176, 144)), "rgb24").reformat(format=pix_fmt)
                frame.pts, frame.time_base = number, Fraction(1, 25)
                container.mux(pictures.encode(frame))
            container.mux(pictures.encode(None))
        if audio:
            container.mux(_sound(sound))
    return path


def _sound(stream: Any) -> list[Any]:
    """Packets of a fifth of a second, in frames as long as the encoder takes them."""
    if not stream.codec_context.is_open:
        stream.codec_context.open()
    frame = av.AudioFrame.from_ndarray((0.1 * np.sin(np.arange(9600) / 10)).astype(np.float32)[None], "flt", "mono")
    frame.sample_rate, frame.pts, frame.time_base = 48_000, 0, Fraction(1, 48_000)
    codec = stream.codec_context
    resampler = av.AudioResampler(codec.format, "mono", 48_000, frame_size=codec.frame_size or 0)
    packets: list[Any] = []
    for ready in (*resampler.resample(frame), *resampler.resample(None)):
        packets += stream.encode(ready)
    return packets + stream.encode(None)


@pytest.mark.parametrize(
    ("format", "video", "audio", "kind", "content_type", "suffix"),
    [
        ("mp4", "libx264", "aac", "video", "video/mp4", ".mp4"),
        ("mov", "libx264", None, "video", "video/quicktime", ".mov"),
        ("matroska", "libx264", "libopus", "video", "video/x-matroska", ".mkv"),
        ("webm", "libvpx-vp9", "libopus", "video", "video/webm", ".webm"),
        ("avi", "mpeg4", None, "video", "video/x-msvideo", ".avi"),
        ("mpegts", "libx264", "aac", "video", "video/mp2t", ".ts"),
        ("flv", "libx264", None, "video", "video/x-flv", ".flv"),
        ("mpeg", "mpeg2video", None, "video", "video/mpeg", ".mpg"),
        ("asf", "mpeg4", None, "video", "video/x-ms-asf", ".wmv"),
        ("mxf", "mpeg2video", None, "video", "application/mxf", ".mxf"),
        ("nut", "mpeg4", None, "video", "video/x-nut", ".nut"),
        ("ivf", "libvpx-vp9", None, "video", "video/x-ivf", ".ivf"),
        ("yuv4mpegpipe", "wrapped_avframe", None, "video", "video/x-yuv4mpeg", ".y4m"),
        ("h264", "libx264", None, "video", "video/h264", ".h264"),
        ("3gp", "mpeg4", None, "video", "video/3gpp", ".3gp"),
        ("wav", None, "pcm_s16le", "audio", "audio/wav", ".wav"),
        ("w64", None, "pcm_s16le", "audio", "audio/x-w64", ".w64"),
        ("au", None, "pcm_s16be", "audio", "audio/basic", ".au"),
        ("caf", None, "pcm_s16le", "audio", "audio/x-caf", ".caf"),
        ("aiff", None, "pcm_s16be", "audio", "audio/aiff", ".aiff"),
        ("flac", None, "flac", "audio", "audio/flac", ".flac"),
        ("mp3", None, "libmp3lame", "audio", "audio/mpeg", ".mp3"),
        ("mp2", None, "mp2", "audio", "audio/mpeg", ".mp3"),
        ("adts", None, "aac", "audio", "audio/aac", ".aac"),
        ("ac3", None, "ac3", "audio", "audio/ac3", ".ac3"),
        ("ogg", None, "libopus", "audio", "audio/ogg", ".opus"),
        ("ogg", None, "flac", "audio", "audio/ogg", ".ogg"),
        ("wv", None, "wavpack", "audio", "audio/x-wavpack", ".wv"),
        ("ipod", None, "aac", "audio", "audio/mp4", ".m4a"),
        ("webm", None, "libopus", "audio", "audio/webm", ".webm"),
        ("matroska", None, "flac", "audio", "audio/x-matroska", ".mka"),
    ],
)  # fmt: skip
def test_media_is_told_by_its_first_bytes_under_any_name(
    tmp_path: Path, format: str, video: str | None, audio: str | None, kind: Any, content_type: str, suffix: str
):
    for codec in filter(None, (video, audio)):
        if codec not in av.codecs_available:
            pytest.skip(f"this build has no {codec}")
    path = write_media(tmp_path / "holiday.html", format, video, audio)
    found = Sniffed(kind, content_type, suffix)
    assert sniff(path) == found
    assert sniff(path.read_bytes()[:65_536]) == found
    assert check_upload(path, "holiday.html", "") == found


@pytest.mark.parametrize(
    ("suffix", "content_type"),
    [
        (".jpg", "image/jpeg"), (".png", "image/png"), (".webp", "image/webp"), (".bmp", "image/bmp"), (".tif", "image/tiff"),
        (".jp2", "image/jp2"), (".avif", "image/avif"), (".gif", "image/gif"),
    ],
)  # fmt: skip
def test_pictures_are_told(tmp_path: Path, suffix: str, content_type: str):
    path = tmp_path / f"picture{suffix}"
    if suffix == ".gif":
        write_media(path, "gif", "gif", None, "rgb8")
    else:
        assert cv2.imwrite(str(path), quarters())
    assert check_upload(path.rename(tmp_path / "upload"), "x", "image/png") == Sniffed("image", content_type, suffix)


def test_the_repositorys_own_files_are_what_they_are():
    told = {
        path.suffix: sniff(path).kind
        for folder in ("examples", "tests/media_files")
        for path in (ROOT / folder).rglob("*.*")
        if path.suffix in (".md", ".jpg", ".json", ".flac")
    }
    assert told == {".md": "document", ".jpg": "image", ".json": "document", ".flac": "audio"}
    fonts = ROOT / "src/reelwright/typesetting/font_files"
    assert {sniff(path).content_type for path in fonts.glob("*.ttf")} == {"font/ttf"}
    template = sniff(ROOT / "examples/template/template.json")
    assert template == Sniffed("document", "application/vnd.reelwright.timeline+json", ".json")


SRT = "1\n00:00:01,000 --> 00:00:02,500\nHello\n"
LOTTIE = {"v": "5.7", "fr": 30, "ip": 0, "op": 60, "w": 100, "h": 100, "layers": [{"ty": 4, "timeline": 1}]}


@pytest.mark.parametrize(
    ("text", "kind", "content_type", "suffix"),
    [
        (SRT, "captions", "application/x-subrip", ".srt"),
        ("\ufeff\r\n" + SRT.replace("\n", "\r\n"), "captions", "application/x-subrip", ".srt"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nHello\n", "captions", "text/vtt", ".vtt"),
        ("[Script Info]\nScriptType: v4.00+\n", "captions", "text/x-ssa", ".ass"),
        ("; made by hand\n[Events]\nDialogue: 0,0:00:01.00,0:00:02.00,,,0,0,0,,Hello", "captions", "text/x-ssa", ".ass"),
        ('[{"text": "a", "start": 0, "end": 1}]', "captions", "application/json", ".json"),
        ('{"segments": [{"start": 0, "words": []}]}', "captions", "application/json", ".json"),
        ('<svg xmlns="http://www.w3.org/2000/svg"/>', "svg", "image/svg+xml", ".svg"),
        ('<?xml version="1.0"?>\n<!-- a\nb -->\n<!DOCTYPE svg PUBLIC "a" "b" [<!ENTITY a "b">]>\n<svg:svg>', "svg", "image/svg+xml", ".svg"),
        (json.dumps(LOTTIE), "lottie", "video/lottie+json", ".json"),
        ('{"version": 1, "tracks": []}', "document", "application/vnd.reelwright.timeline+json", ".json"),
        ('{"timeline": {"tracks": []}, "output": {}}', "document", "application/vnd.shotstack.edit+json", ".json"),
        ('{"name": "a \\"tracks\\": b", "b": {"tracks": 1}}', "document", "application/json", ".json"),
        ("{}", "document", "application/json", ".json"),
        ('TITLE "Warm"\n# a comment\nLUT_3D_SIZE 2\n0 0 0\n', "lut", "application/x-cube-lut", ".cube"),
        ("# Rice\n\nRice is a grain.", "document", "text/markdown", ".md"),
        ("See [the site](https://example.com).", "document", "text/markdown", ".md"),
        ("Rice is a grain.", "document", "text/plain", ".txt"),
        ("File systems\nkeep files.", "document", "text/plain", ".txt"),
        ("{{title}} is a template", "document", "text/plain", ".txt"),
        ("[1] A footnote.", "document", "text/plain", ".txt"),
        ("BMW builds cars, MZ built motorcycles.", "document", "text/plain", ".txt"),
        ("βρέχει", "document", "text/plain", ".txt"),
        ("1 < 2 and <3 for all", "document", "text/plain", ".txt"),
    ],
)  # fmt: skip
def test_texts_are_told_by_what_stands_in_them(tmp_path: Path, text: str, kind: Any, content_type: str, suffix: str):
    for encoding in ("utf-8", "utf-16"):
        path = tmp_path / "photo.jpg"
        path.write_bytes(text.encode(encoding))
        assert check_upload(path, "photo.jpg", "") == Sniffed(kind, content_type, suffix)


def test_an_old_western_text_is_a_text():
    assert sniff("Über Größe und Maß".encode("cp1252")).kind == "document"
    assert sniff((SRT + "Déjà vu\n").encode("cp1252")).kind == "captions"


def test_a_text_cut_within_a_character_is_a_text():
    assert sniff("水".encode() * 100 + "水".encode()[:2]).kind == "document"


def test_the_end_of_a_long_animation_is_not_needed(tmp_path: Path):
    pictures = [{"id": str(n), "p": "A" * 1000} for n in range(500)]
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"assets": pictures, **LOTTIE}))
    assert sniff(path).kind == "lottie"


def _zip(*names: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name in names:
            archive.writestr(name, "{}")
    return data.getvalue()


def test_a_lottie_archive_is_told_from_others(tmp_path: Path):
    path = tmp_path / "a.lottie"
    path.write_bytes(_zip("manifest.json", "animations/a.json"))
    assert check_upload(path, "a.lottie", "application/zip") == Sniffed(
        "lottie", "application/zip+dotlottie", ".lottie"
    )
    path.write_bytes(_zip("manifest.json", "evil.exe"))
    with pytest.raises(MediaUnusable, match="an archive"):
        check_upload(path, "a.lottie", "")


def _tar() -> bytes:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("a"))
    return data.getvalue()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"MZ\x90\0\x03\0\0\0" + bytes(100), "a program"),
        (b"\x7fELF\x02\x01\x01" + bytes(100), "a program"),
        (b"\xcf\xfa\xed\xfe\x07\0\0\x01" + bytes(100), "a program"),
        (b"\xca\xfe\xba\xbe\0\0\0\x34" + bytes(100), "a program"),
        (b"\0asm\x01\0\0\0", "a program"),
        (b"#!/bin/sh\nrm -rf /\n", "a script"),
        (b"<?php system($_GET[0]); ?>", "a script"),
        (b"@echo off\r\ndel *", "a script"),
        (_zip("a.txt"), "an archive"),
        (_zip("[Content_Types].xml", "word/document.xml"), "a word processor"),
        (_tar(), "an archive"),
        (b"\x1f\x8b\x08\0" + bytes(20), "an archive"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(20), "an archive"),
        (b"Rar!\x1a\x07\0" + bytes(20), "an archive"),
        (b"\x28\xb5\x2f\xfd\x04\0" + bytes(20), "an archive"),
        (b"{\\rtf1 Hello}", "a word processor"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(20), "a PDF"),
        (b"%PDF-1.4\n1 0 obj", "a PDF"),
        (b"<!DOCTYPE html><title>a</title>", "an HTML page"),
        (b"\xef\xbb\xbf  <!-- a --><script>alert(1)</script>", "an HTML page"),
        (b"<HTML><svg/></HTML>", "an HTML page"),
        ("<html>".encode("utf-16"), "an HTML page"),
        (b"<!-- " + b"a" * 5000 + b" --><svg/>", "an HTML page"),
        (b'<?xml version="1.0"?><note/>', "an XML file"),
        (b"#EXTM3U\n#EXTINF:1,\n/etc/passwd\n", "a playlist"),
        (b"\n#EXTM3U\n", "a playlist"),
        (b"ffconcat version 1.0\nfile '/etc/passwd'\n", "a playlist"),
        (b"# list\nfile '/etc/passwd'\n", "a playlist"),
        (b"file ../secret.mp4\nfile b.mp4\n", "a playlist"),
        (b"[playlist]\nFile1=/etc/passwd\n", "a playlist"),
        (b'<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011"></MPD>', "a playlist"),
        (b"v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\n", "a playlist"),
        (b"MThd\0\0\0\x06\0\x01" + bytes(20), "a score"),
        (bytes(range(256)), "of no kind"),
        (b"\0" * 100, "of no kind"),
        (b"BM" + bytes(range(100)), "of no kind"),
    ],
)  # fmt: skip
def test_what_is_not_read_here_is_refused_by_its_name(tmp_path: Path, content: bytes, reason: str):
    path = tmp_path / "upload"
    path.write_bytes(content)
    assert sniff(path).kind == "unknown"
    with pytest.raises(MediaUnusable, match=reason) as caught:
        check_upload(path, "../folder/holiday\u202e\n.mp4", "video/mp4")
    assert caught.value.message.startswith("holiday.mp4 ")
    assert str(tmp_path) not in caught.value.message


@pytest.mark.parametrize(
    "declared", ["video/mp4", "audio/mpeg", "font/ttf", "text/plain", "image/svg+xml", "application/json"]
)
def test_a_picture_sent_as_something_else_is_refused(tmp_path: Path, declared: str):
    path = tmp_path / "a"
    path.write_bytes((ROOT / "examples/template/media/photo1.jpg").read_bytes())
    with pytest.raises(MediaUnusable, match=f"sent as '{declared.replace('+', '.')}' and holds image/jpeg"):
        check_upload(path, "a", f"{declared}; charset=utf-8")


@pytest.mark.parametrize(
    "declared", ["", "application/octet-stream", "image/jpeg", "IMAGE/JPG", "image/png", "nonsense", "*/*"]
)
def test_a_picture_sent_as_one_or_as_nothing_definite_is_taken(tmp_path: Path, declared: str):
    path = tmp_path / "a"
    path.write_bytes((ROOT / "examples/template/media/photo1.jpg").read_bytes())
    assert check_upload(path, "a", declared).suffix == ".jpg"


@pytest.mark.parametrize(
    ("text", "declared"),
    [
        (SRT, "application/x-subrip"), (SRT, "text/plain"), (json.dumps(LOTTIE), "application/json"), ("<svg/>", "image/svg+xml"),
        ("<svg/>", "text/xml"), ("# A", "text/markdown"), ("LUT_3D_SIZE 2", "application/x-cube"),
    ],
)  # fmt: skip
def test_texts_are_taken_under_any_textual_type(tmp_path: Path, text: str, declared: str):
    (tmp_path / "a").write_text(text)
    check_upload(tmp_path / "a", "a", declared)


@pytest.mark.parametrize("declared", ["image/png", "video/mp4", "audio/wav", "font/otf", "image/svg+xml"])
@pytest.mark.parametrize("text", ["plain words", "GIF89a/*<svg/onload=alert(1)>*/=1;", "alert(1)"])
def test_text_sent_as_media_is_refused(tmp_path: Path, text: str, declared: str):
    (tmp_path / "a").write_text(text)
    with pytest.raises(MediaUnusable, match="sent as"):
        check_upload(tmp_path / "a", "a", declared)


def test_a_transport_stream_that_the_system_takes_for_a_translation_is_taken(tmp_path: Path):
    (tmp_path / "a").write_bytes((b"G" + bytes(187)) * 5)
    assert check_upload(tmp_path / "a", "a.ts", "text/vnd.trolltech.linguist").suffix == ".ts"


@pytest.mark.parametrize("hidden", [_zip("evil.class"), _zip("a") + b"\0" * 100])
def test_an_archive_glued_to_a_picture_is_found(tmp_path: Path, hidden: bytes):
    (tmp_path / "a").write_bytes((ROOT / "examples/template/media/photo1.jpg").read_bytes() + hidden)
    with pytest.raises(MediaUnusable, match="hidden"):
        check_upload(tmp_path / "a", "a.jpg", "image/jpeg")


def test_a_pdf_that_begins_inside_a_picture_is_found(tmp_path: Path):
    photo = (ROOT / "examples/template/media/photo1.jpg").read_bytes()
    comment = b"\xff\xfe\x00\x0a%PDF-1.4"
    (tmp_path / "a").write_bytes(photo[:2] + comment + photo[2:])
    with pytest.raises(MediaUnusable, match="hidden"):
        check_upload(tmp_path / "a", "a.jpg", "image/jpeg")


def test_an_empty_or_missing_upload_is_told_without_its_path(tmp_path: Path):
    (tmp_path / "a").touch()
    for name in ("a", "b"):
        with pytest.raises(MediaUnusable, match="holiday") as caught:
            check_upload(tmp_path / name, "holiday.mp4", "")
        assert str(tmp_path) not in caught.value.message
        with pytest.raises(MediaUnusable):
            sniff(tmp_path / name)
    assert sniff(b"").kind == "unknown"


@given(
    st.binary(max_size=3000)
    | st.text(st.sampled_from("<!-?[]{}\":,#\n \\svgPK file'=*"), max_size=3000).map(str.encode)
)
def test_any_bytes_are_told_without_an_error(data: bytes):
    found = sniff(data)
    assert found.suffix.startswith(".")
    assert found.content_type.count("/") == 1


@pytest.mark.parametrize(
    "text", ["\n" * 65_536, "[" * 65_536, '{"' + "\\" * 65_534, '{"a":' + "[" * 65_000, "<!--" * 16_000, "#\n" * 32_000, "=" * 65_000 + "x", "file " * 13_000, '{"a":' + '"\\"' * 20_000]
)  # fmt: skip
def test_texts_made_to_take_long_do_not(text: str):
    assert sniff(text.encode()).kind in ("document", "unknown")
