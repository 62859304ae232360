"""What is told of a video where it is published: title, description, tags, chapters."""
