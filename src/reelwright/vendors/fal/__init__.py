"""Models hosted by fal, by their id."""
