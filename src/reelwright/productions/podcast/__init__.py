"""Podcasts: a conversation, its music, its marks in the mp3, and its entry in a feed."""
