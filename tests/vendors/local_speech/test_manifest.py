import subprocess
import sys

import pytest

from reelwright.errors import InvalidInput
from reelwright.vendors.local_speech import manifest
from reelwright.vendors.local_speech.installed import has_flite


def test_english_gets_flite_where_it_is_installed_and_the_reason_is_given(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(manifest, "has_flite", lambda: True)
    chosen = manifest.choose("en-GB")
    assert chosen.voice == "flite:slt"
    assert "clearest" in chosen.reason
    assert manifest.choose("en", "male").voice == "flite:rms"


def test_english_without_flite_is_spoken_by_espeak_and_says_how_to_do_better(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(manifest, "has_flite", lambda: False)
    chosen = manifest.choose("en")
    assert chosen.voice == "espeak:en-us"
    assert "flite" in chosen.reason


@pytest.mark.parametrize(
    ("language", "wish", "voice"),
    [
        ("de", "auto", "espeak:de"),
        ("pt-BR", "female", "espeak:pt-br+f3"),
        ("zh-CN", "auto", "espeak:cmn"),
        ("fr-CA", "auto", "espeak:fr-fr"),
        ("en", "espeak:en-gb+f2", "espeak:en-gb+f2"),
        ("en", "espeak", "espeak:en-us"),
        ("no", "male", "espeak:nb"),
    ],
)
def test_a_wish_becomes_a_full_voice_id(language: str, wish: str, voice: str):
    assert manifest.choose(language, wish).voice == voice


@pytest.mark.parametrize(("language", "wish"), [("en", "elevenlabs:rachel"), ("de", "flite:slt"), ("tlh", "auto")])
def test_a_voice_or_language_nobody_has_is_refused_with_a_way_on(language: str, wish: str):
    with pytest.raises(InvalidInput) as caught:
        manifest.choose(language, wish)
    assert caught.value.hint


def test_every_voice_listed_can_be_chosen():
    for voice in manifest.voices():
        assert manifest.choose("en", voice.id).voice == voice.id


def test_what_is_available_is_told_without_loading_the_engines():
    code = (
        "import sys; from reelwright.vendors.local_speech.manifest import OFFERS, available;"
        "print([(offer.vendor.name, available(offer.vendor.name)) for offer in OFFERS]);"
        "assert not {'numpy', 'espeakng_loader'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stderr == ""
    assert done.stdout.strip() == str([("flite", has_flite()), ("espeak", True)])
