import pytest

from reelwright.errors import ProviderFailed
from reelwright.speaking.child_process import ask_child
from reelwright.speaking.espeak_library import ESPEAK_SCRIPT


def test_a_child_that_cannot_load_its_library_is_one_clear_failure():
    with pytest.raises(ProviderFailed, match=r"eSpeak NG stopped with status 1: .*nowhere\.so") as caught:
        ask_child(ESPEAK_SCRIPT, {"library": "/nowhere.so", "data": "/"}, timeout_s=20, engine="eSpeak NG")
    assert caught.value.hint


def test_a_child_that_hangs_is_stopped():
    with pytest.raises(ProviderFailed, match="did not finish"):
        ask_child(ESPEAK_SCRIPT, {"library": "/nowhere.so", "data": "/"}, timeout_s=0.0001, engine="eSpeak NG")
