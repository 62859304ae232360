"""The YouTube Data API v3 by Google's own client (``reelwright[youtube]``), and Google's OAuth 2."""
