"""Numbers in words are read back by a reader that knows nothing of how they were written."""

import random
import re
import unicodedata

import pytest

from reelwright.productions.narrate.tongues.tongue import tongue_of

_ATOMS: dict[str, dict[str, int]] = {
    "de": {
        "null": 0, "eins": 1, "eine": 1, "ein": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "sieben": 7, "acht": 8,
        "neun": 9, "zehn": 10, "elf": 11, "zwölf": 12, "dreizehn": 13, "vierzehn": 14, "fünfzehn": 15, "sechzehn": 16,
        "siebzehn": 17, "achtzehn": 18, "neunzehn": 19, "zwanzig": 20, "dreißig": 30, "vierzig": 40, "fünfzig": 50, "sechzig": 60,
        "siebzig": 70, "achtzig": 80, "neunzig": 90, "hundert": 100, "tausend": 1000, "million": 10**6, "millionen": 10**6,
        "milliarde": 10**9, "milliarden": 10**9, "und": -1,
    },
    "es": {
        "cero": 0, "uno": 1, "un": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8, "nueve": 9,
        "diez": 10, "once": 11, "doce": 12, "trece": 13, "catorce": 14, "quince": 15, "dieciséis": 16, "diecisiete": 17,
        "dieciocho": 18, "diecinueve": 19, "veinte": 20, "veinti": 20, "ún": 1, "dós": 2, "trés": 3, "séis": 6, "treinta": 30,
        "cuarenta": 40, "cincuenta": 50, "sesenta": 60, "setenta": 70, "ochenta": 80, "noventa": 90, "cien": 100, "ciento": 100,
        "doscientos": 200, "trescientos": 300, "cuatrocientos": 400, "quinientos": 500, "seiscientos": 600, "setecientos": 700,
        "ochocientos": 800, "novecientos": 900, "mil": 1000, "millón": 10**6, "millones": 10**6, "y": -1,
    },
    "fr": {
        "zéro": 0, "un": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9, "dix": 10,
        "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16, "vingt": 20, "trente": 30,
        "quarante": 40, "cinquante": 50, "soixante": 60, "quatrevingts": 80, "quatrevingt": 80, "cent": 100, "cents": 100,
        "mille": 1000, "million": 10**6, "millions": 10**6, "milliard": 10**9, "milliards": 10**9, "et": -1,
    },
    "it": {
        "zero": 0, "uno": 1, "un": 1, "due": 2, "tre": 3, "tré": 3, "quattro": 4, "cinque": 5, "sei": 6, "sette": 7, "otto": 8,
        "nove": 9, "dieci": 10, "undici": 11, "dodici": 12, "tredici": 13, "quattordici": 14, "quindici": 15, "sedici": 16,
        "diciassette": 17, "diciotto": 18, "diciannove": 19, "venti": 20, "vent": 20, "trenta": 30, "trent": 30, "quaranta": 40,
        "quarant": 40, "cinquanta": 50, "cinquant": 50, "sessanta": 60, "sessant": 60, "settanta": 70, "settant": 70,
        "ottanta": 80, "ottant": 80, "novanta": 90, "novant": 90, "cento": 100, "mille": 1000, "mila": 1000, "milione": 10**6,
        "milioni": 10**6, "miliardo": 10**9, "miliardi": 10**9,
    },
    "pt": {
        "zero": 0, "um": 1, "dois": 2, "três": 3, "quatro": 4, "cinco": 5, "seis": 6, "sete": 7, "oito": 8, "nove": 9, "dez": 10,
        "onze": 11, "doze": 12, "treze": 13, "catorze": 14, "quinze": 15, "dezesseis": 16, "dezasseis": 16, "dezessete": 17,
        "dezassete": 17, "dezoito": 18, "dezenove": 19, "dezanove": 19, "vinte": 20, "trinta": 30, "quarenta": 40,
        "cinquenta": 50, "sessenta": 60, "setenta": 70, "oitenta": 80, "noventa": 90, "cem": 100, "cento": 100, "duzentos": 200,
        "trezentos": 300, "quatrocentos": 400, "quinhentos": 500, "seiscentos": 600, "setecentos": 700, "oitocentos": 800,
        "novecentos": 900, "mil": 1000, "milhão": 10**6, "milhões": 10**6, "bilhão": 10**9, "bilhões": 10**9, "e": -1,
    },
}  # fmt: skip


