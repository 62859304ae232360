import numpy as np

from reelwright.transcript.mel_cepstrum import mel_cepstrum, mel_filters, power_spectra


def cepstra(samples: np.ndarray, rate: int, high_hz: float) -> np.ndarray:
    power = power_spectra(samples, rate)
    return mel_cepstrum(power @ mel_filters(power.shape[1], rate, high_hz))


def sweep(rate: int, seconds: float = 1.0) -> np.ndarray:
    times = np.arange(round(seconds * rate)) / rate
    return (0.5 * np.sin(2 * np.pi * (200 + 1500 * times) * times)).astype(np.float32)


def test_there_are_thirteen_even_coefficients_for_every_ten_milliseconds():
    features = cepstra(sweep(16_000), 16_000, 7600)
    assert features.shape == (101, 13)
    assert np.allclose(features.mean(axis=0), 0, atol=1e-3)
    assert np.allclose(features.std(axis=0)[1:], 1, atol=1e-3)


def test_the_sample_rate_hardly_matters():
    low, high = (cepstra(sweep(rate), rate, 3800) for rate in (16_000, 22_050))
    together = np.mean([np.corrcoef(low[:101, n], high[:101, n])[0, 1] for n in range(1, 8)])
    assert together > 0.95


def test_loudness_of_the_whole_does_not_matter_but_its_course_does():
    sound = sweep(16_000)
    assert np.allclose(cepstra(sound, 16_000, 7600), cepstra(sound / 8, 16_000, 7600), atol=0.02)
    fading = sound * np.linspace(1, 0.01, len(sound), dtype=np.float32)
    course = [cepstra(s, 16_000, 7600)[:, 0] for s in (sound, fading)]
    assert (course[1] - course[0])[:20].mean() > 1 > -1 > (course[1] - course[0])[-20:].mean()


def test_silence_and_nothing_are_finite():
    assert np.isfinite(cepstra(np.zeros(1000, dtype=np.float32), 16_000, 7600)).all()
    assert mel_cepstrum(np.zeros((0, 40), dtype=np.float32)).shape == (0, 13)


def test_what_is_below_the_floor_does_not_matter():
    energies = np.abs(np.random.default_rng(1).normal(1, 0.3, (50, 40))).astype(np.float32)
    other = np.where(energies < 0.9, 0, energies).astype(np.float32)
    floor = np.full(40, 0.9, np.float32)
    assert np.array_equal(mel_cepstrum(energies, floor), mel_cepstrum(other, floor))
