"""Which providers there are, which are configured, and which is taken for what."""
