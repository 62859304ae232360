"""What was recognised, for people and programs to read."""
