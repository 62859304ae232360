"""Files whose words are translated and whose shape stays: captions, words with times, Markdown and plain text."""
