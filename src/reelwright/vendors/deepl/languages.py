"""How DeepL names languages: https://developers.deepl.com/docs/getting-started/supported-languages"""

from __future__ import annotations

from langcodes import Language

_NAMES = {"NO": "NB", "CMN": "ZH", "IW": "HE"}


def source_name(tag: str) -> str:
    """``en-GB`` is ``EN``: sources have no variants."""
    name = (Language.get(tag).language or tag).upper()
    return _NAMES.get(name, name)


def target_name(tag: str) -> str:
    """``en`` is ``EN-US``, ``en-AU`` ``EN-GB``, ``pt-PT`` ``PT-PT``, ``es-MX`` ``ES-419``, ``zh-TW`` ``ZH-HANT``."""
    name, language = source_name(tag), Language.get(tag)
    territory = (language.territory or "").upper()
    if name == "EN":
        return "EN-US" if territory in ("", "US", "CA") else "EN-GB"
    if name == "PT":
        return "PT-BR" if territory in ("", "BR") else "PT-PT"
    if name == "ES" and territory not in ("", "ES"):
        return "ES-419"
    if name == "ZH":
        return "ZH-HANT" if language.script == "Hant" or territory in ("TW", "HK", "MO") else "ZH-HANS"
    return name
