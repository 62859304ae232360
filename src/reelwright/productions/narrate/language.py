"""Which language a text is in: by its script, then by its commonest small words."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping

_BY_SCRIPT = {
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "HANGUL": "ko",
    "CJK": "zh",
    "ARABIC": "ar",
    "HEBREW": "he",
    "DEVANAGARI": "hi",
    "BENGALI": "bn",
    "TAMIL": "ta",
    "TELUGU": "te",
    "KANNADA": "kn",
    "MALAYALAM": "ml",
    "GUJARATI": "gu",
    "GURMUKHI": "pa",
    "SINHALA": "si",
    "THAI": "th",
    "LAO": "lo",
    "KHMER": "km",
    "MYANMAR": "my",
    "GEORGIAN": "ka",
    "ARMENIAN": "hy",
    "ETHIOPIC": "am",
    "GREEK": "el",
    "ORIYA": "or",
}
_SMALL_WORDS = {
    "en": "the of and to in is that for it with as are on was this be by from have which not but they a i you at he she we his her their "
    "there what who when where why how do does can will would or if an my your our all has had more so no about its here these then than",
    "es": "el la de que y en los se del las por un para con no una su al lo como más pero es"
    " este esta está son muy todo todos también hay ya me nos si sin sobre entre cada hasta desde cuando cómo qué buenos",
    "fr": "le la les de des et en un une du que est pour dans qui sur au pas plus par ce avec sont"
    " il elle nous vous cette ces son sa ses leur aux été être tout tous même bien aussi ou où mais on faut bonjour",
    "de": "der die das und in den von zu mit ist des auf für nicht im dem ein eine als auch es sich"
    " wir er ich du aber oder wie wenn noch nur sind war wird hat haben man bei hier guten einen einem einer vom zum zur dann so",
    "it": "il di che la e un per in una sono della con non del le si da gli al nel come più è"
    " ed ai dei delle alla dal dalla questo questa anche ma ho ha sei ciao tutti perché quando cosa",
    "pt": "o de a que e do da em um para com não uma os no se na por mais as dos como é são"
    " todos você muito ao à pela pelo seu sua ser tem foi bom mas já isso este esta cada por são responde quando onde",
    "nl": "de het een en van in is dat op te zijn met voor niet aan er om ook als bij door"
    " ik je hij zij we maar was wordt heeft naar kan worden deze dit nog wel goedemorgen",
    "sv": "och att det som en på är av för med den till inte om ett har de vi kan från",
    "da": "og i at det er en til af på den med for de ikke som et der har fra kan",
    "nb": "og i det er på en til av som for med at de ikke den har et om fra kan",
    "fi": "ja on ei että se hän oli mutta ovat kun joka myös niin kuin tai ole voi",
    "pl": "i w na z się nie do to że jest o jak za od po ale są przez dla który",
    "cs": "a se v na je že to s z do o i jako ale pro by jsou které který po",
    "ro": "și de în a la cu pe un o este care nu din mai pentru sau se că ale sunt",
    "hu": "a az és hogy nem is egy ez van volt de csak meg mint már vagy",
    "tr": "ve bir bu da de için ile olarak çok daha en gibi olan ne var ama kadar",
    "id": "yang dan di itu dengan untuk tidak ini dari dalam akan pada juga saya ke adalah",
    "vi": "và của là có không được cho một các những trong với người này đã để",
    "ru": "и в не на что с по как это из у за от так же для но мы они к",
    "uk": "і в не на що з по як це та у за від так для але ми вони до",
    "bg": "и в на не да от за се е са като по но с това ще",
}  # fmt: skip
_LETTERS = {
    "es": "ñ¿¡áéíóú", "fr": "çèêàùœîôûé", "de": "ßäöü", "it": "àèìòù", "pt": "ãõçáâêé", "sv": "åäö", "da": "æøå", "nb": "æøå", "fi": "äö",
    "pl": "ąęłńóśźż", "cs": "ěščřžýůďťňáíé", "ro": "ăâîșțşţ", "hu": "őűáéíóöúü", "tr": "ğışçöü", "vi": "ăâđêôơưạảấầậắẹếềệịọốồộớờợụứừự",
    "ru": "ыэъё", "uk": "іїєґ", "bg": "ъ",
}  # fmt: skip
"""Letters and signs a language writes beside the plain ones of its alphabet."""
_LETTER_WEIGHT = 0.5
"""Of a letter, where a small word counts 1; both are shared out among the languages that have them."""
_OWN_SHARE = 0.02
_ADDRESS = re.compile(r"\S*(?:://|@|www\.)\S*")
_WORDS = re.compile(r"[^\W\d_]+")


def small_words(language: str) -> frozenset[str]:
    """The commonest words of a language (a BCP 47 tag), which say nothing about what a text is about."""
    return frozenset(_SMALL_WORDS.get(language.lower()[:2], "").split())


def detect_language(text: str) -> str:
    """The likeliest language tag; ``en`` when nothing speaks for another."""
    sample = _ADDRESS.sub(" ", text[:20_000])
    scripts = Counter(unicodedata.name(char, "").split(" ")[0] for char in sample if char.isalpha())
    total = sum(scripts.values()) or 1
    if scripts["HIRAGANA"] + scripts["KATAKANA"] > total * 0.05:
        return "ja"
    script, count = scripts.most_common(1)[0] if scripts else ("LATIN", 0)
    if script == "ARABIC" and count > total * 0.4:
        return _in_arabic_letters(sample, count)
    if script in _BY_SCRIPT and count > total * 0.4:
        return _BY_SCRIPT[script]
    words = Counter(word.lower() for word in _WORDS.findall(sample))
    letters = Counter(sample.lower())
    scores = {
        language: sum(words[small] * weight for small, weight in _WORD_WEIGHTS[language].items())
        + _LETTER_WEIGHT * sum(letters[letter] * weight for letter, weight in _LETTER_WEIGHTS.get(language, {}).items())
        for language in _SMALL_WORDS
    }
    best = max(scores, key=lambda language: scores[language])
    return best if scores[best] > 0 else "en"


def _in_arabic_letters(sample: str, letters: int) -> str:
    """Arabic, or a language that adds letters of its own to it."""
    own = {
        language: sum(map(sample.count, added)) / letters for language, added in (("ur", "ٹڈڑںےہھ"), ("fa", "پچژگکی"))
    }
    return next((language for language, share in own.items() if share > _OWN_SHARE), "ar")


def _shared_out(signs: Mapping[str, Iterable[str]]) -> dict[str, dict[str, float]]:
    """What each of a language's signs says for it: the less, the more languages have it."""
    count = Counter(sign for own in signs.values() for sign in set(own))
    return {language: {sign: 1 / count[sign] for sign in set(own)} for language, own in signs.items()}


_WORD_WEIGHTS = _shared_out({language: words.split() for language, words in _SMALL_WORDS.items()})
_LETTER_WEIGHTS = _shared_out(_LETTERS)
