"""Hindi numbers in words: each up to a hundred has a name of its own, beyond it counts in lakh and crore."""

from __future__ import annotations

_NAMES = (
    "शून्य एक दो तीन चार पाँच छह सात आठ नौ दस ग्यारह बारह तेरह चौदह पंद्रह सोलह सत्रह अठारह उन्नीस "
    "बीस इक्कीस बाईस तेईस चौबीस पच्चीस छब्बीस सत्ताईस अट्ठाईस उनतीस तीस इकतीस बत्तीस तैंतीस चौंतीस पैंतीस छत्तीस सैंतीस अड़तीस उनतालीस "
    "चालीस इकतालीस बयालीस तैंतालीस चवालीस पैंतालीस छियालीस सैंतालीस अड़तालीस उनचास पचास इक्यावन बावन तिरपन चौवन पचपन छप्पन सत्तावन अट्ठावन उनसठ "
    "साठ इकसठ बासठ तिरसठ चौंसठ पैंसठ छियासठ सड़सठ अड़सठ उनहत्तर सत्तर इकहत्तर बहत्तर तिहत्तर चौहत्तर पचहत्तर छिहत्तर सतहत्तर अठहत्तर उन्यासी "
    "अस्सी इक्यासी बयासी तिरासी चौरासी पचासी छियासी सत्तासी अट्ठासी नवासी नब्बे इक्यानवे बानवे तिरानवे चौरानवे पचानवे छियानवे सत्तानवे अट्ठानवे निन्यानवे"
).split()
_SCALES = ((10**11, "खरब"), (10**9, "अरब"), (10**7, "करोड़"), (10**5, "लाख"), (1000, "हज़ार"), (100, "सौ"))
_ORDINALS = {1: "पहला", 2: "दूसरा", 3: "तीसरा", 4: "चौथा", 6: "छठा"}


def cardinal(number: int, gender: str = "") -> str:
    """``150000`` → "एक लाख पचास हज़ार". Gender makes no difference."""
    del gender
    words: list[str] = []
    for size, name in _SCALES:
        count, number = divmod(number, size)
        if count:
            words += [cardinal(count), name]
    if number or not words:
        words.append(_NAMES[number])
    return " ".join(words)


def ordinal(number: int, ending: str = "") -> str:
    """``5`` → "पाँचवाँ". ``ending`` is the vowel sign written: "ी" or "े" agrees with what is counted."""
    said = _ORDINALS.get(number) or cardinal(number) + "वाँ"
    if ending == "ी":
        return said[:-2] + "ीं" if said.endswith("ाँ") else said[:-1] + "ी"
    if ending == "े":
        return said[:-2] + "ें" if said.endswith("ाँ") else said[:-1] + "े"
    return said


def year(number: int) -> str:
    """``1984`` → "उन्नीस सौ चौरासी", ``2024`` → "दो हज़ार चौबीस"."""
    if not 1100 <= number <= 1999:
        return cardinal(number)
    century, rest = divmod(number, 100)
    return f"{cardinal(century)} सौ" + (f" {cardinal(rest)}" if rest else "")
