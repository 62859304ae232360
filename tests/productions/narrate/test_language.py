import pytest

from reelwright.productions.narrate.language import detect_language

_TEXTS = {
    "en": "Rice is a plant that grows in water and it feeds half of the world.",
    "es": "El arroz es una planta que crece en el agua y da de comer a la mitad del mundo.",
    "fr": "Le riz est une plante qui pousse dans l'eau et qui nourrit la moitié du monde.",
    "de": "Der Reis ist eine Pflanze, die im Wasser wächst und die halbe Welt ernährt.",
    "it": "Il riso è una pianta che cresce nell'acqua e nutre la metà del mondo con il suo grano.",
    "pt": "O arroz é uma planta que não cresce sem água e que alimenta metade do mundo.",
    "nl": "Rijst is een plant die in het water groeit en de helft van de wereld voedt.",
    "pl": "Ryż to roślina, która rośnie w wodzie i nie jest droga, bo żywi pół świata.",
    "sv": "Ris är en växt som växer i vatten och som mättar halva världen för lite pengar.",
    "tr": "Pirinç suda büyüyen bir bitkidir ve dünyanın yarısı için çok önemli olarak görülür.",
    "ru": "Рис — это растение, которое растёт в воде и кормит половину мира, но не на севере.",
    "uk": "Рис — це рослина, яка росте у воді та годує половину світу, але не на півночі.",
    "hi": "धान पानी में उगने वाला पौधा है।",
    "ar": "الأرز نبات ينمو في الماء.",
    "fa": "برنج گیاهی است که در آب می‌روید.",
    "ur": "چاول ایک پودا ہے جو پانی میں اگتا ہے۔",
    "he": "אורז הוא צמח שגדל במים.",
    "zh": "水稻是一种生长在水中的植物。",
    "ja": "稲は水の中で育つ植物です。",
    "ko": "벼는 물에서 자라는 식물이다.",
    "th": "ข้าวเป็นพืชที่เติบโตในน้ำ",
    "el": "Το ρύζι είναι ένα φυτό.",
    "ta": "நெல் நீரில் வளரும் தாவரம்.",
}


@pytest.mark.parametrize("language", _TEXTS)
def test_a_sentence_tells_its_language(language: str) -> None:
    assert detect_language(_TEXTS[language]) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Why do bees buzz? Their wings beat two hundred times a second. I see.", "en"), ("I see a cat.", "en"), ("A paper boat", "en"),
        ("Good morning. Here is the news.", "en"), ("¿Qué hora es?", "es"), ("Ahoj, to je pes a kočka.", "cs"), ("Bom dia a todos!", "pt"),
        ("Aujourd'hui, elle dort.", "fr"), ("O casă mare și frumoasă este aici.", "ro"),
    ],
)  # fmt: skip
def test_few_words_tell_their_language_too(text: str, language: str) -> None:
    assert detect_language(text) == language


@pytest.mark.parametrize("text", ["", "123 !?", "Zxqv"])
def test_what_says_nothing_counts_as_english(text: str) -> None:
    assert detect_language(text) == "en"


def test_an_address_is_in_no_language() -> None:
    assert detect_language("We love it. Item two is bold. See https://a.example/az/egy or www.az.example.") == "en"
