import pytest

from reelwright.errors import InvalidInput
from reelwright.vendors.local_speech.espeak_voices import chosen_voice, matching_code

CODES = (
    "cmn",
    "de",
    "en-gb",
    "en-us",
    "es",
    "es-419",
    "fr-be",
    "fr-fr",
    "he",
    "hyw",
    "pt",
    "pt-br",
    "vi-vn-x-south",
    "yue",
)


@pytest.mark.parametrize(
    ("language", "code"),
    [
        ("en", "en-us"), ("EN_us", "en-us"), ("en-AU", "en-us"), ("en-GB-oxendict", "en-gb"), ("fr", "fr-fr"),
        ("de-AT", "de"), ("zh-Hant-TW", "cmn"), ("zh-HK", "yue"), ("iw", "he"), ("es-MX", "es-419"), ("es-ES", "es"),
        ("pt-PT", "pt"), ("vi", "vi-vn-x-south"),
    ],
)  # fmt: skip
def test_a_language_tag_finds_its_nearest_voice(language: str, code: str):
    assert matching_code(language, CODES) == code


@pytest.mark.parametrize("language", ["", "-", "xx", "x-klingon"])
def test_a_language_that_is_not_spoken_is_refused(language: str):
    with pytest.raises(InvalidInput, match="does not speak"):
        matching_code(language, CODES)


def test_a_timbre_is_kept_and_a_mistyped_voice_gets_a_suggestion():
    assert chosen_voice("espeak:DE+f3", "en", CODES) == "de+f3"
    with pytest.raises(InvalidInput) as caught:
        chosen_voice("espeak:fr-fe", "fr", CODES)
    assert "fr-fr" in caught.value.hint
    with pytest.raises(InvalidInput):
        chosen_voice("espeak:de+../../etc", "de", CODES)
