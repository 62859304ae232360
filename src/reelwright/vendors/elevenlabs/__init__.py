"""ElevenLabs: voices, recognition, isolation and music."""
