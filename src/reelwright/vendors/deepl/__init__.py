"""DeepL: translation by its API, free or paid."""
