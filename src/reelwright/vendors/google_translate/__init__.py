"""Google Cloud Translation, its basic edition (v2), by an API key."""
