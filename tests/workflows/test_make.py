import itertools
import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from reelwright.errors import Cancelled, InvalidInput, MediaUnusable, OutputUnwritable, ProviderFailed, ProviderNeeded
from reelwright.media.probe import probe
from reelwright.providers.text import TextAnswer, TextRequest
from reelwright.transcript import parse_words
from reelwright.workflows.make import make
from reelwright.workflows.make_request import MakeRequest, MakeResult, Progress, Tools

from .fake_providers import HummingVoice


def _request(article: Path | str, folder: Path, **changes: Any) -> MakeRequest:
    return replace(MakeRequest(str(article), folder / "rice.mp4", stop_after="timeline"), **changes)


def _make(request: MakeRequest, tools: Tools) -> MakeResult:
    return make(request, tools, lambda progress: None)


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert text.count(old) == 1
    path.write_text(text.replace(old, new))


def test_an_article_becomes_a_script_speech_words_and_a_document(article: Path, tmp_path: Path, tools: Tools) -> None:
    result = _make(_request(article, tmp_path), tools)
    assert (result.sentences, result.speech_calls, result.language) == (6, 6, "en")
    assert "Rice feeds more than 3 billion people.\n" in result.script.read_text()
    words = parse_words((result.project / "words.json").read_text())
    assert [word.text for word in words[:5]] == ["Rice", "feeds", "more", "than", "3"]
    assert all(a.end <= b.start + 1e-6 for a, b in itertools.pairwise(words))
    assert result.timeline is not None
    document = json.loads(result.timeline.read_text())
    voice = next(track for track in document["tracks"] if track["name"] == "voice")["clips"]
    assert len(voice) == 6
    assert all((result.project / clip["src"]).is_file() for clip in voice)
    first_words = [word for word in words if word.text in ("Rice", "Farmers", "After")]
    starts = [clip["start"] for clip in voice]
    assert all(any(abs(word.start - start) < 0.01 for start in starts) for word in first_words)


def test_the_same_command_again_speaks_nothing_and_changes_nothing(article: Path, tmp_path: Path, tools: Tools) -> None:
    first = _make(_request(article, tmp_path), tools)
    files = {path: path.read_bytes() for path in first.project.rglob("*") if path.is_file()}
    again = _make(_request(article, tmp_path), tools)
    assert again.speech_calls == 0
    assert {path: path.read_bytes() for path in again.project.rglob("*") if path.is_file()} == files


def test_editing_a_sentence_speaks_that_sentence_only(
    article: Path, tmp_path: Path, tools: Tools, voice: HummingVoice
) -> None:
    first = _make(_request(article, tmp_path), tools)
    _edit(first.script, "The water keeps weeds away.", "The water keeps the weeds small.")
    voice.asked.clear()
    again = _make(_request(article, tmp_path), tools)
    assert voice.asked == ["The water keeps the weeds small."]
    assert again.speech_calls == 1
    assert any("edited by hand" in note for note in again.notes)
    assert "small." in [word.text for word in parse_words((again.project / "words.json").read_text())]


def test_moving_a_sentence_speaks_nothing(article: Path, tmp_path: Path, tools: Tools) -> None:
    first = _make(_request(article, tmp_path), tools)
    lines = first.script.read_text().splitlines()
    place = lines.index("Then the fields are drained.")
    first.script.write_text("\n".join([*lines[:place], "## After", *lines[place:]]) + "\n")
    assert _make(_request(article, tmp_path), tools).speech_calls == 0


@pytest.mark.parametrize("change", [{"speed": 1.2}, {"voice": "humming:b"}, {"language": "en-GB"}])
def test_another_delivery_speaks_everything_anew(
    article: Path, tmp_path: Path, tools: Tools, change: dict[str, Any]
) -> None:
    _make(_request(article, tmp_path), tools)
    assert _make(_request(article, tmp_path, **change), tools).speech_calls == 6
    assert _make(_request(article, tmp_path), tools).speech_calls == 0


def test_another_version_of_the_voice_speaks_everything_anew(
    article: Path, tmp_path: Path, tools: Tools, voice: HummingVoice
) -> None:
    _make(_request(article, tmp_path), tools)
    voice.version = "2"
    assert _make(_request(article, tmp_path), tools).speech_calls == 6


@pytest.mark.parametrize("change", [{"aspect": "9:16"}, {"captions": "pop"}, {"seed": 7}, {"music": "none"}])
def test_another_look_or_music_speaks_nothing(
    article: Path, tmp_path: Path, tools: Tools, change: dict[str, Any]
) -> None:
    before = _make(_request(article, tmp_path), tools).timeline
    assert before is not None
    text = before.read_text()
    assert _make(_request(article, tmp_path, **change), tools).speech_calls == 0
    assert before.read_text() != text


