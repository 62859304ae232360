"""A video on its way to where people find it: a channel at YouTube, or a folder."""
