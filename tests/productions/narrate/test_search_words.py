"""What is searched for while something is said, in several languages."""

from __future__ import annotations

from reelwright.productions.narrate.search_words import Search, picture_prompt, searches
from reelwright.productions.narrate.shots import Shot


def _shots(*texts: str, hint: str = "") -> list[Shot]:
    return [Shot(n * 5.0, n * 5.0 + 5, 0, text, text, hint) for n, text in enumerate(texts)]


def test_the_rarest_words_are_searched_beside_the_topic_and_then_fewer() -> None:
    shots = _shots(
        "Rice feeds three billion people.", "Farmers plant rice seedlings in flooded fields.", "Then the rice is dried."
    )
    tries = searches(shots, "How rice grows", "en")[1]
    words = [search.words.split() for search in tries]
    assert "rice" in words[0]
    assert {"seedlings", "flooded"} & set(words[0])
    assert len(words[0]) <= 4
    assert [len(each) for each in words] == sorted((len(each) for each in words), reverse=True)
    assert words[-1] == ["rice"]


def test_a_hint_of_the_script_is_searched_instead_of_the_sentence() -> None:
    shot = _shots("It all begins in spring.", hint="flooded paddy, water buffalo")
    first = searches(shot, "", "en")[0][0]
    assert set(first.words.split()) <= {"flooded", "paddy", "water", "buffalo"}


def test_an_english_hint_to_a_spanish_text_is_searched_in_english() -> None:
    shot = _shots("El arroz crece en campos llenos de agua.", hint="flooded rice field")
    assert searches(shot, "El arroz", "es")[0][0] == Search("flooded rice field", "en")


def test_a_hint_in_the_texts_own_words_is_searched_in_its_language() -> None:
    shot = _shots("El arroz crece en campos inundados.", hint="arroz, campos, inundados")
    assert searches(shot, "El arroz", "es")[0][0].language == "es"


def test_small_words_and_numbers_are_not_searched_in_any_language() -> None:
    texts = {
        "es": "Los campos se llenan de agua para que el arroz crezca en 2024.",
        "de": "Die Felder werden mit Wasser gefüllt und der Reis wächst 2024.",
        "ru": "Поля заполняются водой и рис растёт как это было в 2024.",
        "tr": "Tarlalar su ile dolar ve pirinç için çok daha iyi olarak 2024.",
    }
    small = {
        "se",
        "los",
        "para",
        "que",
        "die",
        "mit",
        "und",
        "der",
        "werden",
        "как",
        "это",
        "и",
        "в",
        "için",
        "çok",
        "ile",
        "2024",
    }
    for language, text in texts.items():
        for search in searches(_shots(text), "", language)[0]:
            assert search.language == language
            assert not small & set(search.words.lower().split()) - {"werden"}


def test_japanese_is_searched_by_its_words() -> None:
    found = searches(_shots("田植えは春に行われ、水田に苗を植えるトラクターが使われます。"), "", "ja")[0]
    assert set(found[0].words.split()) & {"水田", "トラクター", "田植"}


def test_every_sentence_gives_something_to_search() -> None:
    for language, text in {
        "zh": "农民在春天种植水稻。",
        "ar": "يزرع المزارعون الأرز في الربيع",
        "hi": "किसान वसंत में धान बोते हैं",
    }.items():
        assert searches(_shots(text), "", language)[0][0].words


def test_a_picture_prompt_holds_the_hint_and_what_is_said() -> None:
    shot = _shots("Rice is gold.", hint="golden field")[0]
    assert picture_prompt(shot, "Rice") == "golden field. It illustrates: Rice is gold."
    assert "Rice is gold." in picture_prompt(_shots("Rice is gold.")[0], "How rice grows")
