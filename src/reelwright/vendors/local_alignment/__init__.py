"""Times of known words without a vendor: the text is spoken here, and the two recordings are laid upon each other."""
