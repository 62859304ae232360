"""What is done to a layer's picture before it is placed: one file per kind, each a function from sprite to sprite."""
