"""Users' files: what they are called, how much room they take, and which blobs they hold on to."""
