"""What can be chosen of a video's looks and sound, in the words of pages."""

from __future__ import annotations

from reelwright.productions.narrate.frame import SIZES

_ASPECTS = {"16:9": "Wide, 16:9", "9:16": "Tall, 9:16", "1:1": "Square, 1:1", "4:5": "Portrait, 4:5"}
ASPECTS = {name: _ASPECTS.get(name, name) for name in SIZES}
CAPTIONS = {
    "highlight": "Highlight the spoken word",
    "karaoke": "Karaoke",
    "pop": "One word at a time",
    "classic": "Classic",
    "none": "None",
}
MUSIC = {"calm": "Calm", "bright": "Bright", "tense": "Tense", "epic": "Epic", "none": "None"}
PICTURES = {
    "auto": "Choose for me",
    "designed": "Designed (works offline)",
    "stock": "Stock photos",
    "generated": "Generated",
}
MOODS = {name: word for name, word in MUSIC.items() if name != "none"}
STYLES = {
    "piano": "Piano",
    "acoustic": "Acoustic guitar",
    "ambient": "Ambient",
    "strings": "Strings",
    "drone": "Drone, for verses",
    "chant": "Chant, for verses",
}
PRESENTERS = {
    "maya": "Anchors the news",
    "leo": "Explains how things work",
    "amara": "Tells stories",
    "kenji": "Speaks of business",
    "ruth": "Knows history",
    "omar": "Teaches",
    "noor": "Talks about science",
    "tom": "Is eleven, and curious",
}
GATES = {"script": "Script", "visuals": "Pictures", "timeline": "Timeline"}
