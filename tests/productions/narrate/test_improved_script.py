from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.errors import InvalidInput, ProviderFailed
from reelwright.productions.narrate.improved_script import SCHEMA, improve, request_for
from reelwright.productions.narrate.script import Script, Section, Sentence
from reelwright.productions.narrate.script_file import parse_script, write_script
from reelwright.productions.narrate.sentence_changes import Change, Proposal, Told, accepted, compared
from reelwright.providers.text import TextAnswer, TextRequest

TEXT = """---
language: en
script: 1
---
# Rice

##

Rice is a grass.
> picture: grass
> pause: 1.5
<!-- check this -->
It grows in water.

## Work

Farmers plant it.
They are many.
"""


class _Model:
    name, version = "model", "1"

    def __init__(self, *answers: dict[str, Any]) -> None:
        self.answers = list(answers)
        self.asked: list[TextRequest] = []

    def generate(self, request: TextRequest) -> TextAnswer:
        self.asked.append(request)
        return TextAnswer(self.answers.pop(0))


def _said(origin: str, text: str, picture: str = "") -> dict[str, str]:
    return {"from": origin, "text": text, "picture": picture}


ANSWER = {
    "sections": [
        {
            "section": 1,
            "title": "",
            "sentences": [
                _said("", "Who feeds half the world?", "crowd"),
                _said("1.1", "Rice, a humble grass.", "rice field"),
                _said("1.2", "It grows in water."),
            ],
        },
        {
            "section": 2,
            "title": "Hard work",
            "sentences": [_said("2.1", "Farmers plant it by hand. It is slow.", "hands")],
        },
    ]
}


def _script() -> Script:
    return parse_script(TEXT, "s", "xx")


def _proposal() -> Proposal:
    return improve(_Model(ANSWER), _script(), "livelier")


def test_the_answer_becomes_changes_by_sentence() -> None:
    rows = [
        (each.number, each.kind, each.section, each.sentence, each.before, each.after) for each in _proposal().changes
    ]
    assert rows == [
        (1, "added", 1, 0, "", "Who feeds half the world?"),
        (2, "replaced", 1, 1, "Rice is a grass.", "Rice, a humble grass."),
        (3, "title", 2, 0, "Work", "Hard work"),
        (4, "replaced", 2, 1, "Farmers plant it.", "Farmers plant it by hand."),
        (5, "added", 2, 1, "", "It is slow."),
        (6, "removed", 2, 2, "They are many.", ""),
    ]


def test_all_changes_give_the_new_script_and_leave_notes_and_pauses() -> None:
    done = accepted(TEXT, "s", _proposal(), range(1, 7))
    assert (done.applied, done.unfit) == ((1, 2, 3, 4, 5, 6), ())
    assert (
        done.text
        == """---
language: en
script: 1
---
# Rice

##

Who feeds half the world?
> picture: crowd
Rice, a humble grass.
> picture: rice field
> pause: 1.5
<!-- check this -->
It grows in water.

## Hard work

Farmers plant it by hand.
> picture: hands
It is slow.
> picture: hands
"""
    )


def test_only_what_is_accepted_changes() -> None:
    done = accepted(TEXT, "s", _proposal(), [6])
    assert done.text == TEXT.replace("They are many.\n", "")
    assert accepted(TEXT, "s", _proposal(), []).text == TEXT


def test_edits_by_hand_elsewhere_are_kept_and_those_in_the_way_win() -> None:
    edited = TEXT.replace("It grows in water.", "It stands in water.\nMy own line.").replace(
        "Farmers plant it.", "We plant it."
    )
    done = accepted(edited, "s", _proposal(), [1, 2, 4, 6])
    assert done.unfit == (4,)
    assert "Rice, a humble grass.\n" in done.text
    assert "It stands in water.\nMy own line.\n" in done.text
    assert "We plant it.\n" in done.text
    assert "They are many." not in done.text


