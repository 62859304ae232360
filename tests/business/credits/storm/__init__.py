"""A thousand jobs at once, crashes and payments between them, and the books recounted."""
