import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.productions.narrate.spoken import spoken_form
from reelwright.transcript import Word
from reelwright.transcript.spoken_units import spoken_units

LANGUAGES = ["de", "es", "es-MX", "fr", "it", "pt", "pt-PT", "hi"]


@pytest.mark.parametrize(
    ("language", "written", "said"),
    [
        ("de", "Am 3. Oktober 1990 kamen 1.200 Menschen.", "Am dritten Oktober neunzehnhundertneunzig kamen tausendzweihundert Menschen."),
        ("de", "Das kostet 3,50 € & 3 % mehr.", "Das kostet drei Euro fünfzig und drei Prozent mehr."),
        ("de", "Er zahlte 3,5 Mrd. €.", "Er zahlte drei Komma fünf Milliarden Euro."),
        ("de", "2,5 Mio. Euro, 0,99 €", "zwei Komma fünf Millionen Euro, neunundneunzig Cent"),
        ("de", "Um 14:30 Uhr, z. B. heute usw.", "Um vierzehn Uhr dreißig, zum Beispiel heute und so weiter."),
        ("de", "Um 9:00.", "Um neun Uhr."),
        ("de", "(1914–1918) und 5–10 %", "(neunzehnhundertvierzehn bis neunzehnhundertachtzehn) und fünf bis zehn Prozent"),
        ("de", "Der 21. Mann, im 20. Jahrhundert.", "Der einundzwanzigste Mann, im zwanzigsten Jahrhundert."),
        ("de", "Es waren 3.", "Es waren drei."),
        ("de", "24.12.2024 und 2024-12-24", "vierundzwanzigster Dezember zweitausendvierundzwanzig und vierundzwanzigster Dezember zweitausendvierundzwanzig"),
        ("de", "1 km, 1 Stunde, 20 km/h, −5 °C", "ein Kilometer, eine Stunde, zwanzig Kilometer pro Stunde, minus fünf Grad Celsius"),
        ("de", "Dr. Lee, Nr. 5, #1, ca. 20-mal", "Doktor Lee, Nummer fünf, Nummer eins, circa zwanzig-mal"),
        ("de", "Schreib an a.b@c.de oder www.example.de!", "Schreib an a Punkt b ät c Punkt de oder example Punkt de!"),
        ("es", "El 3 de mayo de 1984, 1.200 personas.", "El tres de mayo de mil novecientos ochenta y cuatro, mil doscientas personas."),
        ("es", "Cuesta 3,50 € y mide 21 km.", "Cuesta tres euros con cincuenta y mide veintiún kilómetros."),
        ("es", "$3,5 millones & 5 %", "tres coma cinco millones de dólares y cinco por ciento"),
        ("es", "1.000.000 €", "un millón de euros"),
        ("es", "el 1.er piso, la 2ª vez", "el primer piso, la segunda vez"),
        ("es", "siglo XIX, p. ej. hoy, EE. UU.", "siglo diecinueve, por ejemplo hoy, Estados Unidos"),
        ("es", "a las 14:30 h del 12/10/2024", "a las catorce y treinta del doce de octubre de dos mil veinticuatro"),
        ("es-MX", "Cuesta $1,250.50 y 3.5 km", "Cuesta mil doscientos cincuenta dólares con cincuenta y tres punto cinco kilómetros"),
        ("fr", "Le 1er mai 1984, 1 200 000 personnes.", "Le premier mai mille neuf cent quatre-vingt-quatre, un million deux cent mille personnes."),
        ("fr", "5\u202f000 € et 3,50 €", "cinq mille euros et trois euros cinquante"),
        ("fr", "À 14h30, la 2e fois, au XIXe siècle", "À quatorze heures trente, la deuxième fois, au dix-neuvième siècle"),
        ("fr", "3 M€, 1,5 km, 80 km/h", "trois millions d'euros, un virgule cinq kilomètre, quatre-vingts kilomètres heure"),
        ("fr", "M. Lee, n° 5, etc.", "monsieur Lee, numéro cinq, et cetera."),
        ("it", "Il 1 maggio 1984, 1.200 persone.", "Il primo maggio millenovecentoottantaquattro, milleduecento persone."),
        ("it", "3,50 €, 5 mln €, ad es. nel XIX secolo", "tre euro e cinquanta, cinque milioni di euro, ad esempio nel diciannovesimo secolo"),
        ("it", "alle 14:30, il 3º posto, 25%", "alle quattordici e trenta, il terzo posto, venticinque per cento"),
        ("pt", "Em 1 de maio, 21 km e 200 casas.", "Em primeiro de maio, vinte e um quilômetros e duzentas casas."),
        ("pt", "Custa R$ 3,50 e 5%.", "Custa três reais e cinquenta centavos e cinco por cento."),
        ("pt", "às 14:30, século XX", "às catorze e trinta, século vinte"),
        ("pt-PT", "16 km", "dezasseis quilómetros"),
        ("hi", "1984 में 12,34,567 लोग थे।", "उन्नीस सौ चौरासी में बारह लाख चौंतीस हज़ार पाँच सौ सड़सठ लोग थे।"),
        ("hi", "₹3.50 और 5% बढ़ा, 20 km", "तीन रुपये पचास पैसे और पाँच प्रतिशत बढ़ा, बीस किलोमीटर"),
        ("hi", "५वीं बार डॉ. राव", "पाँचवीं बार डॉक्टर राव"),
        ("hi", "12/10/2024 को 14:30 पर", "बारह अक्टूबर दो हज़ार चौबीस को चौदह बजकर तीस मिनट पर"),
    ],
)  # fmt: skip
def test_a_text_is_said_as_a_reader_would(language: str, written: str, said: str) -> None:
    assert spoken_form(written, language).text == said