def _atoms(words: str, known: dict[str, int]) -> list[int]:
    """Longest known pieces, spaces and hyphens aside. A reading into a dead end tries a shorter piece."""
    text = re.sub(r"[\s-]", "", words.lower())

    def read(at: int) -> list[int] | None:
        if at == len(text):
            return []
        for length in range(min(14, len(text) - at), 0, -1):
            value = known.get(text[at : at + length])
            if value is not None and (rest := read(at + length)) is not None:
                return [value, *rest] if value >= 0 else rest
        return None

    found = read(0)
    assert found is not None, words
    return found


def _value(atoms: list[int]) -> int:
    """Below a multiplier things add up; a multiplier takes what stands before it."""
    total, group = 0, 0
    for value in atoms:
        if value == 100:
            tens = group % 100 or 1
            group += tens * 100 - (group % 100)
        elif value == 1000 or value >= 10**6:
            if value >= 10**6 and 0 < total < 10**6:
                group, total = group + total, 0
            total += (group or 1) * value
            group = 0
        else:
            group += value
    return total + group


def _samples(count: int) -> list[int]:
    chance = random.Random(7)
    edges = [10**power + change for power in range(1, 10) for change in (-1, 0, 1)]
    return sorted({*range(2000), *edges, *(chance.randrange(10 ** chance.randint(3, 9)) for _ in range(count))})


@pytest.mark.parametrize("language", ["de", "es", "fr", "it", "pt", "pt-PT"])
def test_a_number_is_read_back_from_its_words(language: str) -> None:
    tongue = tongue_of(language)
    assert tongue is not None
    known = _ATOMS[language[:2]]
    numbers = [number for number in _samples(12_000) if number <= 10**9]
    assert len(numbers) > 10_000
    for number in numbers:
        words = tongue.cardinal(number, "")
        assert _value(_atoms(words, known)) == number, words


def test_hindi_numbers_are_read_back_from_their_words() -> None:
    tongue = tongue_of("hi")
    assert tongue is not None
    names = {tongue.cardinal(number, ""): number for number in range(100)}
    assert len(names) == 100
    scales = {"सौ": 100, "हज़ार": 1000, "लाख": 10**5, "करोड़": 10**7, "अरब": 10**9}
    for number in _samples(12_000):
        total, pending = 0, 0
        for word in tongue.cardinal(number, "").split():
            if word in scales:
                total, pending = total + pending * scales[word], 0
            else:
                pending = names[word]
        assert total + pending == number


@pytest.mark.parametrize("language", ["de", "es", "fr", "it", "pt", "pt-PT", "hi"])
def test_every_number_has_words_of_its_own(language: str) -> None:
    tongue = tongue_of(language)
    assert tongue is not None
    numbers = [number for number in _samples(8_000) if number <= 10**9]
    assert len({tongue.cardinal(number, "") for number in numbers}) == len(numbers)
    assert len({tongue.ordinal(number, "") for number in range(1, 100)}) == 99


