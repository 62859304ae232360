"""Samples of the world's living scripts, and the locales that tell shared Chinese characters apart."""

from __future__ import annotations

from dataclasses import dataclass

NOTO_CORE = "Debian and Ubuntu: apt install fonts-noto-core"
NOTO_CJK = "Debian and Ubuntu: apt install fonts-noto-cjk"
NOTO_EMOJI = "Debian and Ubuntu: apt install fonts-noto-color-emoji"


@dataclass(frozen=True)
class Script:
    """A script, letters that any usable font for it has, and where to get one."""

    name: str
    sample: str
    remedy: str = NOTO_CORE


SCRIPTS: tuple[Script, ...] = (
    Script("Latin", "Aaßéőňțạ"),
    Script("Greek", "ΑαΩώ"),
    Script("Cyrillic", "АаЖщїђ"),
    Script("Arabic", "ابجدپےڑ"),
    Script("Hebrew", "אבגםשׁ"),
    Script("Armenian", "Աաև"),
    Script("Georgian", "აბგᲐ"),
    Script("Ethiopic", "ሀለሐ"),
    Script("Devanagari", "अकष्।"),
    Script("Bengali", "অকষ্"),
    Script("Gurmukhi", "ਅਕੱ"),
    Script("Gujarati", "અકષ્"),
    Script("Oriya", "ଅକଷ୍"),
    Script("Tamil", "அகஷ்"),
    Script("Telugu", "అకష్"),
    Script("Kannada", "ಅಕಷ್"),
    Script("Malayalam", "അകഷ്"),
    Script("Sinhala", "අකෂ්"),
    Script("Thai", "กขฃ฿"),
    Script("Lao", "ກຂຄ"),
    Script("Khmer", "កខគ្"),
    Script("Myanmar", "ကခဂ္"),
    Script("Thaana", "ހށނ"),
    Script("Tibetan", "ཀཁགྱ"),
    Script("Cherokee", "ᎠᎡᎢ"),
    Script("Canadian syllabics", "ᐁᐂᐃ"),
    Script("Tifinagh", "ⴰⴱⵣ"),
    Script("N'Ko", "ߊߋߌ"),
    Script("Syriac", "ܐܒܓ"),
    Script("Mongolian", "ᠠᠡᠢ"),
    Script("Javanese", "ꦄꦏꦧ"),
    Script("Adlam", "𞤀𞤁𞤂"),
    Script("Chinese (simplified)", "汉语说这", NOTO_CJK),
    Script("Chinese (traditional)", "漢語說這", NOTO_CJK),
    Script("Japanese", "日本語あア", NOTO_CJK),
    Script("Korean", "한국어가", NOTO_CJK),
    Script("Emoji", "😀👨🎉", NOTO_EMOJI),
    Script("Symbols", "→✓★■"),
    Script("Mathematics", "≈√∞∑"),
)


def cjk_region(text: str, locale: str) -> str:
    """``JP``, ``KR``, ``TC``, ``HK`` or ``SC``: whose forms of the Chinese characters to use.

    The locale decides; without a Chinese, Japanese or Korean one, kana means Japanese, hangul Korean, else simplified.
    """
    parts = locale.replace("_", "-").lower().split("-")
    if parts[0] == "ja":
        return "JP"
    if parts[0] == "ko":
        return "KR"
    if parts[0] in ("zh", "yue"):
        if "hk" in parts or "mo" in parts or parts[0] == "yue":
            return "HK"
        return "TC" if "hant" in parts or "tw" in parts else "SC"
    if any("\u3041" <= char <= "\u30ff" for char in text):
        return "JP"
    if any("\uac00" <= char <= "\ud7a3" or "\u1100" <= char <= "\u11ff" for char in text):
        return "KR"
    return "SC"
