"""Models hosted by Replicate, by their id."""