def test_a_sentence_added_after_one_that_never_was_stands_at_the_end_of_its_section() -> None:
    base = ((*_proposal().base[0],), ())
    far = Proposal(
        base, (Change(1, "added", 1, 10**15, "", "It is far."), Change(2, "added", 10**15, 10**15, "", "Nowhere."))
    )
    done = accepted(TEXT, "s", far, [1, 2])
    assert (done.applied, done.unfit) == ((1,), (2,))
    assert done.text.index("It grows in water.") < done.text.index("It is far.") < done.text.index("Work")


def test_numbers_stay_when_some_are_accepted_first() -> None:
    once = accepted(TEXT, "s", _proposal(), [2]).text
    both = accepted(once, "s", _proposal(), [4, 5]).text
    assert both == accepted(TEXT, "s", _proposal(), [2, 4, 5]).text
    assert accepted(once, "s", _proposal(), [2]).unfit == (2,)


def test_a_proposal_comes_back_from_json() -> None:
    assert Proposal.of_row(_proposal().as_row()) == _proposal()
    with pytest.raises(InvalidInput):
        Proposal.of_row({"base": [], "changes": [{"n": 1}]})


def test_an_unknown_number_and_an_empty_script_are_refused() -> None:
    with pytest.raises(InvalidInput, match="no change 9"):
        accepted(TEXT, "s", _proposal(), [9])
    bare = compared(_script(), ["", "Work"], [[], []])
    with pytest.raises(InvalidInput, match="no sentence"):
        accepted(TEXT, "s", bare, range(1, len(bare.changes) + 1))


def test_without_an_instruction_the_findings_are_told() -> None:
    script = parse_script("# T\nHello there.\nIt is really very good.\n", "s", "en")
    told = request_for(script, "").instructions
    assert "- 1.2: “really” adds nothing; leave it out." in told
    assert "opens with a greeting" in told
    assert "livelier" in request_for(script, "livelier").instructions
    assert request_for(script, "x").content == "# T\n\n## 1.\n1.1 Hello there.\n1.2 It is really very good."


def test_an_empty_sentence_is_repaired_once() -> None:
    model = _Model({"sections": [{"section": 1, "title": "", "sentences": [_said("1.1", " ")]}]}, ANSWER)
    assert improve(model, _script(), "y") == _proposal()
    assert "a sentence of section 1 is empty" in model.asked[1].content


def test_an_answer_that_names_what_is_not_there_is_repaired_once() -> None:
    wrong = {"sections": [{"section": 7, "title": "", "sentences": [_said("9.9", "x")]}]}
    model = _Model(wrong, ANSWER)
    assert improve(model, _script(), "y") == _proposal()
    assert "there is no section 7" in model.asked[1].content
    assert "there is no sentence 9.9" in model.asked[1].content
    assert model.asked[0].schema == SCHEMA
    with pytest.raises(ProviderFailed):
        improve(_Model(wrong, wrong), _script(), "y")


_WORDS = st.sampled_from([f"Sentence {letter} is here." for letter in "abcdefghij"])


@given(st.data(), st.lists(st.lists(_WORDS, min_size=1, max_size=6, unique=True), min_size=1, max_size=3))
def test_accepting_everything_gives_exactly_the_new_sentences(data: st.DataObject, sections: list[list[str]]) -> None:
    numbered = [
        [f"{text} {number}.{place}" for place, text in enumerate(texts)] for number, texts in enumerate(sections)
    ]
    script = Script("T", "en", tuple(Section(f"S{n}", tuple(map(Sentence, texts))) for n, texts in enumerate(numbered)))
    told: list[list[Told]] = []
    for texts in numbered:
        origins = data.draw(st.lists(st.one_of(st.none(), st.integers(0, len(texts) - 1)), min_size=1, max_size=7))
        told.append(
            [
                Told(f"New {n}." if data.draw(st.booleans()) or o is None else texts[o], "", o)
                for n, o in enumerate(origins)
            ]
        )
    proposal = compared(script, [section.title for section in script.sections], told)
    done = accepted(write_script(script), "s", proposal, [change.number for change in proposal.changes])
    assert done.unfit == ()
    assert [sentence.text for sentence in parse_script(done.text, "s", "en").sentences] == [
        each.text for row in told for each in row
    ]
