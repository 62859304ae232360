"""PocketSphinx: heard for real where its wheel is installed, and said to be missing where it is not."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

from reelwright.app.providers.choosing import Providers
from reelwright.errors import InvalidInput
from reelwright.providers.recognition import RecognitionRequest
from reelwright.vendors.pocketsphinx.manifest import OFFERS
from reelwright.vendors.pocketsphinx.recognition import connect
from tests.vendors.faults import access_to
from tests.vendors.recognition.vendors import SOUND

is_here = find_spec("pocketsphinx") is not None


@pytest.mark.skipif(is_here, reason="it is installed")
def test_where_it_is_not_installed_it_is_said_how_it_is_got() -> None:
    assert Providers({}).missing(OFFERS[0]) == ("pip install 'reelwright[pocketsphinx]'",)


@pytest.mark.skipif(not is_here, reason="pip install pocketsphinx")
def test_it_hears_some_of_it(tmp_path: Path) -> None:
    heard = connect(access_to("", OFFERS[0], tmp_path)).recognise(RecognitionRequest(SOUND))
    assert {"and", "my", "fellow", "not"} <= {word.text for word in heard.words}
    assert not any("(" in word.text or "[" in word.text for word in heard.words)
    assert all(0 <= word.start <= word.end <= heard.seconds for word in heard.words)


def test_it_takes_no_other_language(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="does not know es"):
        connect(access_to("", OFFERS[0], tmp_path)).recognise(RecognitionRequest(SOUND, "es"))