def test_a_damaged_recording_is_spoken_again(article: Path, tmp_path: Path, tools: Tools) -> None:
    result = _make(_request(article, tmp_path), tools)
    next((result.project / "speech").glob("farmers*.wav")).write_bytes(b"RIFF")
    assert _make(_request(article, tmp_path), tools).speech_calls == 1


def test_a_changed_article_makes_a_new_script_unless_the_script_was_edited(
    article: Path, tmp_path: Path, tools: Tools
) -> None:
    first = _make(_request(article, tmp_path), tools)
    _edit(article, "The water keeps weeds away.", "Fish live there.")
    second = _make(_request(article, tmp_path), tools)
    assert (second.speech_calls, "Fish live there." in first.script.read_text()) == (1, True)
    _edit(first.script, "Fish live there.", "Ducks live there.")
    _edit(article, "Fish live there.", "Frogs live there.")
    third = _make(_request(article, tmp_path), tools)
    assert "Ducks live there." in first.script.read_text()
    assert any("--fresh" in note for note in third.notes)
    _make(_request(article, tmp_path, is_fresh=True), tools)
    assert "Frogs live there." in first.script.read_text()
    assert any("Ducks live there." in path.read_text() for path in first.project.glob("script.edited-*.md"))


def test_an_edited_document_is_used_until_the_script_changes_and_then_kept_aside(
    article: Path, tmp_path: Path, tools: Tools
) -> None:
    first = _make(_request(article, tmp_path), tools)
    assert first.timeline is not None
    document = json.loads(first.timeline.read_text())
    document["canvas"]["background"] = "#123456"
    first.timeline.write_text(json.dumps(document))
    second = _make(_request(article, tmp_path), tools)
    assert any("timeline.json was edited" in note for note in second.notes)
    assert "#123456" in first.timeline.read_text()
    _edit(first.script, "The water keeps weeds away.", "Ducks live there.")
    _make(_request(article, tmp_path), tools)
    assert "#123456" not in first.timeline.read_text()
    assert any("#123456" in path.read_text() for path in first.project.glob("timeline.edited-*.json"))


@pytest.mark.parametrize(
    ("stage", "made"),
    [
        ("script", {"script.md"}),
        ("speech", {"script.md", "speech", "words.json"}),
        ("visuals", {"script.md", "speech", "words.json", "media"}),
        ("timeline", {"script.md", "speech", "words.json", "media", "timeline.json"}),
    ],
)
def test_a_run_stops_where_it_is_asked_to(
    article: Path, tmp_path: Path, tools: Tools, stage: Any, made: set[str]
) -> None:
    result = _make(_request(article, tmp_path, stop_after=stage), tools)
    assert {path.name for path in result.project.iterdir() if path.name[0] != "."} == made
    assert result.video is None


def test_a_stop_keeps_what_was_spoken(article: Path, tmp_path: Path, tools: Tools, voice: HummingVoice) -> None:
    def stop_at_the_fourth(count: int) -> None:
        if count == 3:
            raise KeyboardInterrupt

    voice.before_each = stop_at_the_fourth
    with pytest.raises(Cancelled):
        _make(_request(article, tmp_path), tools)
    voice.before_each = lambda count: None
    assert _make(_request(article, tmp_path), tools).speech_calls == 3


def test_a_voice_that_fails_is_told_and_what_was_spoken_is_kept(
    article: Path, tmp_path: Path, tools: Tools, voice: HummingVoice
) -> None:
    def fail_at_the_fourth(count: int) -> None:
        if count == 3:
            raise ProviderFailed("out of breath")

    voice.before_each = fail_at_the_fourth
    with pytest.raises(ProviderFailed, match="out of breath"):
        _make(_request(article, tmp_path), tools)
    voice.before_each = lambda count: None
    assert _make(_request(article, tmp_path), tools).speech_calls == 3


def test_a_script_of_the_users_is_used_whole(tmp_path: Path, tools: Tools) -> None:
    script = tmp_path / "news.md"
    sentences = [f"Sentence number {n} of a rather long piece of news." for n in range(40)]
    script.write_text("# News\n\n" + "\n".join(sentences) + "\n> picture: newspaper\n")
    result = _make(_request(script, tmp_path, duration=10), tools)
    assert result.sentences == 40


def test_a_bare_topic_without_a_model_names_three_ways_on(tmp_path: Path, tools: Tools) -> None:
    with pytest.raises(ProviderNeeded) as caught:
        _make(_request("How rice grows", tmp_path), tools)
    assert all(way in caught.value.hint for way in ("(1)", "(2)", "(3)", "REELWRIGHT_TEXT_BASE_URL"))
    assert not (tmp_path / "rice.reel" / "script.md").exists()