# Unicode's own spell-out rules (CLDR, RBNF) and the languages' grammars give these forms.
@pytest.mark.parametrize(
    ("language", "number", "said"),
    [
        ("de", 1, "eins"), ("de", 101, "hunderteins"), ("de", 2_000_001, "zwei Millionen eins"), ("de", 1_100, "tausendeinhundert"),
        ("de", 71, "einundsiebzig"), ("de", 10**9, "eine Milliarde"), ("de", 21_016, "einundzwanzigtausendsechzehn"),
        ("es", 100, "cien"), ("es", 21_000, "veintiún mil"), ("es", 555, "quinientos cincuenta y cinco"), ("es", 10**9, "mil millones"),
        ("fr", 71, "soixante et onze"), ("fr", 80, "quatre-vingts"), ("fr", 81, "quatre-vingt-un"), ("fr", 99, "quatre-vingt-dix-neuf"),
        ("fr", 200, "deux cents"), ("fr", 201, "deux cent un"), ("fr", 80_000, "quatre-vingt mille"), ("fr", 2 * 10**8, "deux cents millions"),
        ("it", 23, "ventitré"), ("it", 28, "ventotto"), ("it", 3_000, "tremila"), ("it", 123, "centoventitré"), ("it", 10**6, "un milione"),
        ("it", 23_000, "ventitremila"), ("pt", 16, "dezesseis"), ("pt-PT", 16, "dezasseis"), ("pt", 1_200, "mil e duzentos"),
        ("pt", 1_234, "mil duzentos e trinta e quatro"), ("pt", 10**9, "um bilhão"), ("pt-PT", 10**9, "mil milhões"),
        ("hi", 100_000, "एक लाख"), ("hi", 12_345_678, "एक करोड़ तेईस लाख पैंतालीस हज़ार छह सौ अठहत्तर"), ("hi", 99, "निन्यानवे"),
    ],
)  # fmt: skip
def test_well_known_forms(language: str, number: int, said: str) -> None:
    tongue = tongue_of(language)
    assert tongue is not None
    assert unicodedata.normalize("NFC", tongue.cardinal(number, "")) == unicodedata.normalize("NFC", said)


@pytest.mark.parametrize(
    ("language", "number", "form", "said"),
    [
        ("de", 1, "n", "ersten"), ("de", 7, "", "siebte"), ("de", 16, "", "sechzehnte"), ("de", 20, "r", "zwanzigster"),
        ("de", 101, "", "hunderterste"), ("es", 1, "m", "primer"), ("es", 3, "f", "tercera"), ("es", 11, "", "undécimo"),
        ("es", 21, "f", "vigésima primera"), ("fr", 1, "f", "première"), ("fr", 5, "", "cinquième"), ("fr", 9, "", "neuvième"),
        ("fr", 21, "", "vingt et unième"), ("fr", 80, "", "quatre-vingtième"), ("it", 3, "", "terzo"), ("it", 11, "", "undicesimo"),
        ("it", 23, "", "ventitreesimo"), ("it", 26, "", "ventiseiesimo"), ("it", 19, "f", "diciannovesima"), ("pt", 2, "f", "segunda"),
        ("pt", 22, "", "vigésimo segundo"), ("hi", 1, "ी", "पहली"), ("hi", 5, "", "पाँचवाँ"), ("hi", 5, "ी", "पाँचवीं"), ("hi", 6, "", "छठा"),
    ],
)  # fmt: skip
def test_well_known_ordinals(language: str, number: int, form: str, said: str) -> None:
    tongue = tongue_of(language)
    assert tongue is not None
    assert tongue.ordinal(number, form) == said


@pytest.mark.parametrize(
    ("language", "written", "said"),
    [
        ("de", "1.234,56", "tausendzweihundertvierunddreißig Komma fünf sechs"), ("es", "3,05", "tres coma cero cinco"),
        ("fr", "2,5", "deux virgule cinq"), ("it", "0,25", "zero virgola venticinque"), ("pt", "1.000,75", "mil vírgula setenta e cinco"),
        ("hi", "1,50,000.5", "एक लाख पचास हज़ार दशमलव पाँच"), ("es-MX", "1,250.5", "mil doscientos cincuenta punto cinco"),
        ("de", "007", "null null sieben"), ("de-CH", "1'250.5", "tausendzweihundertfünfzig Punkt fünf"),
    ],
)  # fmt: skip
def test_decimals_are_read_with_the_languages_own_marks(language: str, written: str, said: str) -> None:
    tongue = tongue_of(language)
    assert tongue is not None
    assert tongue.said(written) == said
