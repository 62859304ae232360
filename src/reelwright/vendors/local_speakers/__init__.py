"""Who speaks when, found out on this machine."""
