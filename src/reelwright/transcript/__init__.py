"""Words with their times: what was said, when, and by whom."""

from reelwright.transcript.words import Word, parse_words, words_json

__all__ = ["Word", "parse_words", "words_json"]
