"""The voices of Microsoft Edge's read-aloud, through the `edge-tts` package."""