@pytest.mark.parametrize("language", ["de", "en", "fr", "sv", "xx"])
def test_markdown_is_not_read_aloud(language: str) -> None:
    written = "**A** [big *link*](https://a.b/c_(d)) and `code`, ![alt](x.png) here[^1] there[12] <b>so</b>"
    assert spoken_form(written, language).text == "A big link and code, alt here there so"


def test_entities_are_read_as_what_they_stand_for() -> None:
    assert spoken_form("Salz &amp; Pfeffer", "de").text == "Salz und Pfeffer"


def test_codes_and_names_with_digits_are_left_alone() -> None:
    for language in LANGUAGES:
        assert spoken_form("COVID-19 A380 H2O v1.2.3", language).text == "COVID-19 A380 H2O v1.2.3"


def test_the_parts_of_a_number_share_its_time() -> None:
    spoken = spoken_form("Il coûte 1 200 000 € net", "fr")
    words = spoken.times_of_written([Word(unit, place, place + 1) for place, unit in enumerate(spoken.text.split())])
    assert [word.text for word in words] == ["Il", "coûte", "1", "200", "000", "€", "net"]
    assert spoken.text == "Il coûte un million deux cent mille euros net"
    assert [(word.start, word.end) for word in words] == [(0, 1), (1, 2), (2, 4), (4, 6), (6, 7), (7, 8), (8, 9)]


def test_a_number_keeps_its_own_words_and_its_unit_the_rest() -> None:
    spoken = spoken_form("121 km/h", "es")
    assert spoken.text == "ciento veintiún kilómetros por hora"
    words = spoken.times_of_written([Word(unit, place, place + 1) for place, unit in enumerate(spoken.text.split())])
    assert words == (Word("121", 0, 2), Word("km/h", 2, 5))


_PIECES = st.lists(
    st.one_of(
        st.text("abc1290.,-–%$€°CkmhIVX:/#@&ºª२५", min_size=1, max_size=9),
        st.sampled_from(["3,5", "Mrd.", "millones", "20", "km", "1984", "—", "usw.", "5–10", "%", "€", "R$", "14:30", "Uhr", "000", "z.", "B.", "3."]),
    ),
    max_size=12,
)  # fmt: skip


@given(_PIECES, st.sampled_from(LANGUAGES), st.sampled_from([" ", "\u202f"]))
def test_word_times_come_back_to_the_writers_words_in_order(pieces: list[str], language: str, space: str) -> None:
    spoken = spoken_form(space.join(pieces), language)
    units = spoken_units(spoken.text)
    assert sum(spoken.counts) == len(units)
    assert list(spoken.written) == space.join(pieces).split()
    if units:
        words = spoken.times_of_written([Word(unit, place, place + 0.5) for place, unit in enumerate(units)])
        assert all(a.start <= b.start and a.end <= b.end for a, b in itertools.pairwise(words))


@given(st.text(max_size=80), st.sampled_from(LANGUAGES))
def test_any_text_can_be_said(text: str, language: str) -> None:
    spoken = spoken_form(text, language)
    assert len(spoken.written) == len(spoken.counts)
    assert sum(spoken.counts) == len(spoken_units(spoken.text))
