import json
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from reelwright.errors import InvalidInput, ProviderFailed
from reelwright.productions.narrate.brief import Brief
from reelwright.productions.narrate.pace import narration_seconds
from reelwright.productions.narrate.prompt_files import prompt
from reelwright.productions.narrate.script_file import parse_script, write_script
from reelwright.productions.narrate.written_script import SCHEMA, Wanted, request_for, write_with
from reelwright.providers.text import Source, TextAnswer, TextRequest
from reelwright.providers.text_repair import AnswerUnusable

GOLDEN = Path(__file__).parent / "goldens" / "script_request.json"
_LONG = "Farmers flood the level fields in spring so that the young plants can grow in warm and shallow water."


class _Model:
    name, version = "model", "1"

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.asked: list[TextRequest] = []

    def generate(self, request: TextRequest) -> TextAnswer:
        self.asked.append(request)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer if isinstance(answer, TextAnswer) else TextAnswer(answer, 10, 5)


def _told(sentences: int, sections: int = 1, text: str = _LONG) -> dict[str, Any]:
    rows = [{"text": text, "picture": "rice field"}] * sentences
    return {"title": "Rice", "sections": [{"title": "", "sentences": rows}] * sections}


def test_the_final_request_is_the_golden_one() -> None:
    wanted = Wanted("en", 60.0, Brief("children of ten", "playful", 4, has_call_to_action=False))
    request = request_for("How rice grows", wanted)
    told = {"instructions": request.instructions, "content": request.content, "schema": request.schema}
    assert told == json.loads(GOLDEN.read_text("utf-8"))


@pytest.mark.parametrize(
    "name", [path.name for path in files("reelwright.productions.narrate").joinpath("prompts").iterdir()]
)
def test_every_prompt_has_a_version_and_no_place_is_left_unfilled(name: str) -> None:
    told = prompt(name.removesuffix(".md"))
    assert told.version >= 1
    places = dict.fromkeys(re.findall(r"\{(\w+)\}", told.text), "filled")
    assert "{" not in told.filled(**places)
    with pytest.raises(KeyError):
        told.filled(**places, other=1)


def test_audience_tone_and_ending_reach_the_model() -> None:
    plain, own = request_for("Rice", Wanted("hi", 30)), request_for("Rice", Wanted("hi", 30, Brief("cooks", "dry", 3)))
    assert "a general audience" in plain.instructions
    assert "Audience: cooks." in own.instructions
    assert "Tone: dry." in own.instructions
    assert "give 3 sections" in own.instructions
    assert "Call to action" in own.instructions
    without = request_for("Rice", Wanted("en", 30, Brief(has_call_to_action=False)))
    assert "do not ask the listener" in without.instructions


def test_unspaced_languages_are_asked_for_by_characters() -> None:
    assert "characters" in request_for("水稻", Wanted("zh", 60)).instructions
    assert "144 words" in request_for("Rice", Wanted("en", 60)).instructions


def test_an_answer_that_says_nothing_is_repaired_once_with_its_fault_named() -> None:
    model = _Model(_told(2, text="…"), _told(4))
    written = write_with(model, "Rice", Wanted("en", 25.0))
    assert len(written.script.sentences) == 4
    assert len(model.asked) == 2
    repair = model.asked[1].content
    assert repair.startswith("Rice\n")
    assert "the script holds no sentence" in repair
    assert model.asked[1].schema == SCHEMA


@pytest.mark.parametrize(
    "answer", [{"title": "T", "sections": []}, {"title": "T", "sections": [{"title": "", "sentences": []}]}]
)
def test_a_second_faulty_answer_is_the_end(answer: dict[str, Any]) -> None:
    model = _Model(answer, answer)
    with pytest.raises(ProviderFailed, match="holds no sentence"):
        write_with(model, "Rice", Wanted("en", 25.0))
    assert len(model.asked) == 2


def test_a_script_far_from_its_length_is_sent_back_once() -> None:
    model = _Model(_told(1), _told(4))
    written = write_with(model, "Rice", Wanted("en", 25.0))
    assert len(written.script.sentences) == 4
    assert written.notes == ()
    assert "extend it to about 60 words" in model.asked[1].content
    assert _LONG in model.asked[1].content


def test_a_script_near_its_length_is_taken_as_it_is() -> None:
    model = _Model(_told(4))
    seconds = narration_seconds(write_with(model, "Rice", Wanted("en", 25.0)).script)
    assert len(model.asked) == 1
    assert abs(seconds - 25) < 25 * 0.25


@pytest.mark.parametrize("second", [_told(1), _told(40), _told(2, text="…"), AnswerUnusable("prose")])
def test_a_revision_that_is_no_better_is_not_taken_and_said(second: Any) -> None:
    model = _Model(_told(2), second)
    written = write_with(model, "Rice", Wanted("en", 25.0))
    assert len(written.script.sentences) == 2
    assert len(model.asked) == 2
    assert "not 25 s" in written.notes[0]


def test_the_number_of_sections_is_checked_and_repaired() -> None:
    model = _Model(_told(4), _told(2, sections=2))
    written = write_with(model, "Rice", Wanted("en", 25.0, Brief(sections=2)))
    assert len(written.script.sections) == 2
    assert "it has 1 sections, not 2" in model.asked[1].content


def test_a_number_of_sections_the_model_does_not_keep_is_said() -> None:
    written = write_with(_Model(_told(4), _told(4)), "Rice", Wanted("en", 25.0, Brief(sections=2)))
    assert written.notes == ("the text model did not do as asked: the script has 1 sections, not 2",)


def test_sources_are_kept_in_the_script_and_not_spoken() -> None:
    found = (
        Source("Rice [plant]\n", "https://a.b/rice_(plant)"),
        Source("", "https://c.d/"),
        Source("x", "javascript:1"),
        Source("", "https://c.d/"),
    )
    written = write_with(_Model(TextAnswer(_told(4), sources=found)), "Rice", Wanted("en", 25.0))
    text = write_script(written.script)
    assert "## Sources\n\n- [Rice [plant]](https://a.b/rice_(plant))\n- [https://c.d/](https://c.d/)\n" in text
    assert parse_script(text, "script.md", "xx") == written.script
    assert len(written.script.sentences) == 4


def test_sentences_that_came_as_one_are_divided() -> None:
    written = write_with(_Model(_told(2, text=f"{_LONG} {_LONG}")), "Rice", Wanted("en", 25.0))
    assert [sentence.text for sentence in written.script.sentences] == [_LONG] * 4


@pytest.mark.parametrize("brief", [{"sections": 0}, {"sections": 21}, {"tone": "x" * 201}])
def test_a_brief_nobody_can_write_by_is_refused(brief: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        Brief(**brief)
