"""Words judged by lists of words."""
