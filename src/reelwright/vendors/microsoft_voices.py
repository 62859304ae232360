"""Microsoft's neural voices: one woman and one man for each locale, by the names both of its services know; and their lists."""

from __future__ import annotations

import re
from typing import Any, Literal

from reelwright.providers.speech import Voice

NAME = re.compile(r"[a-z]{2,3}-[A-Za-z0-9-]+Neural\w*|[a-z]{2,3}-[A-Za-z0-9-]+:\w+Neural")
_PAIRS = (
    "en-US Ava Andrew, en-GB Sonia Ryan, en-AU Natasha William, en-IN Neerja Prabhat, en-CA Clara Liam, "
    "es-ES Elvira Alvaro, es-MX Dalia Jorge, fr-FR Denise Henri, fr-CA Sylvie Jean, de-DE Katja Conrad, "
    "it-IT Elsa Diego, pt-BR Francisca Antonio, pt-PT Raquel Duarte, hi-IN Swara Madhur, bn-IN Tanishaa Bashkar, "
    "ta-IN Pallavi Valluvar, te-IN Shruti Mohan, mr-IN Aarohi Manohar, gu-IN Dhwani Niranjan, kn-IN Sapna Gagan, "
    "ml-IN Sobhana Midhun, ur-PK Uzma Asad, zh-CN Xiaoxiao Yunxi, zh-TW HsiaoChen YunJhe, zh-HK HiuMaan WanLung, "
    "ja-JP Nanami Keita, ko-KR SunHi InJoon, ru-RU Svetlana Dmitry, uk-UA Polina Ostap, pl-PL Zofia Marek, "
    "cs-CZ Vlasta Antonin, sk-SK Viktoria Lukas, hu-HU Noemi Tamas, ro-RO Alina Emil, bg-BG Kalina Borislav, "
    "hr-HR Gabrijela Srecko, sl-SI Petra Rok, el-GR Athina Nestoras, tr-TR Emel Ahmet, ar-EG Salma Shakir, "
    "ar-SA Zariyah Hamed, he-IL Hila Avri, fa-IR Dilara Farid, nl-NL Colette Maarten, sv-SE Sofie Mattias, "
    "da-DK Christel Jeppe, nb-NO Pernille Finn, fi-FI Noora Harri, et-EE Anu Kert, lv-LV Everita Nils, "
    "lt-LT Ona Leonas, ca-ES Joana Enric, id-ID Gadis Ardi, ms-MY Yasmin Osman, fil-PH Blessica Angelo, "
    "th-TH Premwadee Niwat, vi-VN HoaiMy NamMinh, sw-KE Zuri Rafiki, af-ZA Adri Willem"
)


def usual_voices(provider: str) -> tuple[Voice, ...]:
    """The pairs, women first."""
    found: list[Voice] = []
    for row in _PAIRS.split(", "):
        locale, woman, man = row.split()
        for name, gender in ((woman, "female"), (man, "male")):
            found.append(_voice(provider, f"{locale}-{name}Neural", name, locale, gender))
    return tuple(found)


def listed_voices(provider: str, rows: list[dict[str, Any]]) -> list[Voice]:
    """The voices of a list in Microsoft's form (``ShortName``, ``Locale``, ``Gender`` …)."""
    found: list[Voice] = []
    for row in rows:
        short, locale = str(row.get("ShortName", "")), str(row.get("Locale", ""))
        if not short or not locale:
            continue
        tag = row.get("VoiceTag") or {}
        styles = row.get("StyleList") or tag.get("VoicePersonalities") or tag.get("TailoredScenarios") or []
        name = str(row.get("DisplayName") or short.rpartition("-")[2].removesuffix("Neural"))
        found.append(_voice(provider, short, name, locale, str(row.get("Gender", "")), ", ".join(map(str, styles[:6]))))
    return found


def locale_of(voice: str) -> str:
    """``de-DE`` of ``de-DE-KatjaNeural``."""
    return "-".join(voice.split(":")[0].split("-")[:2])


def _voice(provider: str, short: str, name: str, locale: str, gender: str, style: str = "") -> Voice:
    told = gender.lower()
    kind: Literal["female", "male", "neutral"] = (
        "female" if told == "female" else "male" if told == "male" else "neutral"
    )
    return Voice(f"{provider}:{short}", name, locale, kind, provider, style)
