"""What can be said of a script without a model: its measures, its weak places, a score with reasons."""
