"""What the steps offer, in words."""

from __future__ import annotations

from reelwright.captions.styles import STYLES
from reelwright.productions.narrate.palettes import PALETTES

CAPTIONS: dict[str, str] = {
    "highlight": "Highlight",
    "karaoke": "Karaoke",
    "pop": "Pop",
    "bounce": "Bounce",
    "word": "Word by word",
    "slide": "Slide",
    "fade": "Fade",
    "typewriter": "Typewriter",
    "classic": "Classic",
    "none": "None",
}
assert CAPTIONS.keys() == STYLES.keys()
MOODS = {
    "calm": ("Calm", "Soft and slow, under any voice"),
    "bright": ("Bright", "Friendly and forward"),
    "tense": ("Tense", "Something is about to happen"),
    "epic": ("Epic", "Wide, with drums"),
}
PICTURES = {
    "auto": ("Choose for me", "Your own pictures first, then a stock that is set up, else designed"),
    "stock": ("Stock photos", "Needs a free key of Pexels, Pixabay or Unsplash"),
    "generated": ("Generated", "Drawn by a provider, for money"),
    "designed": ("Designed", "Moving backgrounds and figures, offline and free"),
}
LANGUAGES = {
    "en": "English", "de": "German", "es": "Spanish", "fr": "French", "it": "Italian", "pt": "Portuguese", "nl": "Dutch", "pl": "Polish",
    "hi": "Hindi", "ru": "Russian", "ja": "Japanese", "zh": "Chinese", "ar": "Arabic", "ko": "Korean", "tr": "Turkish", "sv": "Swedish",
}  # fmt: skip
SWATCHES = tuple((palette.name, palette.deep, palette.mid, palette.glow, palette.accent) for palette in PALETTES)
