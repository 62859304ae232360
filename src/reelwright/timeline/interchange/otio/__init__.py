"""OpenTimelineIO: timelines of editing programs, read into our documents, and our documents written for them."""
