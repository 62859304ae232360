"""One painter per kind of content: what it looks like at a frame, and how it gets onto the canvas."""
