"""The studio: Reelwright in a browser. Pages over the services of the API; see ``docs/studio.md``."""
