"""Sync: hosted lip-sync."""
