"""How well mouths fit a sound, by a SyncNet model the user brings."""
