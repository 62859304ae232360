"""Texts in many scripts to draw examples from."""

from __future__ import annotations

from hypothesis import strategies as st

WORDS = (
    "a", "the", "naïve", "Zażółć", "office", "Donaudampfschifffahrt", "مرحبا", "بالعالم", "الجميل", "لا", "שלום",
    "(עולם)", "नमस्ते", "क्षत्रिय", "ภาษาไทยเขียนติดกัน", "தமிழ்", "123", "12.5%", "end.", "→", "\u200b", "\n", "-",
)  # fmt: skip

words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=12)
"""Words with a space after each, as captions have them."""
