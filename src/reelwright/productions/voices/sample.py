"""The recording a voice is cloned from: looked into, cut to what is spoken, and brought to one level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reelwright.errors import MediaUnusable
from reelwright.media.loudness import measure
from reelwright.media.mono_read import MonoSound, mono_sound
from reelwright.media.mono_write import write_mono
from reelwright.media.probe import probe
from reelwright.productions.voices.speech_share import FRAME_S, SpeechShare, speech_share
from reelwright.providers.speakers import SpeakerDiarization
from reelwright.units.time import SAMPLE_RATE

RATE = 44_100
LEAST_SECONDS, MOST_SECONDS, LONGEST_SECONDS = 10.0, 90.0, 1800.0
"""What is needed, what is used (90 s of WAV stay below the 10 MB that servers take), and what is looked at at all."""
_TARGET_LUFS, _PEAK = -20.0, 10 ** (-3 / 20)
"""Level and true peak that ElevenLabs asks samples to have (-23 to -18 dB, -3 dB)."""
_LEAST_SPEECH_SHARE, _LEAST_SPEECH, _LEAST_QUIET = 0.3, 6.0, 0.15
_NOISY_DB, _UNUSABLE_DB = 25.0, 12.0
"""Between what is spoken and what is left in the pauses."""
_OTHER_SHARE, _OTHER_SECONDS = 0.12, 3.0
"""More of somebody else than both is another speaker; less may be a mistake of who listens."""
_SILENT_LUFS = -60.0
_CLIPPED_SHARE = 1e-4


@dataclass(frozen=True, slots=True)
class SampleFacts:
    """What a sample is like: ``seconds`` of it and of ``speech`` in it, ``loudness`` (LUFS) before it was levelled, ``noise_db``
    between speech and what is heard in its pauses, how many ``speakers`` were told apart (0: nobody listened), and
    ``notes`` for the person who brought it."""

    seconds: float
    speech: float
    loudness: float
    noise_db: float
    speakers: int
    notes: tuple[str, ...] = ()

    def tree(self) -> dict[str, Any]:
        return {
            "seconds": self.seconds, "speech": self.speech, "loudness": self.loudness, "noiseDb": self.noise_db,
            "speakers": self.speakers, "notes": list(self.notes),
        }  # fmt: skip


def sample_facts(tree: Any) -> SampleFacts:
    """Facts from their JSON."""
    return SampleFacts(
        float(tree["seconds"]), float(tree["speech"]), float(tree["loudness"]), float(tree["noiseDb"]), int(tree["speakers"]),
        tuple(str(each) for each in tree.get("notes", ())),
    )  # fmt: skip


def prepared_sample(
    source: Path, target: Path, diarizers: Sequence[SpeakerDiarization] = (), *, is_known: bool = False
) -> SampleFacts:
    """Write the sample (mono WAV) that is cloned from, of any recording or video with sound.

    The first who can tell speakers apart is asked. ``is_known``: that one person speaks in it was found out before (a dub's own
    speech), so that only its length is looked at, and noise is noted. Raises ``MediaUnusable`` for a sample that is too short or
    too long, in which nobody speaks, in which more than one person speaks, or that is drowned in noise.
    """
    info = probe(source)
    if info.audio is None:
        raise MediaUnusable("there is no sound in the sample", hint="give a recording of one person speaking")
    if float(info.duration or 0) > LONGEST_SECONDS:
        raise MediaUnusable(
            f"the sample lasts {float(info.duration or 0) / 60:.0f} minutes",
            hint="cut out a minute of one person speaking",
        )
    with mono_sound(source, RATE) as whole:
        if whole.seconds < LEAST_SECONDS:
            raise _too_short(whole.seconds)
        sound, notes = _cut(whole)
        loudness = _loudness(sound)
        samples = sound.floats()
        heard = speech_share(samples, RATE)
        if not is_known:
            _check_speech(heard, loudness, sound.seconds)
        if heard.range_db < _NOISY_DB:
            notes.append(
                f"there is noise in the sample ({heard.range_db:.0f} dB below the speech), which the clone may keep"
            )
        if float(np.mean(np.abs(samples) >= 0.999)) > _CLIPPED_SHARE:
            notes.append("the sample is overdriven, which the clone may keep")
        write_mono(MonoSound(_levelled(samples, loudness), RATE), target, "wav")
        seconds = sound.seconds
    speakers, said = (1, []) if is_known else _speakers(target, diarizers)
    return SampleFacts(
        round(seconds, 2),
        round(heard.seconds, 2),
        round(loudness, 1),
        round(heard.range_db, 1),
        speakers,
        (*notes, *said),
    )


def _check_speech(heard: SpeechShare, loudness: float, seconds: float) -> None:
    if loudness > _SILENT_LUFS and heard.range_db < _UNUSABLE_DB:
        raise MediaUnusable(
            f"the sample is drowned in noise or music ({heard.range_db:.0f} dB between its loud and its quiet parts)",
            hint="record it in a quiet room, or clean it: `reel enhance`",
        )
    is_speech = heard.seconds >= max(_LEAST_SPEECH, _LEAST_SPEECH_SHARE * seconds)
    if loudness <= _SILENT_LUFS or not is_speech or heard.quiet_share < _LEAST_QUIET:
        raise MediaUnusable(
            "hardly anybody speaks in the sample", hint="give 10 seconds or more of one person speaking"
        )


def _cut(whole: MonoSound) -> tuple[MonoSound, list[str]]:
    """Without silence at its ends, and of a long recording the part in which most is spoken."""
    active = speech_share(whole.floats(), RATE).active
    sounding = np.flatnonzero(active)
    if not len(sounding):
        raise MediaUnusable("the sample is silent", hint="give a recording of one person speaking")
    first, last = max(0, int(sounding[0]) - 10), min(len(active), int(sounding[-1]) + 11)
    notes: list[str] = []
    most = round(MOST_SECONDS / FRAME_S)
    if last - first > most:
        total = np.concatenate(([0], np.cumsum(active[first:last])))
        first += int(np.argmax(total[most:] - total[:-most]))
        last = first + most
        notes.append(f"of {whole.seconds:.0f} s the {MOST_SECONDS:.0f} in which most is spoken are used")
    part = whole.part(first * FRAME_S, last * FRAME_S)
    if part.seconds < LEAST_SECONDS:
        raise _too_short(part.seconds)
    return part, notes


def _too_short(seconds: float) -> MediaUnusable:
    return MediaUnusable(
        f"the sample has {seconds:.1f} s of speech and pauses; {LEAST_SECONDS:.0f} are the least", hint="30 to 60 s make a good clone"
    )  # fmt: skip


def _loudness(sound: MonoSound) -> float:
    """LUFS, by both channels as a player would give them."""
    at = np.arange(round(sound.seconds * SAMPLE_RATE)) * (RATE / SAMPLE_RATE)
    wide = np.interp(at, np.arange(len(sound.samples)), sound.floats()).astype(np.float32)
    return measure([np.stack([wide, wide], axis=1)]).integrated


def _levelled(samples: NDArray[np.float32], loudness: float) -> NDArray[np.int16]:
    gain = 10 ** ((_TARGET_LUFS - loudness) / 20)
    peak = float(np.abs(samples).max()) * gain
    gain *= min(1.0, _PEAK / max(peak, 1e-9))
    return np.rint(samples * gain * 32767).astype(np.int16)


def _speakers(sample: Path, diarizers: Sequence[SpeakerDiarization]) -> tuple[int, list[str]]:
    if not diarizers:
        return 0, ["nobody here can tell whether one person speaks in it"]
    spoken: dict[str, float] = {}
    for turn in diarizers[0].turns(sample):
        spoken[turn.speaker] = spoken.get(turn.speaker, 0.0) + turn.end - turn.start
    others = sorted(spoken.values())[:-1]
    if any(each > _OTHER_SECONDS and each > _OTHER_SHARE * sum(spoken.values()) for each in others):
        raise MediaUnusable(
            f"{len(spoken)} people seem to speak in the sample", hint="cut out a part in which one of them speaks alone"
        )
    said = ["somebody else may be heard for a moment"] if others else []
    return max(1, len(spoken)), said
