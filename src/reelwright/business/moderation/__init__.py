"""Content that moderators flagged: written down, decided by people, appealed by its users."""
