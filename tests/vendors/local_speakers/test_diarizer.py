"""Who speaks when, on conversations with known turns and on a real voice."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from reelwright.errors import InvalidInput, MediaUnusable
from reelwright.vendors.local_speakers.diarizer import LocalSpeakers
from tests.sounds import write_wav
from tests.vendors.local_speakers.conversation import conversation, share_right

REAL = Path(__file__).parents[2] / "media_files" / "speech.flac"


@pytest.mark.parametrize(
    ("voices", "music", "noise"),
    [
        (("espeak:en-us+f3", "espeak:en-us"), 0.0, 0.0),
        (("espeak:en-us+Annie", "espeak:en-gb+adam"), 0.01, 0.001),
        (("espeak:en-us+belinda", "espeak:en-us+Gene", "espeak:en-gb+quincy"), 0.0, 0.002),
    ],
)
def test_how_many_speak_and_who_is_found_out(
    tmp_path: Path, voices: tuple[str, ...], music: float, noise: float
) -> None:
    true = conversation(tmp_path / "talk.flac", voices, 6, music=music, noise=noise)
    found = LocalSpeakers().turns(tmp_path / "talk.flac")
    assert {turn.speaker for turn in found} == {turn.speaker for turn in true}
    assert share_right(found, true) >= 0.95
    assert [turn.start for turn in found] == sorted(turn.start for turn in found)


def test_one_speaker_stays_one(tmp_path: Path) -> None:
    true = conversation(tmp_path / "talk.flac", ["espeak:en-us+f2"], 5, noise=0.002)
    found = LocalSpeakers().turns(tmp_path / "talk.flac")
    assert {turn.speaker for turn in found} == {"A"}
    assert share_right(found, true) >= 0.95


def test_a_real_voice_is_one_speaker() -> None:
    assert {turn.speaker for turn in LocalSpeakers().turns(REAL)} == {"A"}


def test_a_number_that_is_told_is_kept(tmp_path: Path) -> None:
    true = conversation(tmp_path / "talk.flac", ["espeak:en-us+f3", "espeak:en-us+belinda"], 4)
    assert {turn.speaker for turn in LocalSpeakers().turns(tmp_path / "talk.flac", 1)} == {"A"}
    found = LocalSpeakers().turns(tmp_path / "talk.flac", 2)
    assert share_right(found, true) >= 0.95


def test_nobody_speaks_in_silence_and_files_without_sound_are_refused(tmp_path: Path) -> None:
    silence = write_wav(tmp_path / "silence.wav", np.zeros((96_000, 2), np.float32))
    assert LocalSpeakers().turns(silence) == ()
    (tmp_path / "no.wav").write_bytes(b"RIFF____WAVE")
    with pytest.raises(MediaUnusable):
        LocalSpeakers().turns(tmp_path / "no.wav")
    with pytest.raises(InvalidInput):
        LocalSpeakers().turns(silence, 99)
