"""Who makes a recording clearer, who comes in, and what comes out."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from reelwright.app.providers.choosing import Providers
from reelwright.app.wiring import tools
from reelwright.errors import MediaUnusable, ProviderNeeded, ProviderUnavailable
from reelwright.media.probe import probe
from reelwright.providers.enhancement import EnhancementRequest
from reelwright.render.job import RenderWish
from reelwright.workflows.enhance import Enhanced, EnhanceWish, enhance
from reelwright.workflows.make_request import Tools
from tests.sounds import write_wav
from tests.vendors.sound_contract import noisy_voice
from tests.workflows.fake_providers import QuietTone


@dataclass
class Enhancer:
    """Gives the recording back; ``error`` is raised instead."""

    name: str
    error: Exception | None = None
    asked: list[EnhancementRequest] = field(default_factory=list)
    version: str = "1"

    def enhance(self, request: EnhancementRequest) -> Path:
        self.asked.append(request)
        if self.error:
            raise self.error
        return Path(shutil.copyfile(request.sound, request.folder / f"{self.name}.wav"))


def hands(cleaners: tuple[Any, ...], isolators: tuple[Any, ...] = ()) -> Tools:
    return Tools(lambda language, voice: None, QuietTone(), enhancers=cleaners, voice_isolators=isolators)  # type: ignore[arg-type,return-value]


def enhanced(folder: Path, who: Tools, **wish: Any) -> Enhanced:
    source = write_wav(folder / "in.wav", noisy_voice(2.0))
    return enhance(EnhanceWish(source, folder / "out.flac", folder / "work", **wish), who, RenderWish(1))


def test_the_first_who_can_does_it_at_the_loudness_of_speech(tmp_path: Path) -> None:
    result = enhanced(tmp_path, hands((Enhancer("a"), Enhancer("b"))), strength="strong")
    assert (result.by, result.notes) == ("a", ())
    assert result.loudness == pytest.approx(-16, abs=0.5)
    assert float(probe(tmp_path / "out.flac").duration or 0) == pytest.approx(2.0, abs=0.001)


def test_the_next_comes_in_with_a_note(tmp_path: Path) -> None:
    result = enhanced(tmp_path, hands((Enhancer("a", ProviderUnavailable("nobody there")), Enhancer("b"))))
    assert (result.by, result.notes) == ("b", ("nobody there; b did it instead",))


def test_without_an_isolator_the_recording_is_cleaned_and_that_is_said(tmp_path: Path) -> None:
    cleaner, isolator = Enhancer("cleaner"), Enhancer("isolator", ProviderUnavailable("nobody there"))
    result = enhanced(tmp_path, hands((cleaner,), (isolator,)), keep="voice-only")
    assert result.notes == ("nobody there; cleaner cleaned the recording, other sounds are left in it",)
    assert (isolator.asked[0].keep, cleaner.asked[0].keep) == ("voice-only", "clean")


def test_voices_alone_need_somebody_who_can(tmp_path: Path) -> None:
    with pytest.raises(ProviderNeeded):
        enhanced(tmp_path, hands((Enhancer("cleaner"),)), keep="voice-only")
    with pytest.raises(ProviderNeeded, match="isolator"):
        enhanced(tmp_path, hands((Enhancer("cleaner"),), (Enhancer("isolator"),)), provider="isolator")


def test_one_that_is_named_is_asked_alone(tmp_path: Path) -> None:
    away, cleaner = Enhancer("away", ProviderUnavailable("nobody there")), Enhancer("cleaner")
    with pytest.raises(ProviderUnavailable):
        enhanced(tmp_path, hands((away, cleaner)), provider="away")
    assert not cleaner.asked


def test_a_file_without_sound_is_refused(tmp_path: Path) -> None:
    (tmp_path / "in.wav").write_bytes(b"RIFF")
    with pytest.raises(MediaUnusable):
        enhance(EnhanceWish(tmp_path / "in.wav", tmp_path / "o.mp3", tmp_path), hands((Enhancer("a"),)), RenderWish(1))


def test_a_key_for_voices_leaves_cleaning_here() -> None:
    made = tools(Providers({"REELWRIGHT_ELEVENLABS_API_KEY": "k"}))
    assert [each.name for each in made.enhancers] == ["cleaner"]
    assert [each.name for each in made.voice_isolators] == ["elevenlabs"]
    made = tools(Providers({"REELWRIGHT_AUPHONIC_API_KEY": "k"}))
    assert [each.name for each in made.enhancers] == ["auphonic", "cleaner"]
