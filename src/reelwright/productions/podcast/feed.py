"""An episode's entry for a podcast feed: RSS 2.0 with the itunes tags that directories ask for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape, quoteattr


@dataclass(frozen=True, slots=True)
class Episode:
    """``address`` of the mp3, ``cover`` of its picture (either may be a bare file name until it is known); ``size`` in bytes;
    ``mark`` names the episode for good."""

    title: str
    show: str
    description: str
    language: str
    address: str
    cover: str
    size: int
    seconds: float
    mark: str
    published: datetime


def feed(episode: Episode) -> str:
    """A feed of this one episode; its ``<item>`` goes into a feed there is."""
    hours, rest = divmod(round(episode.seconds), 3600)
    length = f"{hours:02d}:{rest // 60:02d}:{rest % 60:02d}"
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd">
  <channel>
    <title>{escape(episode.show)}</title>
    <description>{escape(episode.description)}</description>
    <language>{escape(episode.language)}</language>
    <itunes:explicit>false</itunes:explicit>
    <itunes:image href={quoteattr(episode.cover)}/>
    <item>
      <title>{escape(episode.title)}</title>
      <description>{escape(episode.description)}</description>
      <enclosure url={quoteattr(episode.address)} length="{episode.size}" type="audio/mpeg"/>
      <guid isPermaLink="false">{escape(episode.mark)}</guid>
      <pubDate>{format_datetime(episode.published)}</pubDate>
      <itunes:title>{escape(episode.title)}</itunes:title>
      <itunes:summary>{escape(episode.description)}</itunes:summary>
      <itunes:duration>{length}</itunes:duration>
      <itunes:image href={quoteattr(episode.cover)}/>
      <itunes:episodeType>full</itunes:episodeType>
      <itunes:explicit>false</itunes:explicit>
    </item>
  </channel>
</rss>
"""
