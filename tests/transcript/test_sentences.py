import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.transcript.sentences import split_sentences

CASES = [
    ("en", "Dr. Smith paid $3.50 on Jan. 5.|He met J. R. R. Tolkien, e.g. in the U.S. Army.|The U.S. is big."),
    ("en", "\"Really?\" he said.|She left... and came back.|Well…|Yes!|See Fig. 3 (p. 4).|Version 2.0.1 is out.[1]|It works."),
    ("en", "1. Do this.|2. Do that."),
    ("en", "She works at Apple Inc.|The firm is big.|Cats, dogs, etc.|Birds too.|So do I.|We end at 5 p.m.|Then we rest."),
    ("en", 'He said "Go."|Then left.|(It rained.)|Visit example.com or a.b.c today.|Yahoo! is old.|Why?!|Because.'),
    ("de", "Am 3. Oktober 1990 war es so weit.|Das war z. B. gut.|Es kostet 3,50 Euro bzw. mehr.|Ludwig XIV. war König."),
    ("fr", "« Bonjour ! » dit-il.|« Ça va ? »|M. Dupont est là.|Qui ?|Moi."),
    ("es", "¿Qué tal?|¡Bien!|El Sr. López llegó a las 5 p. m.|Luego se fue."),
    ("it", "Il dott. Rossi è qui.|Bene!"),
    ("ru", "Это А. С. Пушкин.|Он родился в 1799 г. в Москве.|Да!"),
    ("el", "Τι κάνεις;|Είμαι καλά.|Ωραία!"),
    ("hi", "नमस्ते।|आप कैसे हैं?|मैं ठीक हूँ।"),
    ("ar", "كيف حالك؟|أنا بخير.|شكرا!"),
    ("ur", "یہ ایک جملہ ہے۔|یہ دوسرا ہے۔"),
    ("am", "ሰላም ለዓለም።|እንዴት ነህ?"),
    ("hy", "Բարև։|Ինչպես ես։"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "marked"), CASES)
def test_sentences_end_where_a_reader_ends_them(language: str, marked: str):
    assert split_sentences(marked.replace("|", " "), language) == marked.split("|")


@pytest.mark.parametrize(
    ("language", "marked"),
    [
        ("zh", "你好。|今天天气很好！|真的吗？|他说：“好的。”|再见……"),
        ("ja", "今日は良い天気です。|「本当？」と聞いた。|「はい。」|彼は行った。"),
    ],
)
def test_scripts_without_spaces_are_cut_without_spaces(language: str, marked: str):
    assert split_sentences(marked.replace("|", ""), language) == marked.split("|")


def test_thai_is_cut_at_spaces_into_phrases_but_not_inside_a_date():
    text = "สวัสดีครับ วันนี้อากาศดีมาก เราจะไปเที่ยวทะเลกัน แล้วกลับมาตอนเย็น วันที่ 5 มกราคม 2567 เป็นวันดี"
    phrases = split_sentences(text, "th")
    assert len(phrases) == 2
    assert " ".join(phrases) == text
    assert "วันที่ 5 มกราคม 2567" in phrases[1]


def test_an_empty_line_ends_a_heading_and_a_single_line_break_does_not():
    assert split_sentences("A heading\n\nThe first\nsentence. The second.") == [
        "A heading",
        "The first sentence.",
        "The second.",
    ]


def test_stray_marks_stay_with_a_neighbour():
    assert split_sentences('Yes. ... "\n\n* * *\n\nNo.') == ['Yes. ... " * * *', "No."]
    assert split_sentences("* * *\n\nYes.") == ["* * * Yes."]
    assert split_sentences("...") == ["..."]
    assert split_sentences(" \n ") == []


@given(
    st.lists(
        st.one_of(
            st.text(max_size=6),
            st.sampled_from(
                [
                    "Dr.",
                    "e.g.",
                    "U.S.",
                    "3.14",
                    ". ",
                    "! ",
                    "?",
                    "…",
                    "。",
                    "」",
                    "»",
                    " »",
                    "\n\n",
                    " The ",
                    "।",
                    ";",
                    "สวัสดี",
                    "z. B.",
                ]
            ),
        ),
        max_size=25,
    ),
    st.sampled_from(["en", "de", "fr", "el", "th", "ja", "hi"]),
)
def test_nothing_is_lost_or_added(parts: list[str], language: str):
    text = "".join(parts)
    sentences = split_sentences(text, language)
    assert "".join("".join(sentences).split()) == "".join(text.split())
    assert all(sentence == " ".join(sentence.split()) and sentence for sentence in sentences)
