"""PocketSphinx on this machine: recognition of English without a vendor or a model to fetch; modest."""
