"""What the platform keeps for its users: one folder a noun. Nothing here knows HTTP."""
