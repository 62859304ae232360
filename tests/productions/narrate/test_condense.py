import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.productions.narrate.article import Article, Part, parse_article
from reelwright.productions.narrate.condense import condense
from reelwright.productions.narrate.pace import SECTION_PAUSE, SENTENCE_PAUSE, speech_seconds
from reelwright.productions.narrate.script import Script

_TOPICS = [
    "rice",
    "water",
    "field",
    "seed",
    "farmer",
    "harvest",
    "grain",
    "sun",
    "rain",
    "soil",
    "market",
    "meal",
    "plough",
    "buffalo",
    "terrace",
    "river",
]


def _article(sections: int, sentences: int) -> Article:
    """Different sentences about a few shared things, so that some weigh more than others."""
    parts = []
    for s in range(sections):
        said = [
            f"The {_TOPICS[(s * 7 + n * 3) % 16]} near place {s} brings the {_TOPICS[(n * 5 + s) % 16]} "
            f"and number {n} of {_TOPICS[(s + n) % 16]}."
            for n in range(sentences)
        ]
        parts.append(Part(f"Part {s}", [" ".join(said)]))
    return Article("A title", "en", tuple(parts))


def _seconds(script: Script) -> float:
    spoken = sum(speech_seconds(sentence.text, script.language) for sentence in script.sentences)
    return spoken + (SECTION_PAUSE - SENTENCE_PAUSE) * (len(script.sections) - 1)


@pytest.mark.parametrize("sections", [1, 4, 12, 60])
@pytest.mark.parametrize("seconds", [30.0, 60.0, 180.0])
def test_a_long_article_fills_the_time_asked_for(sections: int, seconds: float) -> None:
    article = _article(sections, 240 // sections)
    assert 0.8 * seconds <= _seconds(condense(article, "en", seconds)) <= seconds


@given(st.integers(1, 12), st.integers(1, 12), st.floats(10, 200))
def test_the_time_is_never_exceeded_by_more_than_a_tenth(sections: int, sentences: int, seconds: float) -> None:
    script = condense(_article(sections, sentences), "en", seconds)
    assert len(script.sentences) == 1 or _seconds(script) <= seconds * 1.1 + 1e-6


@given(st.integers(1, 6), st.integers(1, 10), st.floats(10, 200))
def test_sentences_are_the_articles_own_and_keep_their_order(sections: int, sentences: int, seconds: float) -> None:
    article = _article(sections, sentences)
    script = condense(article, "en", seconds)
    whole = " ".join(paragraph for part in article.parts for paragraph in part.paragraphs)
    places = [whole.index(sentence.text) for sentence in script.sentences]
    assert places == sorted(places)
    assert len(set(places)) == len(places)


def test_a_short_article_is_told_whole() -> None:
    article = _article(2, 3)
    assert len(condense(article, "en", 120).sentences) == 6


def test_every_section_is_told_when_there_is_time_for_each() -> None:
    assert [section.title for section in condense(_article(5, 30), "en", 60).sections] == [
        f"Part {n}" for n in range(5)
    ]


def test_a_minute_is_not_chopped_into_a_section_per_sentence() -> None:
    script = condense(_article(80, 5), "en", 60)
    assert 1 < len(script.sections) <= 60 / 10
    assert len(script.sentences) > len(script.sections)


def test_nothing_is_said_twice() -> None:
    sentence = "Rice grows in flooded fields of clear water."
    others = " ".join(f"The {topic} is good for a {other}." for topic, other in zip(_TOPICS, _TOPICS[3:], strict=False))
    article = Article("T", "en", (Part("", [f"{sentence} {sentence} {others} {sentence}"]),))
    texts = [said.text for said in condense(article, "en", 20).sentences]
    assert texts.count(sentence) == 1


def test_an_opening_that_leans_on_a_sentence_left_out_is_trimmed() -> None:
    weighty = "However, rice water field seed grain is what farmers want."
    filler = " ".join(f"Somebody else {n} said another unrelated thing over there." for n in range(40))
    article = Article("T", "en", (Part("", ["Rice water field seed grain feeds farmers.", f"{filler} {weighty}"]),))
    texts = [said.text for said in condense(article, "en", 12).sentences]
    assert not any(text.startswith("However") for text in texts)


def test_a_sentence_that_points_back_comes_only_with_the_one_it_points_to() -> None:
    said = ["Rice water field seed feeds people everywhere."]
    for n in range(20):
        said += [f"Somebody {n} went over there with another hat.", f"During this time rice water field seed {n} grew."]
    texts = [sentence.text for sentence in condense(Article("T", "en", (Part("", said),)), "en", 25).sentences]
    for text in texts:
        if text.startswith("During this time"):
            assert said[said.index(text) - 1] in texts


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("zh", "水稻第{}块田需要充足的水和阳光。"),
        ("hi", "किसान {} खेत में धान और पानी रखते हैं।"),
        ("ar", "يزرع الفلاح الأرز في الحقل {}."),
    ],
)
def test_other_scripts_are_condensed_too(language: str, sentence: str) -> None:
    article = parse_article("\n\n".join(sentence.format(n) for n in range(100)), "x.md")
    script = condense(article, language, 40)
    assert 4 < len(script.sentences) < 40
    assert _seconds(script) <= 40


def test_a_text_without_full_stops_is_divided_into_breaths() -> None:
    article = Article("T", "en", (Part("", ["word and more, " * 400]),))
    script = condense(article, "en", 60)
    assert len(script.sentences) > 1
    assert max(len(sentence.text) for sentence in script.sentences) <= 260


def test_every_sentence_has_words_for_its_picture() -> None:
    script = condense(_article(3, 20), "en", 60)
    assert all(sentence.hint for sentence in script.sentences)


@pytest.mark.parametrize(
    ("text", "language", "seconds"),
    [  # as eSpeak NG and Flite say them at the usual pace
        ("The gadget costs $1,299.99, and since 2026 it weighs 1,024 kilograms.", "en", 8.6), ("الخبز من أقدم الأطعمة في العالم.", "ar", 3.7),
        ("Every few seconds of speech get a picture that shows what is said.", "en", 4.2),
    ],
)  # fmt: skip
def test_figures_and_scripts_without_vowels_take_their_time(text: str, language: str, seconds: float) -> None:
    assert speech_seconds(text, language) == pytest.approx(seconds, rel=0.2)
