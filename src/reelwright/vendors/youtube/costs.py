"""What each call costs of a Google project's daily quota, and which bucket it is taken from.

Since 2026 uploads and searches have buckets of their own (100 a day each by default); everything else shares 10,000 units.
Source: YouTube Data API, "Quota Calculator". https://developers.google.com/youtube/v3/determine_quota_cost
"""

from __future__ import annotations

UPLOADS, SEARCHES, UNITS = "uploads", "searches", "units"
DAILY = {UPLOADS: 100, SEARCHES: 100, UNITS: 10_000}
"""What a new Google project may use in a day."""

COSTS: dict[str, tuple[str, int]] = {
    "videos.insert": (UPLOADS, 1),
    "search.list": (SEARCHES, 1),
    "channels.list": (UNITS, 1),
    "videos.list": (UNITS, 1),
    "videos.update": (UNITS, 50),
    "thumbnails.set": (UNITS, 50),
    "captions.list": (UNITS, 50),
    "captions.insert": (UNITS, 400),
    "playlists.list": (UNITS, 1),
    "playlists.insert": (UNITS, 50),
    "playlists.delete": (UNITS, 50),
    "playlistItems.list": (UNITS, 1),
    "playlistItems.insert": (UNITS, 50),
    "playlistItems.update": (UNITS, 50),
    "playlistItems.delete": (UNITS, 50),
}
