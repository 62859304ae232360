"""Looking at a video's document while it is edited: a process that keeps it open, and the pool of such processes."""
