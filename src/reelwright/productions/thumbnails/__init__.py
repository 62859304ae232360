"""Pictures that stand for a video: its best frames, and titles designed over them."""