class _Writer:
    name, version = "writer", "1"

    def __init__(self) -> None:
        self.asked: list[TextRequest] = []

    def generate(self, request: TextRequest) -> TextAnswer:
        self.asked.append(request)
        sentences = [{"text": "Rice grows in water. It is a grass.", "picture": "rice field"}]
        return TextAnswer({"title": "Rice", "sections": [{"title": "", "sentences": sentences}]})


def test_a_topic_is_written_once_by_a_configured_model(tmp_path: Path, tools: Tools) -> None:
    writer = _Writer()
    _make(_request("How rice grows", tmp_path, duration=6.0), replace(tools, text=writer))
    result = _make(_request("How rice grows", tmp_path, duration=6.0), replace(tools, text=writer))
    assert len(writer.asked) == 1
    assert writer.asked[0].content == "How rice grows"
    assert result.sentences == 2


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"source": "none.md"}, InvalidInput),
        ({"source": " "}, InvalidInput),
        ({"source": "folder/none"}, InvalidInput),
        ({"aspect": "2:1"}, InvalidInput),
        ({"duration": 1}, InvalidInput),
        ({"speed": 9}, InvalidInput),
        ({"media": Path("/nowhere/at/all")}, InvalidInput),
        ({"output": Path("/nowhere/at/all.mp4")}, InvalidInput),
        ({"output": Path("video.avi")}, InvalidInput),
        ({"project": Path("/proc/project")}, OutputUnwritable),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_a_mistake_is_told_with_what_to_do(
    article: Path, tmp_path: Path, tools: Tools, change: dict[str, Any], error: type[InvalidInput]
) -> None:
    with pytest.raises(error) as caught:
        _make(_request(article, tmp_path, **change), tools)
    assert caught.value.hint
    assert "\n" not in caught.value.message


@pytest.mark.parametrize(("content", "message"), [("", "empty"), ("# Title only\n", "no sentence")])
def test_an_article_with_nothing_in_it_is_refused(tmp_path: Path, tools: Tools, content: str, message: str) -> None:
    path = tmp_path / "a.md"
    path.write_text(content)
    with pytest.raises(InvalidInput, match=message):
        _make(_request(path, tmp_path), tools)


def test_a_book_is_condensed_to_the_time_asked_for(tmp_path: Path, tools: Tools) -> None:
    path = tmp_path / "book.md"
    sections = [
        f"## Chapter {c}\n\n" + " ".join(f"In chapter {c} the farmer sows field {n} by hand." for n in range(80))
        for c in range(200)
    ]
    path.write_text("# A book\n\n" + "\n\n".join(sections))
    result = _make(_request(path, tmp_path, duration=30, stop_after="script"), tools)
    assert 3 < result.script.read_text().count("farmer sows") < 30


def test_pictures_that_cannot_be_used_are_left_out_and_named(article: Path, tmp_path: Path, tools: Tools) -> None:
    media = tmp_path / "media"
    media.mkdir()
    cv2.imwrite(str(media / "rice field.png"), np.full((90, 160, 3), 120, np.uint8))
    (media / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 not a picture")
    result = _make(_request(article, tmp_path, media=media), tools)
    assert any("broken.jpg" in note for note in result.notes)
    assert result.timeline is not None
    assert "rice field.png" in result.timeline.read_text()


def test_a_folder_with_only_broken_pictures_is_refused(article: Path, tmp_path: Path, tools: Tools) -> None:
    media = tmp_path / "media"
    media.mkdir()
    (media / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 not a picture")
    with pytest.raises((InvalidInput, MediaUnusable), match=r"can be used|broken\.jpg"):
        _make(_request(article, tmp_path, media=media), tools)


@pytest.mark.slow
def test_the_whole_video_is_rendered_once_and_again_only_when_something_changed(tmp_path: Path, tools: Tools) -> None:
    script = tmp_path / "s.md"
    script.write_text("# Rice\nRice feeds people.\n> picture: rice\n")
    seen: list[Progress] = []
    request = _request(script, tmp_path, stop_after="render")
    result = make(request, tools, seen.append)
    assert result.was_rendered
    assert {progress.stage for progress in seen} == {"script", "speech", "visuals", "timeline", "render"}
    facts = probe(request.output)
    assert facts.duration is not None
    assert result.duration is not None
    assert abs(float(facts.duration) - result.duration) < 0.1
    for beside in (result.subtitles, result.web_subtitles, result.thumbnail, result.chapters):
        assert beside is not None
        assert beside.stat().st_size > 0
    assert "Rice feeds people." in request.output.with_suffix(".srt").read_text().replace("\n", " ")
    before = request.output.read_bytes()
    again = _make(request, tools)
    assert (again.was_rendered, request.output.read_bytes() == before) == (False, True)
    shutil.rmtree(request.folder / "out")
    rendered = _make(request, tools)
    assert (rendered.was_rendered, rendered.speech_calls, request.output.read_bytes() == before) == (True, 0, True)
