"""Google's Gemini API: text, speech, pictures and clips under one key."""
